// A counter that many threads add to and few read: each thread adds to one of several cells, which
// lie on cache lines of their own, so that adding costs no traffic between cores.
#ifndef SPANROOT_COMMON_STRIPED_COUNTER_H_
#define SPANROOT_COMMON_STRIPED_COUNTER_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace spanroot {

// Thread-safe.
class StripedCounter {
 public:
  void Add() { cells_[CellOfThread()].value.fetch_add(1, std::memory_order_relaxed); }

  // Whatever was added before the call; what is added meanwhile may be in it or not.
  uint64_t Sum() const {
    uint64_t sum = 0;
    for (const Cell& cell : cells_) sum += cell.value.load(std::memory_order_relaxed);
    return sum;
  }

 private:
  static constexpr size_t kCells = 16;
  struct alignas(64) Cell {
    std::atomic<uint64_t> value = 0;
  };

  static size_t CellOfThread() {
    static std::atomic<size_t> next = 0;
    thread_local const size_t cell = next.fetch_add(1, std::memory_order_relaxed) % kCells;
    return cell;
  }

  std::array<Cell, kCells> cells_;
};

}  // namespace spanroot

#endif  // SPANROOT_COMMON_STRIPED_COUNTER_H_
