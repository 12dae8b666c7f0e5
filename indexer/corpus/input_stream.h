// A file as a stream of decompressed bytes: plain, gzip (RFC 1952, any number of members) or zstd
// (RFC 8878, any number of frames, skippable ones included, windows of up to 31 bits), told apart
// by the file's first bytes and never by its name. Memory: one 256 KiB buffer, and for zstd the
// window that the frame asks for. One thread.
#ifndef SPANROOT_INDEXER_CORPUS_INPUT_STREAM_H_
#define SPANROOT_INDEXER_CORPUS_INPUT_STREAM_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace spanroot {

// The file as it lies on disk, read through a buffer.
class RawFile {
 public:
  // "-" is standard input. What is read is added to `*consumed` as well.
  static absl::StatusOr<std::unique_ptr<RawFile>> Open(const std::string& path,
                                                       std::atomic<uint64_t>* consumed);
  ~RawFile();
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  // The bytes read but not yet taken: at least `wanted` (<= 4096) unless the file ends before.
  absl::StatusOr<std::string_view> Peek(size_t wanted);
  void Take(size_t count);

  uint64_t offset() const { return offset_; }  // of the next byte to take
  const std::string& path() const { return path_; }

 private:
  RawFile(std::string path, int descriptor, std::atomic<uint64_t>* consumed);

  const std::string path_;
  const int descriptor_;
  std::atomic<uint64_t>* const consumed_;
  const std::unique_ptr<char[]> buffer_;
  size_t begin_ = 0, end_ = 0;  // what is read but not taken, in buffer_
  uint64_t offset_ = 0;
};

class InputStream {
 public:
  static absl::StatusOr<std::unique_ptr<InputStream>> Open(const std::string& path,
                                                           std::atomic<uint64_t>* consumed);
  virtual ~InputStream() = default;

  // Puts 1 to `size` bytes at `out` and says how many; 0: the end. DataLoss, with file and
  // compressed offset, when the file ends inside a gzip member or zstd frame or is damaged; a
  // damaged zstd block may take the bytes of a few blocks before it along. No call may follow.
  virtual absl::StatusOr<size_t> Read(char* out, size_t size) = 0;
};

// How a file is packed, told by its first 4 bytes.
enum class Packing { kPlain, kGzip, kZstd };
Packing PackingOf(std::string_view head);

// InvalidArgument when unpacked bytes that begin with `head` (512 say all) are of a known format
// that is not read here.
absl::Status CheckFormat(std::string_view head, const std::string& path);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_CORPUS_INPUT_STREAM_H_
