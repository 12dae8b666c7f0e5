#include "indexer/corpus/corpus_reader.h"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <utility>

#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/corpus/file_list.h"
#include "indexer/corpus/input_stream.h"
#include "indexer/corpus/json_document.h"
#include "indexer/corpus/json_reader.h"
#include "indexer/text/utf8.h"

namespace spanroot {
namespace {

// The file's name up to its first dot; the whole name when it begins with one.
std::string SourceOfPath(const std::string& path) {
  if (path == "-") return "stdin";
  const std::string name = path.substr(path.find_last_of('/') + 1);
  const size_t dot = name.find('.');
  return dot == 0 ? name : name.substr(0, dot);
}

// Checks what can be told of a file before it is read: that it opens, and that it looks like a
// format read here. Pipes and devices are left alone.
absl::StatusOr<CorpusReader::File> Examine(const std::string& path) {
  CorpusReader::File file = {path, 0};
  if (path == "-") return file;
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0) return ErrnoStatus(errno, "cannot stat", path);
  if (!S_ISREG(info.st_mode)) return file;
  file.bytes = static_cast<uint64_t>(info.st_size);
  std::atomic<uint64_t> ignored = 0;
  ASSIGN_OR_RETURN(const std::unique_ptr<RawFile> raw, RawFile::Open(path, &ignored));
  ASSIGN_OR_RETURN(const std::string_view head, raw->Peek(512));
  if (PackingOf(head) == Packing::kPlain) RETURN_IF_ERROR(CheckFormat(head, path));
  return file;
}

std::string ValidUtf8(std::string text) {
  ReplaceInvalidUtf8(&text);
  return text;
}

}  // namespace

class CorpusReader::Impl {
 public:
  Impl(const CorpusOptions& options, FieldTree tree, std::vector<File> files)
      : options_(options), tree_(std::move(tree)), files_(std::move(files)) {
    for (const File& file : files_) {
      std::string source = options.source;
      if (source.empty()) source = options.fields.default_source;
      if (source.empty()) source = SourceOfPath(file.path);
      names_.push_back({ValidUtf8(file.path), ValidUtf8(std::move(source))});
    }
  }

  const std::vector<File>& files() const { return files_; }
  uint64_t bytes_consumed() const { return consumed_.load(std::memory_order_relaxed); }
  absl::StatusOr<bool> ReadBatch(size_t target_bytes, RecordBatch* batch);
  absl::Status SkipTo(RecordLocation location);
  absl::Status Parse(const RecordBatch& batch, ParsedBatch* parsed) const;

 private:
  struct Names {
    std::string path;    // as ids and messages show it
    std::string source;  // of documents that name none
  };
  absl::StatusOr<bool> ReadNext(size_t target_bytes, RecordBatch* batch);
  void ParseRecord(std::string_view json, RecordLocation location, JsonDocumentParser* parser,
                   ParsedBatch* parsed) const;

  const CorpusOptions options_;
  const FieldTree tree_;
  const std::vector<File> files_;
  std::vector<Names> names_;  // by file
  std::atomic<uint64_t> consumed_ = 0;
  uint32_t file_ = 0;                     // the one being read
  uint64_t first_ = 1;                    // record to begin it with
  std::unique_ptr<RecordReader> reader_;  // of file_; null: not open yet
  absl::Status error_;                    // what has ended the run
};

absl::StatusOr<bool> CorpusReader::Impl::ReadBatch(size_t target_bytes, RecordBatch* batch) {
  if (!error_.ok()) return error_;
  absl::StatusOr<bool> found = ReadNext(target_bytes, batch);
  error_ = found.status();
  return found;
}

absl::StatusOr<bool> CorpusReader::Impl::ReadNext(size_t target_bytes, RecordBatch* batch) {
  for (; file_ < files_.size(); ++file_, first_ = 1, reader_ = nullptr) {
    if (reader_ == nullptr) {
      ASSIGN_OR_RETURN(reader_, JsonReader::Open(files_[file_].path, first_,
                                                 options_.max_record_bytes, &consumed_));
    }
    batch->file = file_;
    ASSIGN_OR_RETURN(const bool found, reader_->Read(target_bytes, batch));
    if (found) return true;
  }
  return false;
}

absl::Status CorpusReader::Impl::SkipTo(RecordLocation location) {
  if (reader_ != nullptr || file_ > 0) {
    return absl::InvalidArgumentError("SkipTo must come before the first ReadBatch");
  }
  if (location.file > files_.size()) {
    return absl::InvalidArgumentError(
        StrCat("cannot go on with file ", location.file, ": the corpus has ", files_.size()));
  }
  for (; file_ < location.file; ++file_) consumed_ += files_[file_].bytes;
  first_ = location.line;
  return absl::OkStatus();
}

absl::Status CorpusReader::Impl::Parse(const RecordBatch& batch, ParsedBatch* parsed) const {
  *parsed = ParsedBatch();
  if (batch.file >= files_.size()) return absl::InvalidArgumentError("batch of no known file");
  parsed->bad = batch.bad;
  JsonDocumentParser parser(tree_);
  const std::string_view bytes = batch.bytes;
  std::string padded;
  for (const RecordBatch::Record& record : batch.records) {
    if (record.begin > bytes.size() || record.length > bytes.size() - record.begin) {
      return absl::InvalidArgumentError("batch with a record outside of its bytes");
    }
    std::string_view json = bytes.substr(record.begin, record.length);
    if (bytes.size() - record.begin - record.length < kJsonPadding) {
      padded.assign(json).append(kJsonPadding, ' ');
      json = std::string_view(padded).substr(0, json.size());
    }
    ParseRecord(json, {batch.file, record.line}, &parser, parsed);
  }
  std::stable_sort(
      parsed->bad.begin(), parsed->bad.end(),
      [](const BadRecord& a, const BadRecord& b) { return a.location.line < b.location.line; });
  if (options_.strict && !parsed->bad.empty()) {
    return absl::InvalidArgumentError(parsed->bad.front().message);
  }
  return absl::OkStatus();
}

void CorpusReader::Impl::ParseRecord(std::string_view json, RecordLocation location,
                                     JsonDocumentParser* parser, ParsedBatch* parsed) const {
  const Names& names = names_[location.file];
  Document document;
  uint64_t invalid_utf8 = 0;
  const absl::Status status = parser->Parse(json, &document, &invalid_utf8);
  if (!status.ok()) {
    parsed->bad.push_back(
        {location, StrCat(names.path, ":", location.line, ": ", status.message())});
    return;
  }
  parsed->invalid_utf8 += invalid_utf8;
  if (document.text.empty()) {
    ++parsed->empty;
    return;
  }
  if (document.id.empty()) document.id = StrCat(names.path, "#", location.line);
  if (document.source.empty()) document.source = names.source;
  parsed->documents.push_back(std::move(document));
  parsed->locations.push_back(location);
}

absl::StatusOr<std::unique_ptr<CorpusReader>> CorpusReader::Open(const CorpusOptions& options) {
  if (options.inputs.empty()) return absl::InvalidArgumentError("no input is named");
  if (options.max_record_bytes == 0) {
    return absl::InvalidArgumentError("max_record_bytes is 0");
  }
  ASSIGN_OR_RETURN(FieldTree tree, FieldTree::Compile(options.fields));
  ASSIGN_OR_RETURN(const std::vector<std::string> paths, ListFiles(options.inputs));
  std::vector<File> files;
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(File file, Examine(path));
    files.push_back(std::move(file));
  }
  return std::unique_ptr<CorpusReader>(
      new CorpusReader(std::make_unique<Impl>(options, std::move(tree), std::move(files))));
}

CorpusReader::CorpusReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CorpusReader::~CorpusReader() = default;

const std::vector<CorpusReader::File>& CorpusReader::files() const { return impl_->files(); }
uint64_t CorpusReader::bytes_consumed() const { return impl_->bytes_consumed(); }

absl::StatusOr<bool> CorpusReader::ReadBatch(size_t target_bytes, RecordBatch* batch) {
  return impl_->ReadBatch(target_bytes, batch);
}

absl::Status CorpusReader::SkipTo(RecordLocation location) { return impl_->SkipTo(location); }

absl::Status CorpusReader::Parse(const RecordBatch& batch, ParsedBatch* parsed) const {
  return impl_->Parse(batch, parsed);
}

}  // namespace spanroot
