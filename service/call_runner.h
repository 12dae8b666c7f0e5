// What surrounds every call, however it came: a name for the log, the client's token, the deadline,
// metrics and the log line at the end.
#ifndef SPANROOT_SERVICE_CALL_RUNNER_H_
#define SPANROOT_SERVICE_CALL_RUNNER_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/access.h"
#include "service/call.h"
#include "service/metrics.h"
#include "service/request_log.h"

namespace google::protobuf {
class Message;
}

namespace spanroot {

// How a call came.
struct Arrival {
  std::string_view transport;  // "grpc" or "http"
  std::string_view method;     // "Trace", ...
  std::string peer;
  std::string authorization;                     // value of the header
  absl::Time deadline = absl::InfiniteFuture();  // the client's
  bool is_batch = false;  // only the client's deadline counts; each text has its own besides
  std::function<bool()> is_cancelled;
  const google::protobuf::Message* question = nullptr;  // the request, if there is one
};

// Thread-safe.
class CallRunner {
 public:
  // `max`: how long a question may take. All must outlive the runner.
  CallRunner(const Access* access, absl::Duration max, Metrics* metrics, RequestLog* log)
      : access_(access), max_(max), metrics_(metrics), log_(log) {}

  // Runs `body` if the client may ask, and returns its status.
  absl::Status Run(const Arrival& arrival,
                   const std::function<absl::Status(const Call&)>& body) const;

  absl::Duration max() const { return max_; }

 private:
  const Access* const access_;
  const absl::Duration max_;
  Metrics* const metrics_;
  RequestLog* const log_;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_CALL_RUNNER_H_
