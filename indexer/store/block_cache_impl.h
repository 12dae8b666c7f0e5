// The block cache's use of rocksdb::Cache. Internal to this room.
#ifndef SPANROOT_INDEXER_STORE_BLOCK_CACHE_IMPL_H_
#define SPANROOT_INDEXER_STORE_BLOCK_CACHE_IMPL_H_

#include <rocksdb/cache.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "indexer/store/block_cache.h"

namespace spanroot {

class BlockCache::Impl {
 public:
  explicit Impl(uint64_t capacity_bytes);

  const std::shared_ptr<rocksdb::Cache>& cache() const { return cache_; }
  uint64_t NewSpace() { return next_space_++; }

  static void Release(BlockCache* cache, void* handle) {
    cache->impl()->cache_->Release(static_cast<rocksdb::Cache::Handle*>(handle));
  }

 private:
  std::shared_ptr<rocksdb::Cache> cache_;
  std::atomic<uint64_t> next_space_ = 0;
};

// The value under `key`, made by `make` (an absl::StatusOr<std::pair<std::unique_ptr<T>, size_t>>:
// value and bytes) when it is not there. Values larger than the cache live as long as their handle.
template <typename T, typename Make>
absl::StatusOr<Cached<T>> GetOrMake(BlockCache* cache, BlockCache::Key key, const Make& make) {
  rocksdb::Cache* const blocks = cache->impl()->cache().get();
  // RocksDB's own keys have 16 bytes; one more keeps ours apart from them.
  char bytes[sizeof(key) + 1] = {};
  std::memcpy(bytes, &key, sizeof(key));
  const rocksdb::Slice slice(bytes, sizeof(bytes));
  rocksdb::Cache::Handle* handle = blocks->Lookup(slice);
  if (handle == nullptr) {
    auto made = make();
    if (!made.ok()) return made.status();
    T* const value = made->first.release();
    const auto destroy = [](const rocksdb::Slice&, void* old) { delete static_cast<T*>(old); };
    const rocksdb::Status status = blocks->Insert(slice, value, made->second, destroy, &handle);
    if (!status.ok()) {  // the cache has taken no ownership, or destroyed the value
      return absl::ResourceExhaustedError("block cache: " + status.ToString());
    }
  }
  return Cached<T>(static_cast<const T*>(blocks->Value(handle)), handle, &BlockCache::Impl::Release,
                   cache);
}

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_STORE_BLOCK_CACHE_IMPL_H_
