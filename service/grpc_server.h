// The gRPC side of the service: TraceService, health (grpc.health.v1) and reflection on one port.
#ifndef SPANROOT_SERVICE_GRPC_SERVER_H_
#define SPANROOT_SERVICE_GRPC_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/call_runner.h"
#include "service/handlers.h"
#include "service/tls.h"

namespace spanroot {

// Thread-safe.
class GrpcServer {
 public:
  // Starts to answer on `address`, "HOST:PORT"; port 0 takes a free one. Both must outlive the
  // server. Unavailable if the address cannot be had, InvalidArgument for bad keys.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(const std::string& address,
                                                           const TlsFiles& tls,
                                                           const Handlers* handlers,
                                                           const CallRunner* runner);
  ~GrpcServer();

  int port() const;

  // Takes no more calls, says so to health checks, and returns when those that run have ended or
  // `grace` has passed, which cancels them.
  void Drain(absl::Duration grace);

 private:
  class Impl;
  explicit GrpcServer(std::unique_ptr<Impl> impl);
  const std::unique_ptr<Impl> impl_;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_GRPC_SERVER_H_
