// Traces every record of a JSONL file and writes the results as JSONL to standard output, in the
// order of the input and as soon as they are there. Blank lines are passed over; a record that
// cannot be traced is reported on standard error and gives a line with an "error".
//
// Threading: each record is traced by one thread; only so many are in work or wait to be written
// that memory stays bounded however long the file is.
#ifndef SPANROOT_UI_CLIENT_CLI_TRACE_BATCH_H_
#define SPANROOT_UI_CLIENT_CLI_TRACE_BATCH_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "tracer/trace.h"
#include "ui_client/cli/trace_source.h"

namespace spanroot {

struct BatchOptions {
  std::string path;      // "-": standard input
  unsigned threads = 0;  // 0: one per core
  TraceOptions trace;    // its prompt and model are those of records without
};

struct BatchReport {
  uint64_t traced = 0;
  uint64_t failed = 0;
};

// An error means that the file could not be read on; what came before has been written.
absl::StatusOr<BatchReport> TraceBatch(const TraceSource& source, const BatchOptions& options);

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_TRACE_BATCH_H_
