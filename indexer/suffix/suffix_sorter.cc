#include "indexer/suffix/suffix_sorter.h"

#include <divsufsort.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <limits>
#include <numeric>
#include <utility>

#include "common/coding.h"
#include "common/memory.h"
#include "common/strings.h"
#include "indexer/suffix/alphabetic_code.h"

namespace spanroot {
namespace {

constexpr size_t kKeyBytes = 8;              // bytes of a suffix held beside its position
constexpr size_t kSmallGroup = 16;           // groups up to here are sorted by direct comparison
constexpr uint64_t kBytesPerSuffix = 48;     // deeper than this on average: give up
constexpr uint64_t kBytesAlways = 64 << 20;  // before the average is asked
constexpr size_t kMaxDepth = 1 << 16;        // a repeat longer than this: give up

// Calls body(position) for the starts in groups [first, last).
template <typename Body>
void ForEachStart(const WordStarts& starts, size_t first, size_t last, const Body& body) {
  for (size_t i = first; i < last; ++i) {
    for (uint64_t bits = starts.groups()[i].bits; bits != 0; bits &= bits - 1) {
      body(static_cast<uint32_t>(i * 64 + static_cast<size_t>(std::countr_zero(bits))));
    }
  }
}

class StringSorter {
 public:
  // `text` must be readable for kKeyBytes beyond its last kEndCode.
  StringSorter(const char* text, const WordStarts& starts, ThreadPool* pool, bool give_up)
      : text_(text), starts_(starts), pool_(pool), give_up_(give_up) {}

  // The positions in order; nothing if it gave up.
  std::vector<uint32_t> Sort() {
    std::vector<uint32_t> positions;
    positions.reserve(starts_.count());
    AdviseHugePages(positions);
    positions.resize(starts_.count());
    const std::array<size_t, 257> bounds = Deal(&positions);
    // Largest buckets first, so that threads end together.
    std::array<size_t, 256> order;
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return bounds[a + 1] - bounds[a] > bounds[b + 1] - bounds[b];
    });
    pool_->ParallelFor(order.size(), [&](size_t i) {
      const size_t begin = bounds[order[i]], size = bounds[order[i] + 1] - begin;
      started_ += size;
      SortGroup(absl::MakeSpan(positions).subspan(begin, size), 1);
    });
    if (gave_up_) positions.clear();
    return positions;
  }

 private:
  struct Keyed {
    uint64_t key;  // text[position + depth ...], big-endian
    uint32_t position;
    bool operator<(const Keyed& other) const {
      return key != other.key ? key < other.key : position < other.position;
    }
  };

  // Deals all positions by first byte, each bucket in text order. Returns the buckets' bounds.
  std::array<size_t, 257> Deal(std::vector<uint32_t>* positions) const {
    const size_t groups = starts_.groups().size();
    const size_t parts = pool_->threads();
    const auto bound = [&](size_t part) { return groups * part / parts; };
    std::vector<std::array<size_t, 256>> counts(parts);
    pool_->ParallelFor(parts, [&](size_t part) {
      counts[part].fill(0);
      ForEachStart(starts_, bound(part), bound(part + 1),
                   [&](uint32_t p) { ++counts[part][static_cast<uint8_t>(text_[p])]; });
    });
    std::array<size_t, 257> bounds = {};
    size_t sum = 0;
    for (size_t byte = 0; byte < 256; ++byte) {
      bounds[byte] = sum;
      for (size_t part = 0; part < parts; ++part) sum += std::exchange(counts[part][byte], sum);
    }
    bounds[256] = sum;
    pool_->ParallelFor(parts, [&](size_t part) {
      ForEachStart(starts_, bound(part), bound(part + 1), [&](uint32_t p) {
        (*positions)[counts[part][static_cast<uint8_t>(text_[p])]++] = p;
      });
    });
    return bounds;
  }

  // Sorts suffixes, given in order of position, that share their first `depth` bytes, none of which
  // is kEndCode.
  void SortGroup(absl::Span<uint32_t> group, size_t depth) {
    if (group.size() < 2 || gave_up_) return;
    if (group.size() <= kSmallGroup) return SortSmallGroup(group, depth);
    Spend(group.size() * kKeyBytes, depth);
    std::vector<Keyed> keyed(group.size());
    for (size_t i = 0; i < group.size(); ++i) {
      keyed[i] = {Key(group[i] + depth), group[i]};
    }
    std::sort(keyed.begin(), keyed.end());
    for (size_t i = 0; i < group.size(); ++i) group[i] = keyed[i].position;
    // Collect the groups that go deeper, then free the keys before descending.
    std::vector<std::pair<size_t, size_t>> deeper;
    for (size_t begin = 0, end; begin < keyed.size(); begin = end) {
      for (end = begin + 1; end < keyed.size() && keyed[end].key == keyed[begin].key;) ++end;
      if (end - begin > 1 && !HasEnd(keyed[begin].key)) deeper.emplace_back(begin, end - begin);
    }
    std::vector<Keyed>().swap(keyed);
    for (const auto& [begin, size] : deeper)
      SortGroup(group.subspan(begin, size), depth + kKeyBytes);
  }

  // Insertion sort: stable, and harmless when Less answers at random after giving up.
  void SortSmallGroup(absl::Span<uint32_t> group, size_t depth) {
    for (size_t i = 1; i < group.size(); ++i) {
      const uint32_t position = group[i];
      size_t j = i;
      for (; j > 0 && Less(position, group[j - 1], depth); --j) group[j] = group[j - 1];
      group[j] = position;
    }
  }

  // Is the suffix at `a` below the one at `b`? Both share `depth` bytes.
  bool Less(uint32_t a, uint32_t b, size_t depth) {
    for (size_t at = depth;; at += kKeyBytes) {
      const uint64_t x = Key(a + at), y = Key(b + at);
      const bool tie = x == y && HasEnd(x);
      if (x != y || tie || (at - depth) % kMaxDepth == kMaxDepth - kKeyBytes) {
        Spend(at - depth, at);
        if (tie) return a < b;
        if (x != y || gave_up_) return x < y;
      }
    }
  }

  // The next kKeyBytes of the text, zero from the end of the document on.
  uint64_t Key(size_t at) const {
    uint64_t key;
    std::memcpy(&key, text_ + at, sizeof(key));
    key = __builtin_bswap64(key);
    const uint64_t ends = EndBits(key);
    return ends == 0 ? key : key & ~(~uint64_t{0} >> std::countl_zero(ends));
  }

  // The high bit of every byte that is kEndCode.
  static uint64_t EndBits(uint64_t key) {
    constexpr uint64_t kLow = 0x7F7F7F7F7F7F7F7F;
    return ~(((key & kLow) + kLow) | key | kLow);
  }
  static bool HasEnd(uint64_t key) { return EndBits(key) != 0; }

  void Spend(uint64_t bytes, size_t depth) {
    const uint64_t spent = spent_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    if (!give_up_) return;
    if (depth > kMaxDepth || spent > kBytesAlways + kBytesPerSuffix * started_) gave_up_ = true;
  }

  const char* const text_;
  const WordStarts& starts_;
  ThreadPool* const pool_;
  const bool give_up_;
  std::atomic<uint64_t> spent_ = 0;    // bytes looked at
  std::atomic<uint64_t> started_ = 0;  // suffixes in buckets that were begun
  std::atomic<bool> gave_up_ = false;
};

absl::StatusOr<std::vector<uint32_t>> InducedSort(const std::string& codes,
                                                  const WordStarts& starts) {
  std::vector<saidx_t> order;
  order.reserve(codes.size());
  AdviseHugePages(order);
  order.resize(codes.size());
  const auto* text = reinterpret_cast<const sauchar_t*>(codes.data());
  if (divsufsort(text, order.data(), static_cast<saidx_t>(codes.size())) != 0) {
    return absl::ResourceExhaustedError(
        StrCat("libdivsufsort could not get memory to sort ", codes.size(), " code bytes"));
  }
  std::vector<uint32_t> positions;
  positions.reserve(starts.count());
  for (const saidx_t position : order) {
    if (starts.Test(static_cast<size_t>(position))) {
      positions.push_back(static_cast<uint32_t>(position));
    }
  }
  return positions;
}

}  // namespace

void WordStarts::Finish() {
  for (Group& group : groups_) {
    group.rank = count_;
    count_ += static_cast<uint32_t>(std::popcount(group.bits));
  }
}

absl::StatusOr<SortedWords> SortSuffixes(std::string* codes, const WordStarts& starts,
                                         ThreadPool* pool, SortMethod method) {
  if (codes->size() > static_cast<size_t>(std::numeric_limits<saidx_t>::max())) {
    return absl::ResourceExhaustedError(
        StrCat("a shard of ", codes->size(),
               " code bytes is over the limit of 2^31 - 1; use less memory"));
  }
  SortedWords sorted;
  if (method != SortMethod::kInduced) {
    const size_t size = codes->size();
    codes->append(kKeyBytes, static_cast<char>(kEndCode));
    sorted.words =
        StringSorter(codes->data(), starts, pool, method == SortMethod::kAdaptive).Sort();
    codes->resize(size);
    sorted.ties_ordered = true;
  }
  if (sorted.words.size() != starts.count()) {
    auto positions = InducedSort(*codes, starts);
    if (!positions.ok()) return positions.status();
    sorted = {*std::move(positions), false};
  }
  std::string().swap(*codes);
  constexpr size_t kPart = 1 << 16;
  pool->ParallelFor((sorted.words.size() + kPart - 1) / kPart, [&](size_t part) {
    const size_t end = std::min(sorted.words.size(), (part + 1) * kPart);
    for (size_t i = part * kPart; i < end; ++i) sorted.words[i] = starts.Rank(sorted.words[i]);
  });
  return sorted;
}

}  // namespace spanroot
