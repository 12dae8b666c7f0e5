// A line of JSONL to be traced: {"id": ..., "prompt": ..., "output": ..., "model": ...}.
#ifndef SPANROOT_UI_CLIENT_CLI_TRACE_RECORD_H_
#define SPANROOT_UI_CLIENT_CLI_TRACE_RECORD_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace spanroot {

struct TraceRecord {
  uint64_t line = 0;        // in its file, from 1
  std::string id = "null";  // as JSON: a string, a number, true, false or null
  std::string prompt;       // "" if there is none
  std::string output;       // the text to trace
  std::string model;        // "" if there is none
};

// Fills `*record` from a line, also in part: after an error its id is what could be read of it.
// InvalidArgument for what is not such an object. Other fields are left aside.
absl::Status ParseTraceRecord(std::string_view line, TraceRecord* record);

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_TRACE_RECORD_H_
