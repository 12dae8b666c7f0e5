#include "indexer/store/index_reader.h"

#include <utility>

#include "common/status_macros.h"

namespace spanroot {

absl::StatusOr<std::unique_ptr<IndexReader>> IndexReader::Open(const std::string& index_dir,
                                                               const IndexOptions& options) {
  std::unique_ptr<IndexReader> index(new IndexReader);
  index->dir_ = index_dir;
  ASSIGN_OR_RETURN(index->manifest_, ReadManifest(index_dir));
  index->cache_ = std::make_shared<BlockCache>(options.cache_bytes);
  for (const ShardInfo& info : index->manifest_.shards) {
    ASSIGN_OR_RETURN(std::unique_ptr<ShardReader> shard,
                     ShardReader::Open(index_dir, info, index->cache_));
    index->shards_.push_back(std::move(shard));
  }
  return index;
}

ReadCounts IndexReader::reads() const {
  ReadCounts total;
  for (const auto& shard : shards_) {
    const ReadCounts reads = shard->reads();
    total.suffix_blocks += reads.suffix_blocks;
    total.text_chunks += reads.text_chunks;
    total.cached_suffix_blocks += reads.cached_suffix_blocks;
    total.cached_text_chunks += reads.cached_text_chunks;
  }
  return total;
}

size_t IndexReader::MemoryBytes() const {
  size_t bytes = 0;
  for (const auto& shard : shards_) bytes += shard->MemoryBytes();
  return bytes;
}

}  // namespace spanroot
