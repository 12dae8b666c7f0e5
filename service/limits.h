// What one server allows: the file given by `spanroot serve --limits`, JSON, every field optional.
// docs/serving.md lists the fields.
#ifndef SPANROOT_SERVICE_LIMITS_H_
#define SPANROOT_SERVICE_LIMITS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace spanroot {

struct Limits {
  static constexpr uint32_t kTwoEach = UINT32_MAX;  // two for each that may run at once

  uint64_t max_text_bytes = uint64_t{1} << 20;     // of a text and of its prompt, each
  uint64_t max_message_bytes = uint64_t{4} << 20;  // of a request as it travels
  uint32_t max_batch_texts = 10000;                // of one TraceBatch call
  uint32_t max_running = 0;                        // questions answered at once; 0: one per core
  uint32_t max_waiting = kTwoEach;                 // questions that wait for their turn
  uint32_t max_connections = 1024;                 // over HTTP
  double max_seconds = 60;                         // of one question, waiting included
  double read_seconds = 10;                        // for a client to send its request over HTTP
};

// An empty path gives the defaults. InvalidArgument, naming file and field, for what is not a
// number in range or not a field.
absl::StatusOr<Limits> ReadLimits(const std::string& path);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_LIMITS_H_
