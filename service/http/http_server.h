// The HTTP side of the service: the calls of TraceService as JSON, a streamed trace as server-sent
// events, the web page, /healthz and /metrics, on one port.
//
// HTTP/1.1 and 1.0, with or without TLS. One thread does all input and output; calls run on threads
// of their own, and one too many is refused at once.
#ifndef SPANROOT_SERVICE_HTTP_HTTP_SERVER_H_
#define SPANROOT_SERVICE_HTTP_HTTP_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/call_runner.h"
#include "service/handlers.h"
#include "service/tls.h"

namespace spanroot {

struct HttpOptions {
  std::string address;  // "HOST:PORT"; port 0 takes a free one
  TlsFiles tls;
  absl::Duration idle = absl::Minutes(1);  // that a connection may wait for its next request
};

// Thread-safe.
class HttpServer {
 public:
  // Starts to answer. `handlers`, whose limits must be numbers, not defaults to be worked out, and
  // `runner` must outlive the server; the functions are called from its threads. Unavailable if the
  // address cannot be had, InvalidArgument for a bad address or bad keys.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      const HttpOptions& options, const Handlers* handlers, const CallRunner* runner,
      std::function<std::string()> render_metrics, std::function<bool()> is_ready);
  ~HttpServer();

  int port() const;

  // Takes no more connections and closes those that wait for a request. Calls that run have `grace`
  // to end and are cancelled then. Returns when all connections are closed.
  void Drain(absl::Duration grace);

 private:
  class Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  const std::unique_ptr<Impl> impl_;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_HTTP_SERVER_H_
