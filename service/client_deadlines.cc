#include "service/client_deadlines.h"

#include <grpcpp/server_context.h>

#include <chrono>

#include "absl/time/clock.h"

namespace spanroot {
namespace {

// Looking from time to time, not at each deadline, costs no wake-up of the thread.
constexpr std::chrono::milliseconds kBetweenLooks(250);

}  // namespace

ClientDeadlines::~ClientDeadlines() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void ClientDeadlines::Watch() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    changed_.wait_for(lock, kBetweenLooks, [this] { return stopping_; });
    const absl::Time now = absl::Now();
    while (!waits_.empty() && waits_.begin()->first <= now) {
      waits_.begin()->second->TryCancel();  // its guard waits for mutex_, so it is there still
      waits_.erase(waits_.begin());
    }
  }
}

ClientDeadlines::Guard::Guard(ClientDeadlines* deadlines, grpc::ServerContextBase* context,
                              absl::Time deadline)
    : deadlines_(deadlines), wait_(deadline, context) {
  const std::lock_guard<std::mutex> lock(deadlines_->mutex_);
  deadlines_->waits_.insert(wait_);
}

ClientDeadlines::Guard::~Guard() {
  const std::lock_guard<std::mutex> lock(deadlines_->mutex_);
  deadlines_->waits_.erase(wait_);
}

}  // namespace spanroot
