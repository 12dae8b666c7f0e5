#include "ui_client/cli/trace_batch.h"

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "common/memory.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "common/thread_pool.h"
#include "ui_client/cli/input.h"
#include "ui_client/cli/json_output.h"
#include "ui_client/cli/output.h"
#include "ui_client/cli/trace_record.h"

namespace spanroot {
namespace {

constexpr uint64_t kInFlightPerThread = 4;
constexpr size_t kMaxLineBytes = size_t{64} << 20;

class Batch {
 public:
  Batch(const TraceSource& source, const BatchOptions& options, LineReader* reader)
      : options_(options), source_(source), reader_(*reader) {}

  absl::StatusOr<BatchReport> Run() {
    ThreadPool pool(options_.threads);
    max_in_flight_ = kInFlightPerThread * pool.threads();
    pool.ParallelFor(pool.threads(), [this](size_t) { Work(); });
    RETURN_IF_ERROR(failure_);
    return report_;
  }

 private:
  struct Task {
    uint64_t number = 0;  // of the record, from 0
    std::string line;
    bool too_long = false;
    TraceRecord record;
  };

  void Work() {
    Task task;
    while (Take(&task)) {
      absl::Status status = absl::OkStatus();
      std::string json = Trace(&task, &status);
      Put(task, std::move(json), status);
    }
  }

  // The next record; false at the end. Reading may wait for input, writing must not wait for it.
  bool Take(Task* task) {
    const std::lock_guard<std::mutex> reading(read_mutex_);
    {
      std::unique_lock<std::mutex> lock(mutex_);
      written_.wait(lock, [&] { return taken_ - next_ < max_in_flight_ || !failure_.ok(); });
      if (!failure_.ok() || at_end_) return false;
    }
    task->record = {};
    do {
      const absl::StatusOr<bool> more = reader_.Next(&task->line, &task->too_long);
      at_end_ = !more.ok() || !*more;
      if (at_end_) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (failure_.ok()) failure_ = more.status();
        return false;
      }
    } while (task->line.find_first_not_of(" \t") == std::string::npos);
    task->record.line = reader_.number();
    const std::lock_guard<std::mutex> lock(mutex_);
    task->number = taken_++;
    return true;
  }

  std::string Trace(Task* task, absl::Status* status) const {
    TraceRecord& record = task->record;
    *status = task->too_long
                  ? absl::ResourceExhaustedError(StrCat("longer than ", FormatBytes(kMaxLineBytes)))
                  : ParseTraceRecord(task->line, &record);
    if (status->ok()) {
      TraceOptions options = options_.trace;
      if (!record.prompt.empty()) options.prompt = record.prompt;
      if (!record.model.empty()) options.model = record.model;
      const absl::StatusOr<TraceResult> result = source_.Trace(record.output, options);
      if (result.ok()) return RecordToJson(record, *result, source_.index());
      *status = result.status();
    }
    return FailedRecordToJson(record, std::string(status->message()));
  }

  void Put(const Task& task, std::string json, const absl::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++(status.ok() ? report_.traced : report_.failed);
    if (!status.ok()) {
      PrintError(StrCat(options_.path, ":", task.record.line, ": ", std::string(status.message())));
    }
    waiting_.emplace(task.number, std::move(json));
    for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_;
         first = waiting_.begin()) {
      Print(first->second + "\n");
      waiting_.erase(first);
      ++next_;
    }
    if (const absl::Status flushed = FlushOutput(); !flushed.ok() && failure_.ok())
      failure_ = flushed;
    written_.notify_one();
  }

  const BatchOptions& options_;
  const TraceSource& source_;
  uint64_t max_in_flight_ = 0;

  std::mutex read_mutex_;  // taken before mutex_
  LineReader& reader_;
  bool at_end_ = false;

  std::mutex mutex_;
  std::condition_variable written_;
  uint64_t taken_ = 0;                       // records
  uint64_t next_ = 0;                        // to be written
  std::map<uint64_t, std::string> waiting_;  // results of later ones
  BatchReport report_;
  absl::Status failure_;
};

}  // namespace

absl::StatusOr<BatchReport> TraceBatch(const TraceSource& source, const BatchOptions& options) {
  ASSIGN_OR_RETURN(const std::unique_ptr<LineReader> reader,
                   LineReader::Open(options.path, kMaxLineBytes));
  return Batch(source, options, reader.get()).Run();
}

}  // namespace spanroot
