#include "ui_client/cli/build_progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "common/memory.h"
#include "common/strings.h"
#include "ui_client/cli/output.h"
#include "ui_client/cli/terminal.h"
#include "ui_client/cli/text_layout.h"

namespace spanroot {
namespace {

constexpr double kTerminalPause = 0.1;  // seconds between two pictures
constexpr double kPlainPause = 10;
constexpr uint64_t kPrintedBadRecords = 10;
// Until a shard is finished: sorting and writing take about as long as reading.
constexpr double kFinishShare = 1.5;

const char* StageName(BuildStage stage) {
  switch (stage) {
    case BuildStage::kReading:
      return "reading";
    case BuildStage::kSorting:
      return "sorting";
    case BuildStage::kComparing:
      return "comparing";
    case BuildStage::kWriting:
      return "writing";
  }
  return "";
}

double Seconds(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

BuildProgressPrinter::BuildProgressPrinter()
    : terminal_(IsTerminal(STDERR_FILENO)),
      begin_(Clock::now()),
      shown_(begin_),
      accounted_(begin_) {}

double BuildProgressPrinter::seconds() const { return Seconds(Clock::now() - begin_); }

void BuildProgressPrinter::Show(const BuildProgress& progress) {
  const bool new_stage =
      !started_ || progress.stage != last_.stage || progress.shard != last_.shard;
  if (!started_ && progress.resumed_shards > 0) {
    PrintError(StrCat("resuming: ", Plural(progress.resumed_shards, "shard"), " with ",
                      Plural(progress.counts.documents, "document"),
                      progress.resumed_shards == 1 ? " is" : " are", " finished"));
  }
  Account(progress);
  const double pause = Seconds(Clock::now() - shown_);
  if (!new_stage && pause < (terminal_ ? kTerminalPause : kPlainPause)) return;
  shown_ = Clock::now();
  const std::string line = Describe(progress);
  if (terminal_) {
    fprintf(stderr, "\r\x1b[K%s", Shorten(line, TerminalOptions().Choose().width - 1).c_str());
    fflush(stderr);
    line_open_ = true;
  } else {
    PrintError(line);
  }
}

void BuildProgressPrinter::Account(const BuildProgress& progress) {
  const Clock::time_point now = Clock::now();
  const double passed = Seconds(now - accounted_);
  accounted_ = now;
  if (!started_) {
    start_ = progress;
    shard_begin_bytes_ = progress.counts.bytes;
    started_ = true;
  } else if (last_.stage == BuildStage::kReading) {
    read_seconds_ += passed;
  } else {
    stage_seconds_ += passed;
  }
  if (progress.shard != last_.shard) {
    finish_seconds_ += stage_seconds_;
    stage_seconds_ = 0;
    finished_bytes_ += progress.counts.bytes - shard_begin_bytes_;
    shard_begin_bytes_ = progress.counts.bytes;
  }
  last_ = progress;
}

std::optional<double> BuildProgressPrinter::Remaining(const BuildProgress& progress) const {
  const uint64_t read = progress.bytes_read - std::min(progress.bytes_read, start_.bytes_read);
  const auto text = static_cast<double>(progress.counts.bytes - start_.counts.bytes);
  if (progress.bytes_total == 0 || read == 0 || text == 0) return std::nullopt;
  const uint64_t left = progress.bytes_total - std::min(progress.bytes_total, progress.bytes_read);
  const double text_left = text * static_cast<double>(left) / static_cast<double>(read);
  const double per_byte = read_seconds_ / text;
  const double finish_per_byte = finished_bytes_ == 0
                                     ? kFinishShare * per_byte
                                     : finish_seconds_ / static_cast<double>(finished_bytes_);
  const auto in_work = static_cast<double>(progress.counts.bytes - shard_begin_bytes_);
  return text_left * per_byte +
         std::max(0.0, (text_left + in_work) * finish_per_byte - stage_seconds_);
}

std::string BuildProgressPrinter::Describe(const BuildProgress& progress) const {
  std::string line = StrCat("shard ", progress.shard, " ", StageName(progress.stage), "  ");
  line += progress.bytes_total > 0 ? FormatPercent(static_cast<double>(progress.bytes_read),
                                                   static_cast<double>(progress.bytes_total))
                                   : FormatBytes(progress.bytes_read) + " read";
  const auto text = static_cast<double>(progress.counts.bytes - start_.counts.bytes);
  line += StrCat("  text ", FormatBytes(progress.counts.bytes));
  if (text > 0) {
    line += StrCat("  ", FormatFixed(text / 1e6 / std::max(seconds(), 1e-3), 1), " MB/s");
  }
  if (const std::optional<double> remaining = Remaining(progress)) {
    line += StrCat("  ", FormatSeconds(std::max(1.0, *remaining)), " left");
  }
  return StrCat(line, "  peak ", FormatBytes(PeakResidentBytes()));
}

void BuildProgressPrinter::ShowBadRecord(const BadRecord& record) {
  if (++bad_records_ > kPrintedBadRecords + 1) return;
  EraseLine();
  PrintError(bad_records_ <= kPrintedBadRecords
                 ? "skipped: " + record.message
                 : "skipped: more bad records, which are only counted from here on");
}

void BuildProgressPrinter::EraseLine() {
  if (line_open_) fputs("\r\x1b[K", stderr);
  line_open_ = false;
}

}  // namespace spanroot
