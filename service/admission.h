// Who may be answered now: a fixed number of questions run, some more wait for their turn, and the
// rest are refused at once with a hint when to come again.
#ifndef SPANROOT_SERVICE_ADMISSION_H_
#define SPANROOT_SERVICE_ADMISSION_H_

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/call.h"

namespace spanroot {

// Thread-safe.
class Admission {
 public:
  Admission(uint32_t max_running, uint32_t max_waiting)
      : max_running_(max_running), max_waiting_(max_waiting) {}

  // The right to run, given back when it is destroyed.
  class Ticket {
   public:
    explicit Ticket(Admission* admission);
    Ticket(Ticket&& other) noexcept : admission_(other.admission_), start_(other.start_) {
      other.admission_ = nullptr;
    }
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket();

   private:
    Admission* admission_;
    absl::Time start_;
  };

  // Waits for a turn, in order of arrival. ResourceExhausted with a RetryInfo, at once, when too
  // many wait already; Call::Check's errors while waiting.
  absl::StatusOr<Ticket> Enter(const Call& call);

  uint32_t running() const;
  uint32_t waiting() const;

 private:
  absl::Duration RetryHint() const;  // holds mutex_

  const uint32_t max_running_;
  const uint32_t max_waiting_;
  mutable std::mutex mutex_;
  std::condition_variable turn_;
  uint32_t running_ = 0;
  uint64_t next_number_ = 0;
  std::deque<uint64_t> waiting_;  // numbers of those who wait, in order of arrival
  double mean_seconds_ = 0.01;    // of recent questions
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_ADMISSION_H_
