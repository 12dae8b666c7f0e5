// What the service does, as functions from request to response; gRPC and HTTP both end here.
#ifndef SPANROOT_SERVICE_HANDLERS_H_
#define SPANROOT_SERVICE_HANDLERS_H_

#include <functional>

#include "absl/status/status.h"
#include "service/admission.h"
#include "service/call.h"
#include "service/corpora.h"
#include "service/limits.h"
#include "service/metrics.h"
#include "spanroot/v1/trace_service.pb.h"

namespace spanroot {

// All methods are thread-safe, block until the answer is there, and keep to the call's deadline and
// cancellation between stages. Errors are those that trace_service.proto lists, with details as
// payloads (rpc_status.h).
class Handlers {
 public:
  // All must outlive the handlers.
  Handlers(const Corpora* corpora, const Limits& limits, Admission* admission, Metrics* metrics)
      : corpora_(corpora), limits_(limits), admission_(admission), metrics_(metrics) {}

  absl::Status Trace(const Call& call, const v1::TraceRequest& request,
                     v1::TraceResponse* response) const;
  // `send` gets the parts in order; an error of it ends the trace.
  absl::Status TraceStream(
      const Call& call, const v1::TraceStreamRequest& request,
      const std::function<absl::Status(const v1::TraceStreamResponse&)>& send) const;
  // One text of a batch. Errors of the text are in the response.
  absl::Status TraceBatchItem(const Call& call, const v1::TraceBatchRequest& request,
                              v1::TraceBatchResponse* response) const;
  absl::Status Count(const Call& call, const v1::CountRequest& request,
                     v1::CountResponse* response) const;
  absl::Status Search(const Call& call, const v1::SearchRequest& request,
                      v1::SearchResponse* response) const;
  absl::Status GetDocument(const Call& call, const v1::GetDocumentRequest& request,
                           v1::GetDocumentResponse* response) const;
  absl::Status GetCorpus(const Call& call, const v1::GetCorpusRequest& request,
                         v1::GetCorpusResponse* response) const;
  absl::Status ListCorpora(const Call& call, const v1::ListCorporaRequest& request,
                           v1::ListCorporaResponse* response) const;

  const Limits& limits() const { return limits_; }

 private:
  absl::StatusOr<TraceResult> RunTrace(const Call& call, const OpenCorpus& corpus,
                                       const v1::TraceQuery& query,
                                       const TraceObserver& observer) const;

  const Corpora* const corpora_;
  const Limits limits_;
  Admission* const admission_;
  Metrics* const metrics_;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HANDLERS_H_
