// Who may ask: bearer tokens from a file.
//
// The file has a line "NAME TOKEN" for each client; blank lines and lines that begin with # are
// passed over. It is read again when it changes; a file that cannot be read then leaves the tokens
// as they were.
#ifndef SPANROOT_SERVICE_ACCESS_H_
#define SPANROOT_SERVICE_ACCESS_H_

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace spanroot {

// Thread-safe.
class Access {
 public:
  // An empty path lets everybody in. InvalidArgument, with the line, for a bad file.
  static absl::StatusOr<std::unique_ptr<Access>> Open(const std::string& path);

  // `authorization`: the header's value, "Bearer TOKEN"; empty if there is none. Returns the name
  // of the client, empty where everybody may ask. Unauthenticated otherwise. Tokens are compared in
  // a time that does not depend on what they hold.
  absl::StatusOr<std::string> Check(std::string_view authorization) const;

  // Reads the file anew if it has changed. An error leaves the tokens as they were.
  absl::Status Reload();

 private:
  explicit Access(std::string path) : path_(std::move(path)) {}

  const std::string path_;
  mutable std::mutex mutex_;
  std::filesystem::file_time_type read_at_;
  std::vector<std::pair<std::string, std::string>> tokens_;  // name, token
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_ACCESS_H_
