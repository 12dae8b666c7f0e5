// The block cache: decoded suffix blocks and text chunks, kept within one memory budget, which
// RocksDB's own blocks share. Thread-safe.
#ifndef SPANROOT_INDEXER_STORE_BLOCK_CACHE_H_
#define SPANROOT_INDEXER_STORE_BLOCK_CACHE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <utility>

namespace spanroot {

class BlockCache {
 public:
  explicit BlockCache(uint64_t capacity_bytes);
  ~BlockCache();
  BlockCache(const BlockCache&) = delete;
  BlockCache& operator=(const BlockCache&) = delete;

  struct Key {
    uint64_t space;  // from NewSpace(): one per shard and kind of block
    uint64_t number;
  };
  uint64_t NewSpace();

  uint64_t UsedBytes() const;

  class Impl;  // holds the rocksdb::Cache
  Impl* impl() const { return impl_.get(); }

 private:
  const std::unique_ptr<Impl> impl_;
};

// A value in the cache, held there while this lives.
template <typename T>
class Cached {
 public:
  Cached(const T* value, void* handle, void (*release)(BlockCache*, void*), BlockCache* cache)
      : value_(value), handle_(handle), release_(release), cache_(cache) {}
  Cached(Cached&& other) noexcept
      : value_(std::exchange(other.value_, nullptr)),
        handle_(std::exchange(other.handle_, nullptr)),
        release_(other.release_),
        cache_(other.cache_) {}
  Cached& operator=(Cached&& other) noexcept {
    std::swap(value_, other.value_);
    std::swap(handle_, other.handle_);
    std::swap(release_, other.release_);
    std::swap(cache_, other.cache_);
    return *this;
  }
  ~Cached() {
    if (handle_ != nullptr) release_(cache_, handle_);
  }

  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_; }

 private:
  const T* value_;
  void* handle_;
  void (*release_)(BlockCache*, void*);
  BlockCache* cache_;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_STORE_BLOCK_CACHE_H_
