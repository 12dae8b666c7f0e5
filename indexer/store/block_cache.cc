#include "indexer/store/block_cache.h"

#include "indexer/store/block_cache_impl.h"

namespace spanroot {

// Not strict: a pinned block is never refused, so a tiny cache is slow but works.
BlockCache::Impl::Impl(uint64_t capacity_bytes)
    : cache_(rocksdb::NewLRUCache(capacity_bytes, /*num_shard_bits=*/-1,
                                  /*strict_capacity_limit=*/false)) {}

BlockCache::BlockCache(uint64_t capacity_bytes) : impl_(std::make_unique<Impl>(capacity_bytes)) {}
BlockCache::~BlockCache() = default;
uint64_t BlockCache::NewSpace() { return impl_->NewSpace(); }
uint64_t BlockCache::UsedBytes() const { return impl_->cache()->GetUsage(); }

}  // namespace spanroot
