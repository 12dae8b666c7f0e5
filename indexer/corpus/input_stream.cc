#include "indexer/corpus/input_stream.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace spanroot {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 18;
constexpr int kZstdWindowLogMax = 31;  // zstd's own limit on 64-bit machines; its default is 27

absl::Status Damaged(const RawFile& file, std::string_view what) {
  return absl::DataLossError(
      StrCat(file.path(), ": ", what, " at compressed offset ", file.offset()));
}

class PlainStream : public InputStream {
 public:
  explicit PlainStream(std::unique_ptr<RawFile> file) : file_(std::move(file)) {}

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    ASSIGN_OR_RETURN(const std::string_view bytes, file_->Peek(1));
    const size_t count = std::min(size, bytes.size());
    std::memcpy(out, bytes.data(), count);
    file_->Take(count);
    return count;
  }

 private:
  const std::unique_ptr<RawFile> file_;
};

class GzipStream : public InputStream {
 public:
  static absl::StatusOr<std::unique_ptr<InputStream>> Create(std::unique_ptr<RawFile> file) {
    std::unique_ptr<GzipStream> stream(new GzipStream(std::move(file)));
    constexpr int kGzipOnly = 16;  // added to zlib's window bits: no zlib or raw streams
    if (inflateInit2(&stream->zlib_, MAX_WBITS + kGzipOnly) != Z_OK) {
      return absl::ResourceExhaustedError("no memory for a gzip decoder");
    }
    return stream;
  }
  ~GzipStream() override { inflateEnd(&zlib_); }

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    size = std::min<size_t>(size, std::numeric_limits<uInt>::max());
    while (true) {
      ASSIGN_OR_RETURN(const std::string_view bytes, file_->Peek(1));
      if (between_members_) {
        if (bytes.empty()) return 0;
        if (bytes[0] == '\0') return SkipZeros();
        if (inflateReset(&zlib_) != Z_OK) return Damaged(*file_, "gzip decoder failure");
        between_members_ = false;
      }
      zlib_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
      zlib_.avail_in = static_cast<uInt>(bytes.size());
      zlib_.next_out = reinterpret_cast<Bytef*>(out);
      zlib_.avail_out = static_cast<uInt>(size);
      const int result = inflate(&zlib_, Z_NO_FLUSH);
      file_->Take(bytes.size() - zlib_.avail_in);
      const size_t count = size - zlib_.avail_out;
      if (result == Z_STREAM_END) between_members_ = true;
      if (count > 0) return count;  // a lasting error is met again at the next call
      if (result == Z_MEM_ERROR) return absl::ResourceExhaustedError("no memory to decode gzip");
      if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
        return Damaged(
            *file_, StrCat("damaged gzip data (", zlib_.msg ? zlib_.msg : "no reason given", ")"));
      }
      if (bytes.empty()) return Damaged(*file_, "truncated gzip data: the file ends");
    }
  }

 private:
  explicit GzipStream(std::unique_ptr<RawFile> file) : file_(std::move(file)) {}

  // Zeros up to the end of the file are what tapes and block devices pad with.
  absl::StatusOr<size_t> SkipZeros() {
    while (true) {
      ASSIGN_OR_RETURN(const std::string_view bytes, file_->Peek(1));
      if (bytes.empty()) return 0;
      const size_t zeros = std::min(bytes.find_first_not_of('\0'), bytes.size());
      file_->Take(zeros);
      if (zeros < bytes.size()) return Damaged(*file_, "bytes after the last gzip member");
    }
  }

  const std::unique_ptr<RawFile> file_;
  z_stream zlib_ = {};
  bool between_members_ = false;
};

class ZstdStream : public InputStream {
 public:
  static absl::StatusOr<std::unique_ptr<InputStream>> Create(std::unique_ptr<RawFile> file) {
    std::unique_ptr<ZstdStream> stream(new ZstdStream(std::move(file)));
    if (stream->zstd_ == nullptr || ZSTD_isError(ZSTD_DCtx_setParameter(
                                        stream->zstd_, ZSTD_d_windowLogMax, kZstdWindowLogMax))) {
      return absl::ResourceExhaustedError("no memory for a zstd decoder");
    }
    return stream;
  }
  ~ZstdStream() override { ZSTD_freeDCtx(zstd_); }

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    while (true) {
      ASSIGN_OR_RETURN(const std::string_view bytes, file_->Peek(1));
      if (bytes.empty() && between_frames_) return 0;
      ZSTD_inBuffer input = {bytes.data(), bytes.size(), 0};
      ZSTD_outBuffer output = {out, size, 0};
      const size_t result = ZSTD_decompressStream(zstd_, &output, &input);
      file_->Take(input.pos);
      if (ZSTD_isError(result)) {
        const std::string_view reason = ZSTD_getErrorName(result);
        const ZSTD_ErrorCode code = ZSTD_getErrorCode(result);
        if (code == ZSTD_error_memory_allocation ||
            code == ZSTD_error_frameParameter_windowTooLarge) {
          return absl::ResourceExhaustedError(
              StrCat(file_->path(), ": cannot decode zstd data: ", reason));
        }
        return Damaged(*file_, StrCat("damaged zstd data (", reason, ")"));
      }
      between_frames_ = result == 0;
      if (output.pos > 0) return output.pos;
      if (bytes.empty() && !between_frames_) {
        return Damaged(*file_, "truncated zstd data: the file ends");
      }
    }
  }

 private:
  explicit ZstdStream(std::unique_ptr<RawFile> file)
      : file_(std::move(file)), zstd_(ZSTD_createDCtx()) {}

  const std::unique_ptr<RawFile> file_;
  ZSTD_DCtx* const zstd_;
  bool between_frames_ = true;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RawFile>> RawFile::Open(const std::string& path,
                                                       std::atomic<uint64_t>* consumed) {
  const int descriptor =
      path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return ErrnoStatus(errno, "cannot open", path);
  return std::unique_ptr<RawFile>(new RawFile(path, descriptor, consumed));
}

RawFile::RawFile(std::string path, int descriptor, std::atomic<uint64_t>* consumed)
    : path_(std::move(path)),
      descriptor_(descriptor),
      consumed_(consumed),
      buffer_(new char[kBufferBytes]) {}

RawFile::~RawFile() {
  if (descriptor_ != STDIN_FILENO) close(descriptor_);
}

absl::StatusOr<std::string_view> RawFile::Peek(size_t wanted) {
  while (end_ - begin_ < wanted) {
    if (begin_ > 0) {
      std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    const ssize_t got = read(descriptor_, buffer_.get() + end_, kBufferBytes - end_);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ErrnoStatus(errno, "cannot read", path_);
    if (got == 0) break;
    end_ += static_cast<size_t>(got);
    consumed_->fetch_add(static_cast<uint64_t>(got), std::memory_order_relaxed);
  }
  return std::string_view(buffer_.get() + begin_, end_ - begin_);
}

void RawFile::Take(size_t count) {
  begin_ += count;
  offset_ += count;
}

absl::StatusOr<std::unique_ptr<InputStream>> InputStream::Open(const std::string& path,
                                                               std::atomic<uint64_t>* consumed) {
  ASSIGN_OR_RETURN(std::unique_ptr<RawFile> file, RawFile::Open(path, consumed));
  ASSIGN_OR_RETURN(const std::string_view head, file->Peek(4));
  switch (PackingOf(head)) {
    case Packing::kGzip:
      return GzipStream::Create(std::move(file));
    case Packing::kZstd:
      return ZstdStream::Create(std::move(file));
    default:
      return std::make_unique<PlainStream>(std::move(file));
  }
}

Packing PackingOf(std::string_view head) {
  if (head.starts_with("\x1f\x8b")) return Packing::kGzip;
  if (head.starts_with("\x28\xb5\x2f\xfd")) return Packing::kZstd;
  const bool skippable =
      head.size() >= 4 && (head[0] & 0xf0) == 0x50 && head.substr(1, 3) == "\x2a\x4d\x18";
  return skippable ? Packing::kZstd : Packing::kPlain;
}

absl::Status CheckFormat(std::string_view head, const std::string& path) {
  static constexpr struct {
    size_t offset;
    std::string_view magic;
    std::string_view name;
  } kFormats[] = {
      {0, "WARC/", "WARC"},
      {0, "PAR1", "Parquet"},
      {0, "ARROW1", "Arrow"},
      {0, std::string_view("Obj\1", 4), "Avro"},
      {0, "PK\3\4", "zip"},
      {0,
       std::string_view("\xfd"
                        "7zXZ\0",
                        6),
       "xz"},
      {0, "BZh", "bzip2"},
      {0, "\x04\x22\x4d\x18", "lz4"},
      {0, std::string_view("\xff\x06\x00\x00sNaPpY", 10), "Snappy"},
      {0, "7z\xbc\xaf\x27\x1c", "7-Zip"},
      {0, "\x89HDF\r\n\x1a\n", "HDF5"},
      {0, "SQLite format 3", "SQLite"},
      {0, "%PDF-", "PDF"},
      {0, "\xff\xfe", "UTF-16"},
      {0, "\xfe\xff", "UTF-16"},
      {0, "\x1f\x8b", "gzip inside gzip or zstd"},
      {0, "\x28\xb5\x2f\xfd", "zstd inside gzip or zstd"},
      {257, "ustar", "tar"},
  };
  for (const auto& format : kFormats) {
    if (head.size() < format.offset || !head.substr(format.offset).starts_with(format.magic)) {
      continue;
    }
    return absl::InvalidArgumentError(StrCat(path, ": unsupported format ", format.name,
                                             "; expected JSON lines, plain, gzip or zstd"));
  }
  return absl::OkStatus();
}

}  // namespace spanroot
