// Texts and lines from files and standard input ("-"), plain, gzip or zstd. One thread.
#ifndef SPANROOT_UI_CLIENT_CLI_INPUT_H_
#define SPANROOT_UI_CLIENT_CLI_INPUT_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace spanroot {

class InputStream;

// A whole file. ResourceExhausted when it has more than `max_bytes`.
absl::StatusOr<std::string> ReadText(const std::string& path, size_t max_bytes);

class LineReader {
 public:
  static absl::StatusOr<std::unique_ptr<LineReader>> Open(const std::string& path,
                                                          size_t max_line_bytes);
  ~LineReader();

  // The next line without its end. False: no more. A line that is too long is cut, its rest passed
  // over, and *too_long set.
  absl::StatusOr<bool> Next(std::string* line, bool* too_long);
  uint64_t number() const { return number_; }  // of the line given last, from 1

 private:
  explicit LineReader(size_t max_line_bytes);

  const size_t max_line_bytes_;
  std::atomic<uint64_t> consumed_ = 0;
  std::unique_ptr<InputStream> stream_;
  std::string buffer_;
  size_t begin_ = 0;  // of what is read but not given, in buffer_
  uint64_t number_ = 0;
};

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_INPUT_H_
