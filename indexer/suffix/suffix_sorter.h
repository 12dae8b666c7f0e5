// Sorts the suffixes of an encoded text that start a word.
//
// Text. Codes of all units in order (alphabetic_code.h), kEndCode after every document. A suffix
// runs to the end of its document; suffixes that are equal up to there are ordered by position.
//
// Algorithm. Natural text differs early: after 8 code bytes (about 5 units) three suffixes of four
// are alone. So suffixes are dealt into 256 buckets by their first byte, in text order, and each
// bucket is sorted by the next 8 bytes held beside the position; groups that are still equal go 8
// bytes deeper, small ones by direct comparison (multikey sorting with cached characters: Bentley
// and Sedgewick, "Fast algorithms for sorting and searching strings", 1997; Ng and Kakehi, "Cache
// efficient radix sort for string sorting", 2007). Buckets are independent, so threads share them.
// Repetitive text (copies of documents, boilerplate, periods) makes that quadratic. The bytes
// looked at are counted, and past a fixed number per suffix the attempt is given up: libdivsufsort
// (Yuta Mori) then sorts all suffixes of the codes in O(n log n), on one thread.
// Both give the same order.
#ifndef SPANROOT_INDEXER_SUFFIX_SUFFIX_SORTER_H_
#define SPANROOT_INDEXER_SUFFIX_SUFFIX_SORTER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/thread_pool.h"

namespace spanroot {

// Which positions of the codes start a word, and how many do before each.
class WordStarts {
 public:
  static constexpr size_t kGroupPositions = 64;
  struct Group {
    uint64_t bits = 0;  // set: starts a word
    uint32_t rank = 0;  // starts before this group
  };

  // `positions` of them, none set.
  explicit WordStarts(size_t positions) : groups_(positions / kGroupPositions + 1) {}

  void Set(size_t position) { groups_[position / 64].bits |= uint64_t{1} << (position % 64); }
  void Finish();  // call once, after the last Set

  bool Test(size_t position) const { return groups_[position / 64].bits >> (position % 64) & 1; }
  // The number of the word that starts at `position`.
  uint32_t Rank(size_t position) const {
    const Group& group = groups_[position / 64];
    const uint64_t below = group.bits & ((uint64_t{1} << (position % 64)) - 1);
    return group.rank + static_cast<uint32_t>(__builtin_popcountll(below));
  }
  uint32_t count() const { return count_; }
  absl::Span<const Group> groups() const { return groups_; }

 private:
  std::vector<Group> groups_;
  uint32_t count_ = 0;
};

enum class SortMethod {
  kAdaptive,
  kStringSort,
  kInduced
};  // the last two for tests and benchmarks

struct SortedWords {
  std::vector<uint32_t> words;  // word indices in the order of their suffixes
  bool ties_ordered;  // false: equal suffixes are not yet in order of position (see lcp.h)
};

// `codes` ends with kEndCode; at most 2^31 - 1 bytes (ResourceExhausted). Frees `*codes` before it
// returns. Peak memory besides the input: 4 bytes a word and 16 for each word of the largest
// bucket; 4 bytes a code byte when it has to fall back.
absl::StatusOr<SortedWords> SortSuffixes(std::string* codes, const WordStarts& starts,
                                         ThreadPool* pool,
                                         SortMethod method = SortMethod::kAdaptive);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_SUFFIX_SUFFIX_SORTER_H_
