// Reads a corpus: many files, each decompressed and cut into records in order, each record parsed
// into a document.
//
// Cutting is sequential and cheap; parsing is not, so they are two steps: one thread calls
// ReadBatch, any number of threads call Parse on different batches.
//
// Files are JSON records: plain, gzip (one member or many) or zstd (one frame or many), told apart
// by their first bytes. A record is one line; a file whose first line is a lone "{" holds
// pretty-printed objects one after another, and a file that begins with "[" holds one array of
// objects.
#ifndef SPANROOT_INDEXER_CORPUS_CORPUS_READER_H_
#define SPANROOT_INDEXER_CORPUS_CORPUS_READER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "indexer/corpus/document.h"
#include "indexer/corpus/field_mapping.h"

namespace spanroot {

struct CorpusOptions {
  // Files, folders (searched recursively for files of a known ending: .json, .jsonl, .ndjson, each
  // alone or with .gz, .zst, .zstd), glob patterns ("**" stands for any depth of folders), or "-"
  // for standard input. A file that several of them name is read once.
  std::vector<std::string> inputs;
  FieldMapping fields = AutoFields();
  std::string source;   // for documents that name none; "" = fields.default_source, else the
                        // file's name up to its first dot ("stdin" for standard input)
  bool strict = false;  // the first bad record ends the run instead of being counted
  uint64_t max_record_bytes = uint64_t{1} << 30;  // a longer line is a bad record
};

// Where a record starts. Lines count from 1, in the decompressed file. Where a record is not a line
// (pretty-printed objects, one array) records are counted instead.
struct RecordLocation {
  uint32_t file = 0;  // index in CorpusReader::files()
  uint64_t line = 0;
};

struct BadRecord {
  RecordLocation location;
  std::string message;  // "path:line: what is wrong"
};

// Some consecutive records of one file.
struct RecordBatch {
  struct Record {
    size_t begin;  // bytes in `bytes`
    size_t length;
    uint64_t line;
  };
  uint32_t file = 0;
  std::string bytes;  // the records and what lies between them
  std::vector<Record> records;
  std::vector<BadRecord> bad;  // records that could not be cut: too long
};

struct ParsedBatch {
  std::vector<Document> documents;
  std::vector<RecordLocation> locations;  // one per document
  std::vector<BadRecord> bad;             // at most one per record
  uint64_t empty = 0;                     // records whose text is "": skipped
  uint64_t invalid_utf8 = 0;              // ill-formed sequences replaced by U+FFFD
};

class CorpusReader {
 public:
  // Expands the inputs (what a folder or a pattern yields sorted by path). NotFound when an input
  // matches no file; PermissionDenied; InvalidArgument for a file of another format or a bad
  // option.
  static absl::StatusOr<std::unique_ptr<CorpusReader>> Open(const CorpusOptions& options);
  ~CorpusReader();
  CorpusReader(const CorpusReader&) = delete;
  CorpusReader& operator=(const CorpusReader&) = delete;

  struct File {
    std::string path;    // "-" for standard input
    uint64_t bytes = 0;  // on disk; 0 for standard input
  };
  const std::vector<File>& files() const;

  // Bytes of the files consumed so far, as they lie on disk (compressed). For progress.
  // Thread-safe.
  uint64_t bytes_consumed() const;

  // Replaces `*batch` by the next records, up to about `target_bytes` (one record at least). False:
  // no more. An error ends the run, after the records before it: a read error, a truncated or
  // corrupted compressed file (DataLoss, names file and offset), another format (InvalidArgument).
  // A gzip file cut between two members and a zstd file cut between two frames look whole.
  absl::StatusOr<bool> ReadBatch(size_t target_bytes, RecordBatch* batch);

  // Goes on with the first record at or after `location`, records before it being cut but not
  // parsed; call before the first ReadBatch.
  absl::Status SkipTo(RecordLocation location);

  // Replaces `*parsed` by the documents of a batch. Thread-safe. An error only under `strict`
  // (InvalidArgument, the message of the first bad record).
  absl::Status Parse(const RecordBatch& batch, ParsedBatch* parsed) const;

 private:
  class Impl;
  explicit CorpusReader(std::unique_ptr<Impl> impl);
  const std::unique_ptr<Impl> impl_;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_CORPUS_CORPUS_READER_H_
