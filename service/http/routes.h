// The calls of TraceService as resources of HTTP: one table.
#ifndef SPANROOT_SERVICE_HTTP_ROUTES_H_
#define SPANROOT_SERVICE_HTTP_ROUTES_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "service/call.h"
#include "service/handlers.h"

namespace google::protobuf {
class Message;
}

namespace spanroot {

struct Route {
  using Message = google::protobuf::Message;
  using Send = std::function<absl::Status(const Message& response)>;

  std::string_view http_method;  // "GET" or "POST"
  std::string_view path;         // "/v1/corpora/{corpus}": what stands for {corpus} is that field
  std::string_view name;         // in gRPC
  bool is_stream;                // sends any number of responses; otherwise one
  const Message* request;        // prototypes
  const Message* response;
  // `question` is of request's type. An error of `send` ends the call and is returned.
  std::function<absl::Status(const Handlers& handlers, const Call& call, const Message& question,
                             const Send& send)>
      run;

  // The field of the request that the path holds; empty if there is none.
  std::string_view PathField() const;
};

const std::vector<Route>& Routes();

struct RouteMatch {
  const Route* route = nullptr;    // null if there is none
  std::string_view path_value;     // of the route's PathField, not decoded
  std::vector<std::string> allow;  // methods of the routes with this path
};

RouteMatch FindRoute(std::string_view http_method, std::string_view path);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_ROUTES_H_
