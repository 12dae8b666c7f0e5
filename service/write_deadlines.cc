#include "service/write_deadlines.h"

#include <grpcpp/server_context.h>

#include <chrono>

#include "absl/time/clock.h"

namespace spanroot {
namespace {

// Looking from time to time, not at each deadline, costs writes no wake-up of the thread.
constexpr std::chrono::milliseconds kBetweenLooks(250);

}  // namespace

WriteDeadlines::~WriteDeadlines() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void WriteDeadlines::Watch() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    changed_.wait_for(lock, kBetweenLooks, [this] { return stopping_; });
    const absl::Time now = absl::Now();
    while (!writes_.empty() && writes_.begin()->first <= now) {
      writes_.begin()->second->TryCancel();  // its guard waits for mutex_, so it is there still
      writes_.erase(writes_.begin());
    }
  }
}

WriteDeadlines::Guard::Guard(WriteDeadlines* deadlines, grpc::ServerContext* context,
                             absl::Time deadline)
    : deadlines_(deadlines), write_(deadline, context) {
  const std::lock_guard<std::mutex> lock(deadlines_->mutex_);
  deadlines_->writes_.insert(write_);
}

WriteDeadlines::Guard::~Guard() {
  const std::lock_guard<std::mutex> lock(deadlines_->mutex_);
  deadlines_->writes_.erase(write_);
}

}  // namespace spanroot
