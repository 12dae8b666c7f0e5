// What a handler knows of the call it answers, whichever way it came.
#ifndef SPANROOT_SERVICE_CALL_H_
#define SPANROOT_SERVICE_CALL_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace spanroot {

struct Call {
  std::string id;      // of the request, for the log
  std::string client;  // the name of its token; empty if none was needed
  absl::Time deadline = absl::InfiniteFuture();
  std::function<bool()> is_cancelled;  // thread-safe; may be empty
  bool is_patient = false;             // waits for its turn however many do, and is never refused

  // OK while an answer is still wanted; otherwise Cancelled or DeadlineExceeded.
  absl::Status Check() const;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_CALL_H_
