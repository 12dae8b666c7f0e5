#include "service/http/routes.h"

#include "common/status_macros.h"
#include "spanroot/v1/trace_service.pb.h"

namespace spanroot {
namespace {

using Message = google::protobuf::Message;

template <typename Request, typename Response>
Route Unary(std::string_view http_method, std::string_view path, std::string_view name,
            absl::Status (Handlers::*handler)(const Call&, const Request&, Response*) const) {
  return {http_method,
          path,
          name,
          false,
          &Request::default_instance(),
          &Response::default_instance(),
          [handler](const Handlers& handlers, const Call& call, const Message& question,
                    const Route::Send& send) -> absl::Status {
            Response response;
            RETURN_IF_ERROR(
                (handlers.*handler)(call, static_cast<const Request&>(question), &response));
            return send(response);
          }};
}

std::vector<Route> MakeRoutes() {
  std::vector<Route> routes;
  routes.push_back(Unary("POST", "/v1/trace", "Trace", &Handlers::Trace));
  routes.push_back({"POST", "/v1/trace:stream", "TraceStream", true,
                    &v1::TraceStreamRequest::default_instance(),
                    &v1::TraceStreamResponse::default_instance(),
                    [](const Handlers& handlers, const Call& call, const Message& question,
                       const Route::Send& send) {
                      return handlers.TraceStream(
                          call, static_cast<const v1::TraceStreamRequest&>(question), send);
                    }});
  routes.push_back(Unary("POST", "/v1/count", "Count", &Handlers::Count));
  routes.push_back(Unary("POST", "/v1/search", "Search", &Handlers::Search));
  routes.push_back(Unary("POST", "/v1/document", "GetDocument", &Handlers::GetDocument));
  routes.push_back(Unary("GET", "/v1/corpora", "ListCorpora", &Handlers::ListCorpora));
  routes.push_back(Unary("GET", "/v1/corpora/{corpus}", "GetCorpus", &Handlers::GetCorpus));
  return routes;
}

}  // namespace

std::string_view Route::PathField() const {
  const size_t open = path.find('{');
  if (open == std::string_view::npos) return "";
  return path.substr(open + 1, path.size() - open - 2);  // the brace is the last character
}

const std::vector<Route>& Routes() {
  static const auto* const routes = new std::vector<Route>(MakeRoutes());
  return *routes;
}

RouteMatch FindRoute(std::string_view http_method, std::string_view path) {
  RouteMatch match;
  for (const Route& route : Routes()) {
    std::string_view value;
    if (!route.PathField().empty()) {
      const std::string_view prefix = route.path.substr(0, route.path.find('{'));
      if (!path.starts_with(prefix)) continue;
      value = path.substr(prefix.size());
      if (value.empty() || value.find('/') != std::string_view::npos) continue;
    } else if (path != route.path) {
      continue;
    }
    match.allow.emplace_back(route.http_method);
    if (http_method != route.http_method) continue;
    match.route = &route;
    match.path_value = value;
  }
  return match;
}

}  // namespace spanroot
