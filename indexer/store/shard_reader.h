// Reads one shard. Format: docs/index-format.md. The writer stands beside it in shard_writer.h.
#ifndef SPANROOT_INDEXER_STORE_SHARD_READER_H_
#define SPANROOT_INDEXER_STORE_SHARD_READER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/striped_counter.h"
#include "indexer/store/block_cache.h"
#include "indexer/store/format.h"
#include "indexer/store/manifest.h"
#include "indexer/suffix/block_directory.h"
#include "indexer/suffix/suffix_block.h"

namespace spanroot {

// What an index keeps of a document besides its text.
struct StoredDocument {
  std::string id;
  std::string source;
  std::string url;
  std::string title;
  std::string date;
  std::string language;
  std::string license;
  std::string metadata;       // JSON object, or empty
  uint64_t content_hash = 0;  // XXH3-64 of the raw text
};

struct WordCount {
  uint64_t occurrences = 0;
  uint64_t documents = 0;  // with at least one occurrence
};

// Which documents lie where in a shard's text. Immutable.
class DocumentDirectory {
 public:
  static absl::StatusOr<DocumentDirectory> Decode(std::string_view bytes);  // DataLoss

  uint32_t documents() const { return static_cast<uint32_t>(source_.size()); }
  uint64_t text_bytes() const { return begin_.back(); }
  // The document that holds a position < text_bytes(); its end belongs to it.
  uint32_t At(uint64_t position) const;
  uint64_t Begin(uint32_t document) const { return begin_[document]; }
  uint64_t End(uint32_t document) const { return begin_[document + 1] - 1; }  // of its raw text
  uint32_t Source(uint32_t document) const { return source_[document]; }
  const std::vector<std::string>& sources() const { return sources_; }
  size_t MemoryBytes() const;

 private:
  std::vector<std::string> sources_;
  std::vector<uint32_t> begin_;   // one per document, then the text's length
  std::vector<uint32_t> source_;  // index in sources_
};

// Blocks that were used.
struct ReadCounts {
  uint64_t suffix_blocks = 0;  // that had to come from RocksDB because the cache did not hold them
  uint64_t text_chunks = 0;
  uint64_t cached_suffix_blocks = 0;  // that the cache held
  uint64_t cached_text_chunks = 0;
};

// All methods are thread-safe. Errors name the shard's folder: DataLoss for anything unreadable.
class ShardReader {
 public:
  static absl::StatusOr<std::unique_ptr<ShardReader>> Open(const std::string& index_dir,
                                                           const ShardInfo& info,
                                                           std::shared_ptr<BlockCache> cache);
  ~ShardReader();
  ShardReader(const ShardReader&) = delete;
  ShardReader& operator=(const ShardReader&) = delete;

  const ShardInfo& info() const { return info_; }
  const BlockDirectory& blocks() const { return blocks_; }
  const DocumentDirectory& documents() const { return documents_; }
  uint64_t text_bytes() const { return info_.text_bytes; }

  absl::StatusOr<Cached<SuffixBlock>> ReadSuffixBlock(uint32_t block) const;
  // Chunk `chunk` of the text: bytes from chunk * kTextChunkBytes on.
  absl::StatusOr<Cached<std::string>> ReadTextChunk(uint32_t chunk) const;
  // Text [begin, end), end <= text_bytes().
  absl::StatusOr<std::string> ReadText(uint64_t begin, uint64_t end) const;
  absl::StatusOr<StoredDocument> ReadDocument(uint32_t document) const;
  // Zero counts for a word that does not occur. `key`: its unit's key (segmenter.h).
  absl::StatusOr<WordCount> ReadWordCount(std::string_view key) const;

  // All entries of a family in order of key; stops at the first error of `visit`.
  absl::Status ForEach(
      Family family,
      const std::function<absl::Status(std::string_view key, std::string_view value)>& visit) const;

  ReadCounts reads() const;
  // Directories held in memory besides the block cache.
  size_t MemoryBytes() const { return blocks_.MemoryBytes() + documents_.MemoryBytes(); }

 private:
  class Impl;
  ShardReader(ShardInfo info, std::shared_ptr<BlockCache> cache);

  absl::StatusOr<std::string> Get(Family family, std::string_view key) const;

  const ShardInfo info_;
  const std::shared_ptr<BlockCache> cache_;
  const uint64_t suffix_space_;
  const uint64_t text_space_;
  std::string dir_;
  std::unique_ptr<Impl> impl_;  // RocksDB
  BlockDirectory blocks_;
  DocumentDirectory documents_;
  mutable std::atomic<uint64_t> suffix_reads_ = 0;
  mutable std::atomic<uint64_t> text_reads_ = 0;
  mutable StripedCounter suffix_uses_;  // read or cached
  mutable StripedCounter text_uses_;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_STORE_SHARD_READER_H_
