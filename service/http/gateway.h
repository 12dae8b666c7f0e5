// What the HTTP side answers: routing, checks, calls as JSON, the page, health and metrics. Knows
// no sockets.
#ifndef SPANROOT_SERVICE_HTTP_GATEWAY_H_
#define SPANROOT_SERVICE_HTTP_GATEWAY_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "service/call_runner.h"
#include "service/handlers.h"
#include "service/http/http_message.h"
#include "service/http/routes.h"
#include "service/http/static_files.h"

namespace spanroot {

struct GatewayOptions {
  const Handlers* handlers;  // these two must outlive the gateway
  const CallRunner* runner;
  std::function<std::string()> render_metrics;
  std::function<bool()> is_ready;
  std::string host;          // that the server was asked to answer on
  bool is_loopback = false;  // only this machine can ask
};

// Thread-safe.
class Gateway {
 public:
  explicit Gateway(GatewayOptions options)
      : options_(std::move(options)), files_(EmbeddedFiles()) {}

  // What is to be done about a request, as far as its head tells.
  struct Plan {
    std::optional<HttpResponse> answer;  // there already; no call is needed
    std::string_view method;             // of the call, as in gRPC
    const Route* route = nullptr;        // of the call; null for the description of the interface
    std::string path_value;              // of Route::PathField
  };
  // Does not block.
  Plan Look(const HttpRequest& head) const;

  // Runs the call, and blocks until it has ended. The events of a stream go to `send`; nothing is
  // returned then. `is_cancelled` must be thread-safe.
  std::optional<HttpResponse> Call(
      const Plan& plan, const HttpRequest& request, const std::function<bool()>& is_cancelled,
      const std::function<absl::Status(std::string event)>& send) const;

  // The answer to a call for which there is no thread.
  HttpResponse Refuse(const Plan& plan, const HttpRequest& request) const;

 private:
  HttpResponse LookOutside(const HttpRequest& head, std::string_view path, bool is_get) const;

  const GatewayOptions options_;
  const StaticFiles files_;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_GATEWAY_H_
