// Requests and responses of HTTP as plain data, without sockets.
#ifndef SPANROOT_SERVICE_HTTP_HTTP_MESSAGE_H_
#define SPANROOT_SERVICE_HTTP_HTTP_MESSAGE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace spanroot {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;  // in order

struct HttpRequest {
  std::string method;  // "GET"
  std::string target;  // as it came
  bool is_http_1_0 = false;
  HttpHeaders headers;
  std::string body;
  std::string peer;  // "ADDRESS:PORT"

  // The first header of this name, in whatever case; empty if there is none.
  std::string_view Header(std::string_view name) const;
};

struct HttpResponse {
  unsigned status = 200;
  HttpHeaders headers;
  std::string body;
};

// The length of the head that `bytes` begin with, its empty line included; 0 while that is still to
// come. InvalidArgument as soon as they can be no head: for control characters, a CR or LF alone,
// or a line that continues the one before.
absl::StatusOr<size_t> FindHeadEnd(std::string_view bytes);

// InvalidArgument for what two readers of the request could understand differently: where its body
// ends, which host it is for, what it carries.
absl::Status CheckHead(const HttpRequest& request);

// How a response travels.
struct ResponseFraming {
  bool keep_alive = false;
  bool is_stream = false;   // its length is not known yet
  bool is_chunked = false;  // of a stream: in chunks, otherwise up to the end of the connection
  bool is_tls = false;
};

// The head of a response, with the headers that every response has.
std::string RenderHead(const HttpResponse& response, const ResponseFraming& framing);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_HTTP_MESSAGE_H_
