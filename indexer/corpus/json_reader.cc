#include "indexer/corpus/json_reader.h"

#include <algorithm>
#include <utility>

#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/corpus/json_document.h"

namespace spanroot {
namespace {

constexpr size_t kMinFill = size_t{1} << 12;  // enough to know a format and a layout by
constexpr size_t kMaxFill = size_t{1} << 18;

}  // namespace

absl::StatusOr<std::unique_ptr<RecordReader>> JsonReader::Open(const std::string& path,
                                                               uint64_t first,
                                                               uint64_t max_record_bytes,
                                                               std::atomic<uint64_t>* consumed) {
  ASSIGN_OR_RETURN(auto stream, InputStream::Open(path, consumed));
  return std::unique_ptr<RecordReader>(
      new JsonReader(path, first, max_record_bytes, std::move(stream)));
}

JsonReader::JsonReader(const std::string& path, uint64_t first, uint64_t max_record_bytes,
                       std::unique_ptr<InputStream> stream)
    : path_(path), stream_(std::move(stream)), cutter_(path, first, max_record_bytes) {}

// Appends the stream's next `size` bytes, or those up to its end.
void JsonReader::Fill(size_t size, std::string* bytes) {
  size_t filled = bytes->size();
  bytes->resize(filled + size);
  while (!ended_ && filled < bytes->size()) {
    const absl::StatusOr<size_t> count =
        stream_->Read(bytes->data() + filled, bytes->size() - filled);
    if (!count.ok()) error_ = count.status();
    if (!count.ok() || *count == 0) ended_ = true;
    if (!ended_) filled += *count;
  }
  bytes->resize(filled);
}

absl::StatusOr<bool> JsonReader::Read(size_t target_bytes, RecordBatch* batch) {
  std::string& bytes = batch->bytes;
  batch->records.clear();
  batch->bad.clear();
  // A giant record's memory is not kept for those after it.
  if (bytes.capacity() / 4 > target_bytes + kMaxFill) std::string().swap(bytes);
  bytes = rest_;
  std::string().swap(rest_);
  const auto found = [batch] { return !batch->records.empty() || !batch->bad.empty(); };
  size_t done = 0;
  while (true) {
    if (!checked_) {
      Fill(kMinFill, &bytes);
      RETURN_IF_ERROR(CheckFormat(bytes, path_));
      checked_ = true;
    }
    // After an error the last record may be only a part: it stays uncut.
    done = cutter_.Cut(bytes, done, target_bytes, ended_ && error_.ok(), batch);
    if (ended_ || cutter_.IsFull(*batch, target_bytes)) break;
    if (!found()) {
      bytes.erase(0, done);
      done = 0;
    }
    Fill(std::clamp(target_bytes, kMinFill, kMaxFill), &bytes);
  }
  rest_.assign(bytes, done);
  bytes.resize(done);
  bytes.append(kJsonPadding, ' ');
  if (found()) return true;
  if (error_.ok()) return false;
  return absl::Status(error_.code(),
                      StrCat(error_.message(), ", after ", cutter_.records(), " records"));
}

}  // namespace spanroot
