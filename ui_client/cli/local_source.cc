// Traces from an index opened here.
#include <utility>

#include "common/status_macros.h"
#include "common/thread_pool.h"
#include "tracer/tracer.h"
#include "ui_client/cli/trace_source.h"

namespace spanroot {
namespace {

class LocalSource final : public TraceSource {
 public:
  LocalSource(std::unique_ptr<IndexReader> index, uint32_t threads)
      : index_(std::move(index)),
        summary_(Summarize(index_->manifest())),
        pool_(threads),
        tracer_(index_.get(), &pool_) {}

  const IndexSummary& index() const override { return summary_; }
  absl::StatusOr<TraceResult> Trace(const std::string& text,
                                    const TraceOptions& options) const override {
    return tracer_.Trace(text, options);
  }

 private:
  const std::unique_ptr<IndexReader> index_;
  const IndexSummary summary_;
  ThreadPool pool_;
  const Tracer tracer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TraceSource>> OpenLocalSource(
    const IndexArguments& arguments, const std::vector<std::string>& sources, uint32_t threads) {
  ASSIGN_OR_RETURN(std::unique_ptr<IndexReader> index, arguments.Open());
  RETURN_IF_ERROR(CheckSources(index->manifest(), sources));
  return std::make_unique<LocalSource>(std::move(index), threads);
}

}  // namespace spanroot
