#include "ui_client/cli/input.h"

#include <algorithm>

#include "common/memory.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/corpus/input_stream.h"

namespace spanroot {
namespace {

constexpr size_t kBufferBytes = 1 << 16;

}  // namespace

absl::StatusOr<std::string> ReadText(const std::string& path, size_t max_bytes) {
  std::atomic<uint64_t> consumed = 0;
  ASSIGN_OR_RETURN(const std::unique_ptr<InputStream> stream, InputStream::Open(path, &consumed));
  std::string text;
  while (true) {
    const size_t size = text.size();
    text.resize(size + kBufferBytes);
    ASSIGN_OR_RETURN(const size_t count, stream->Read(text.data() + size, kBufferBytes));
    text.resize(size + count);
    if (count == 0) return text;
    if (text.size() > max_bytes) {
      return absl::ResourceExhaustedError(StrCat(path, ": longer than ", FormatBytes(max_bytes),
                                                 ", the most that is traced at once"));
    }
  }
}

absl::StatusOr<std::unique_ptr<LineReader>> LineReader::Open(const std::string& path,
                                                             size_t max_line_bytes) {
  std::unique_ptr<LineReader> reader(new LineReader(max_line_bytes));
  ASSIGN_OR_RETURN(reader->stream_, InputStream::Open(path, &reader->consumed_));
  return reader;
}

LineReader::LineReader(size_t max_line_bytes) : max_line_bytes_(max_line_bytes) {}
LineReader::~LineReader() = default;

absl::StatusOr<bool> LineReader::Next(std::string* line, bool* too_long) {
  line->clear();
  *too_long = false;
  bool any = false;
  while (true) {
    const size_t end = buffer_.find('\n', begin_);
    const size_t stop = std::min(end, buffer_.size());
    const size_t room = max_line_bytes_ - line->size();
    *too_long |= stop - begin_ > room;
    line->append(buffer_, begin_, std::min(stop - begin_, room));
    any |= stop > begin_;
    begin_ = stop + 1;
    if (end != std::string::npos) break;
    buffer_.resize(kBufferBytes);
    ASSIGN_OR_RETURN(const size_t count, stream_->Read(buffer_.data(), buffer_.size()));
    buffer_.resize(count);
    begin_ = 0;
    if (count == 0 && !any) return false;
    if (count == 0) break;
  }
  if (line->ends_with('\r')) line->pop_back();
  ++number_;
  return true;
}

}  // namespace spanroot
