#include "service/call.h"

#include "absl/time/clock.h"

namespace spanroot {

absl::Status Call::Check() const {
  if (is_cancelled && is_cancelled()) return absl::CancelledError("the client has gone");
  if (absl::Now() >= deadline) return absl::DeadlineExceededError("the deadline has passed");
  return absl::OkStatus();
}

}  // namespace spanroot
