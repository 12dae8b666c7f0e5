// What one server allows: the file given by `spanroot serve --limits`, JSON, every field optional.
// docs/serving.md lists the fields.
#ifndef SPANROOT_SERVICE_LIMITS_H_
#define SPANROOT_SERVICE_LIMITS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace spanroot {

// A client that takes less is given up.
inline constexpr double kMinBytesPerSecond = 16384;

struct Limits {
  static constexpr uint32_t kOneEach = UINT32_MAX;  // one for each that may run at once

  uint64_t max_text_bytes = uint64_t{1} << 20;     // of a text and of its prompt, each
  uint64_t max_message_bytes = uint64_t{4} << 20;  // of a request as it travels
  uint32_t max_batch_texts = 10000;                // of one TraceBatch call
  uint32_t max_running = 0;                        // questions answered at once; 0: one per core
  uint32_t max_waiting = kOneEach;                 // questions that wait for their turn
  uint32_t max_connections = 1024;                 // over HTTP
  double max_seconds = 60;                         // of one question, waiting included
  uint32_t max_calls = 0;  // over gRPC at once, each on a thread; 0: 256 more than may run and wait
  double client_seconds = 10;  // for a client to send its request (HTTP), or to take what it is
                               // sent, and a second more for each kMinBytesPerSecond
  double idle_seconds = 600;   // for a batch's client to send its next text
};

// An empty path gives the defaults. InvalidArgument, naming file and field, for what is not a
// number in range or not a field.
absl::StatusOr<Limits> ReadLimits(const std::string& path);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_LIMITS_H_
