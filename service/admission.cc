#include "service/admission.h"

#include <algorithm>
#include <chrono>

#include "absl/time/clock.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "service/rpc_status.h"

namespace spanroot {
namespace {

// How often one who waits looks whether its client is still there.
constexpr std::chrono::milliseconds kLook(20);

}  // namespace

Admission::Ticket::Ticket(Admission* admission) : admission_(admission), start_(absl::Now()) {}

Admission::Ticket::~Ticket() {
  if (admission_ == nullptr) return;
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start_);
  const std::lock_guard<std::mutex> lock(admission_->mutex_);
  --admission_->running_;
  admission_->mean_seconds_ += (seconds - admission_->mean_seconds_) / 16;
  admission_->turn_.notify_all();
}

absl::StatusOr<Admission::Ticket> Admission::Enter(const Call& call) {
  RETURN_IF_ERROR(call.Check());
  std::unique_lock<std::mutex> lock(mutex_);
  if (running_ >= max_running_ || !waiting_.empty()) {
    if (!call.is_patient && waiting_.size() >= max_waiting_) {
      return BusyError(
          StrCat("the server is busy: ", running_, " questions run and ", waiting_.size(), " wait"),
          RetryHint());
    }
    const uint64_t mine = next_number_++;
    waiting_.push_back(mine);
    absl::Status status;
    while (running_ >= max_running_ || waiting_.front() != mine) {
      turn_.wait_for(lock, kLook);
      status = call.Check();
      if (!status.ok()) break;
    }
    std::erase(waiting_, mine);
    if (!status.ok()) {
      turn_.notify_all();
      return status;
    }
  }
  ++running_;
  turn_.notify_all();  // the next one may have room too
  return Ticket(this);
}

uint32_t Admission::running() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return running_;
}

uint32_t Admission::waiting() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<uint32_t>(waiting_.size());
}

// When those who are here now should be done.
absl::Duration Admission::RetryHint() const {
  const double here = static_cast<double>(waiting_.size() + running_);
  const double seconds = here * mean_seconds_ / static_cast<double>(max_running_);
  return absl::Seconds(std::clamp(seconds, 0.1, 30.0));
}

}  // namespace spanroot
