// The log of calls and of what happens to the server: a JSON object a line on standard error.
// docs/serving.md lists the fields. What users send is not in it unless that is asked for.
#ifndef SPANROOT_SERVICE_REQUEST_LOG_H_
#define SPANROOT_SERVICE_REQUEST_LOG_H_

#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace spanroot {

struct CallRecord {
  std::string id;
  std::string transport;  // "grpc" or "http"
  std::string method;
  std::string client;
  std::string peer;
  absl::Status status;
  double seconds = 0;
  std::string question;  // the request, for the log that is asked to show it
};

// Thread-safe.
class RequestLog {
 public:
  // `descriptor`: where lines go. `with_questions`: requests and messages of errors, which quote
  // them, are logged too.
  RequestLog(int descriptor, bool with_questions)
      : descriptor_(descriptor), with_questions_(with_questions) {}

  void Write(const CallRecord& record);
  // Something that is no call, such as "ready" or "reload".
  void Event(std::string_view event,
             const std::vector<std::pair<std::string, std::string>>& fields);

  bool with_questions() const { return with_questions_; }

 private:
  void WriteLine(std::string line);

  const int descriptor_;
  const bool with_questions_;
  std::mutex mutex_;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_REQUEST_LOG_H_
