// Writes one shard: sorted runs of entries, each a file of its own, put together into one RocksDB
// database. Format: docs/index-format.md. The reader stands beside it in shard_reader.h.
#ifndef SPANROOT_INDEXER_STORE_SHARD_WRITER_H_
#define SPANROOT_INDEXER_STORE_SHARD_WRITER_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "indexer/store/format.h"
#include "indexer/store/manifest.h"

namespace spanroot {

struct StoredDocument;

// Where a run's entries go.
class EntrySink {
 public:
  virtual ~EntrySink() = default;
  // Keys ascend strictly within a run.
  virtual absl::Status Put(std::string_view key, std::string_view value) = 0;
};

class ShardWriter {
 public:
  // `dir` is created and must not exist yet.
  static absl::StatusOr<std::unique_ptr<ShardWriter>> Create(const std::string& dir);
  ~ShardWriter();

  // Writes the entries that `produce` puts as one run of `family`. Runs of a family must not
  // overlap. Thread-safe.
  absl::Status WriteRun(Family family, const std::function<absl::Status(EntrySink*)>& produce);

  // Makes the database out of all runs, on disk for good. Returns its files and fingerprint; the
  // other fields of the result are the caller's.
  absl::StatusOr<ShardInfo> Finish();

 private:
  explicit ShardWriter(std::string dir) : dir_(std::move(dir)) {}

  const std::string dir_;
  std::mutex mutex_;
  std::vector<std::pair<Family, std::string>> runs_;  // family and file
  size_t next_run_ = 0;
  Fingerprint fingerprint_;
};

// The value of a document in the documents family.
std::string EncodeDocument(const StoredDocument& document);

// The document directory: per document its length in the shard's text, end included, and its
// source.
class DocumentDirectoryBuilder {
 public:
  void Add(uint64_t length, std::string_view source);
  std::string Encode() const;

 private:
  std::string lengths_;  // varint length, varint source
  std::vector<std::string> sources_;
  uint64_t documents_ = 0;
};

// Values of the words family.
std::string EncodeWordCount(uint64_t occurrences, uint64_t documents);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_STORE_SHARD_WRITER_H_
