// What the server counts of itself, in Prometheus' terms. docs/serving.md lists the metrics.
#ifndef SPANROOT_SERVICE_METRICS_H_
#define SPANROOT_SERVICE_METRICS_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "service/admission.h"
#include "service/corpora.h"

namespace spanroot {

// All methods are thread-safe.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // A call that has ended. `transport`: "grpc" or "http".
  void CountCall(std::string_view transport, std::string_view method, absl::StatusCode code,
                 double seconds);
  // Time of a stage of a trace: "wait", "match" or "documents".
  void CountStage(std::string_view stage, double seconds);

  // The text format, version 0.0.4, with the state of `admission` and `corpora` at this moment.
  std::string Render(const Admission& admission, const Corpora& corpora) const;

 private:
  class Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_METRICS_H_
