#include "service/reflection_limits.h"

#include <grpcpp/server_context.h>

#include <optional>

#include "absl/strings/match.h"
#include "absl/time/clock.h"

namespace spanroot {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;

class ReflectionLimits::LimitedCall final : public grpc::experimental::Interceptor {
 public:
  LimitedCall(ReflectionLimits* limits, grpc::ServerContextBase* context)
      : limits_(limits), context_(context), is_within_(++limits->calls_ <= limits->max_calls_) {}
  ~LimitedCall() override { --limits_->calls_; }

  void Intercept(InterceptorBatchMethods* step) override {
    if (step->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_INITIAL_METADATA)) {
      if (is_within_) {
        deadline_.emplace(limits_->deadlines_, context_, absl::Now() + limits_->max_time_);
      } else {
        context_->TryCancel();
      }
    }
    // The context may be gone after this step.
    if (step->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      deadline_.reset();
    }
    step->Proceed();
  }

 private:
  ReflectionLimits* const limits_;
  grpc::ServerContextBase* const context_;
  const bool is_within_;
  std::optional<ClientDeadlines::Guard> deadline_;
};

grpc::experimental::Interceptor* ReflectionLimits::CreateServerInterceptor(
    grpc::experimental::ServerRpcInfo* info) {
  if (!absl::StartsWith(info->method(), "/grpc.reflection.")) return nullptr;
  return new LimitedCall(this, info->server_context());
}

}  // namespace spanroot
