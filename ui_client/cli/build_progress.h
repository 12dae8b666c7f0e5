// Shows how a build goes on: on a terminal one line that is rewritten, otherwise a line at each
// change of stage and every ten seconds. Writes to standard error. One thread.
#ifndef SPANROOT_UI_CLIENT_CLI_BUILD_PROGRESS_H_
#define SPANROOT_UI_CLIENT_CLI_BUILD_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "indexer/build/index_builder.h"

namespace spanroot {

class BuildProgressPrinter {
 public:
  BuildProgressPrinter();
  ~BuildProgressPrinter() { EraseLine(); }
  BuildProgressPrinter(const BuildProgressPrinter&) = delete;
  BuildProgressPrinter& operator=(const BuildProgressPrinter&) = delete;

  void Show(const BuildProgress& progress);
  // The first ten are printed; the rest only counted.
  void ShowBadRecord(const BadRecord& record);

  double seconds() const;                                         // since the beginning
  uint64_t resumed_bytes() const { return start_.counts.bytes; }  // of text, from earlier runs

 private:
  using Clock = std::chrono::steady_clock;

  void Account(const BuildProgress& progress);
  // Seconds to go: what is still to be read, at the speed of reading, and then to be sorted and
  // written, at the speed of the shards before.
  std::optional<double> Remaining(const BuildProgress& progress) const;
  std::string Describe(const BuildProgress& progress) const;
  void EraseLine();

  const bool terminal_;
  const Clock::time_point begin_;
  Clock::time_point shown_;
  Clock::time_point accounted_;
  bool started_ = false;
  bool line_open_ = false;
  uint64_t bad_records_ = 0;
  BuildProgress start_;  // as the build began; not 0 if it was resumed
  BuildProgress last_;
  double read_seconds_ = 0;
  double finish_seconds_ = 0;       // sorting, comparing, writing; finished shards
  double stage_seconds_ = 0;        // the same, of the shard in work
  uint64_t finished_bytes_ = 0;     // of text, in shards finished in this run
  uint64_t shard_begin_bytes_ = 0;  // of text, before the shard in work
};

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_BUILD_PROGRESS_H_
