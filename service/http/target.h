// What a request is for: the parts of its target and the name of its host. Pure functions.
#ifndef SPANROOT_SERVICE_HTTP_TARGET_H_
#define SPANROOT_SERVICE_HTTP_TARGET_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace spanroot {

struct Target {
  std::string_view authority;  // "host:port" of "http://host:port/path"; empty otherwise
  std::string_view path;       // "/v1/trace", not decoded
  std::string_view query;      // behind "?"
};

// `target`, which must outlive the result, as "/path?query" or "http://host/path?query".
absl::StatusOr<Target> ParseTarget(std::string_view target);

// "a%20b" -> "a b". InvalidArgument for what is not encoded so, or is not UTF-8.
absl::StatusOr<std::string> PercentDecode(std::string_view text);

// "HOST:PORT" or "HOST" -> HOST, without the brackets of "[::1]:80".
std::string_view HostOf(std::string_view authority);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_TARGET_H_
