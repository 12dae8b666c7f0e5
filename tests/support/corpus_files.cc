#include "tests/support/corpus_files.h"

#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "common/file.h"

namespace spanroot {
namespace {

namespace fs = std::filesystem;

template <typename T>
void MoveAppend(std::vector<T>* from, std::vector<T>* to) {
  to->insert(to->end(), std::make_move_iterator(from->begin()),
             std::make_move_iterator(from->end()));
}

absl::Status ReadAll(CorpusReader* reader, size_t target_bytes, ParsedBatch* all) {
  RecordBatch batch;
  while (true) {
    const absl::StatusOr<bool> more = reader->ReadBatch(target_bytes, &batch);
    if (!more.ok() || !*more) return more.status();
    ParsedBatch parsed;
    const absl::Status status = reader->Parse(batch, &parsed);
    if (!status.ok()) return status;
    MoveAppend(&parsed.documents, &all->documents);
    MoveAppend(&parsed.locations, &all->locations);
    MoveAppend(&parsed.bad, &all->bad);
    all->empty += parsed.empty;
    all->invalid_utf8 += parsed.invalid_utf8;
  }
}

}  // namespace

CorpusFolder::CorpusFolder()
    : path_((fs::temp_directory_path() / "spanroot_corpus_XXXXXX").string()) {
  if (mkdtemp(path_.data()) == nullptr) path_.clear();
}

CorpusFolder::~CorpusFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

std::string CorpusFolder::Write(const std::string& name, std::string_view bytes) const {
  const fs::path path = fs::path(path_) / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

std::string Gzip(std::string_view bytes) {
  z_stream stream = {};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Zstd(std::string_view bytes, bool checksum, int window_log) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum);
  if (window_log > 0) {
    // As `zstd --long` does on a pipe: no content size, so that the window counts.
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  }
  std::string out(ZSTD_compressBound(bytes.size()) + 64, '\0');
  ZSTD_inBuffer input = {bytes.data(), bytes.size(), 0};
  ZSTD_outBuffer output = {out.data(), out.size(), 0};
  ZSTD_compressStream2(context, &output, &input, ZSTD_e_flush);
  ZSTD_compressStream2(context, &output, &input, ZSTD_e_end);
  ZSTD_freeCCtx(context);
  out.resize(output.pos);
  return out;
}

std::string ZstdSkippable(std::string_view bytes) {
  std::string frame = "\x53\x2a\x4d\x18";
  for (int shift = 0; shift < 32; shift += 8) {
    frame.push_back(static_cast<char>(bytes.size() >> shift));
  }
  return frame.append(bytes);
}

WholeCorpus ReadWholeCorpus(const CorpusOptions& options, size_t target_bytes,
                            RecordLocation from) {
  WholeCorpus corpus;
  const absl::StatusOr<std::unique_ptr<CorpusReader>> reader = CorpusReader::Open(options);
  corpus.status = reader.status();
  if (!corpus.status.ok()) return corpus;
  if (from.file > 0 || from.line > 0) corpus.status = (*reader)->SkipTo(from);
  if (corpus.status.ok()) corpus.status = ReadAll(reader->get(), target_bytes, &corpus.all);
  corpus.bytes_consumed = (*reader)->bytes_consumed();
  return corpus;
}

std::string SharedData() {
  const std::string path = SPANROOT_SOURCE_DIR "/../shared/data";
  return PathExists(path) ? path : "";
}

}  // namespace spanroot
