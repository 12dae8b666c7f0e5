// An index opened for reading: its manifest and its shards, sharing one block cache.
#ifndef SPANROOT_INDEXER_STORE_INDEX_READER_H_
#define SPANROOT_INDEXER_STORE_INDEX_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "indexer/store/manifest.h"
#include "indexer/store/shard_reader.h"

namespace spanroot {

struct IndexOptions {
  // Memory for decoded blocks, all shards together. The directories (IndexReader::MemoryBytes) come
  // on top.
  uint64_t cache_bytes = uint64_t{256} << 20;
};

// Immutable; all methods are thread-safe.
class IndexReader {
 public:
  // Opens an index; see ReadManifest and ShardReader::Open for the errors. An index of no documents
  // has no shards and opens.
  static absl::StatusOr<std::unique_ptr<IndexReader>> Open(const std::string& index_dir,
                                                           const IndexOptions& options = {});

  const std::string& dir() const { return dir_; }
  const Manifest& manifest() const { return manifest_; }
  const std::vector<std::unique_ptr<ShardReader>>& shards() const { return shards_; }
  const BlockCache& cache() const { return *cache_; }

  ReadCounts reads() const;
  size_t MemoryBytes() const;  // besides the block cache

 private:
  IndexReader() = default;

  std::string dir_;
  Manifest manifest_;
  std::shared_ptr<BlockCache> cache_;
  std::vector<std::unique_ptr<ShardReader>> shards_;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_STORE_INDEX_READER_H_
