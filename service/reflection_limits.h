// Bounds the calls of gRPC's reflection service, which anybody may make without a token, and each
// of which holds one of the server's threads (Limits::max_calls) for as long as its client likes.
#ifndef SPANROOT_SERVICE_REFLECTION_LIMITS_H_
#define SPANROOT_SERVICE_REFLECTION_LIMITS_H_

#include <grpcpp/support/server_interceptor.h>

#include <atomic>
#include <cstdint>

#include "absl/time/time.h"
#include "service/client_deadlines.h"

namespace spanroot {

// Cancels those past `max_calls` at once, and each after `max_time`. Thread-safe; outlives the
// server's calls.
class ReflectionLimits final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  ReflectionLimits(uint32_t max_calls, absl::Duration max_time, ClientDeadlines* deadlines)
      : max_calls_(max_calls), max_time_(max_time), deadlines_(deadlines) {}

  // Nothing for calls of other services.
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;

 private:
  class LimitedCall;

  const uint32_t max_calls_;
  const absl::Duration max_time_;
  ClientDeadlines* const deadlines_;
  std::atomic<uint32_t> calls_ = 0;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_REFLECTION_LIMITS_H_
