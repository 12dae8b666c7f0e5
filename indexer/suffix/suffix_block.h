// Suffix blocks: the sorted suffixes of a shard in pieces of about 1,000, each searched on its own.
//
// A block answers "which of your suffixes shares the longest prefix with this pattern?" from two
// bytes a suffix, without reading any text: the length of the prefix it shares with the suffix
// before (lcp) and its byte behind that prefix (branch). The two columns are a trie in which only
// branching points are stored, a "blind trie": Ferragina and Grossi, "The string B-tree", JACM
// 1999; Ferguson, "Bit-tree: a data structure for fast file processing", CACM 1992. One read of the
// text at the suffix found then tells how long the shared prefix is. Format, worked example and
// sizes: docs/index-format.md.
#ifndef SPANROOT_INDEXER_SUFFIX_SUFFIX_BLOCK_H_
#define SPANROOT_INDEXER_SUFFIX_SUFFIX_BLOCK_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace spanroot {

inline constexpr uint32_t kDefaultBlockWords = 1024;
inline constexpr uint32_t kMaxBlockWords = 1 << 16;

// A shard's suffixes in order, as the sorter leaves them; see build/shard_content.h for the arrays.
struct SortedSuffixes {
  std::string_view key_form;
  absl::Span<const uint32_t> word_key;       // word -> offset in key_form
  absl::Span<const uint32_t> word_position;  // word -> position in the shard's text
  absl::Span<const uint32_t> words;          // rank -> word
  absl::Span<const uint32_t> lcp;            // rank -> bytes shared with the rank before
  absl::Span<const uint8_t> branch;          // rank -> its byte behind them
};

// First ranks of the blocks: each has at most `block_words` suffixes and, but for the last, at
// least three quarters of that; within this range a cut is where the shared prefix is shortest.
std::vector<uint32_t> CutIntoBlocks(absl::Span<const uint32_t> lcp, uint32_t block_words);

// The value of one block: the suffixes at ranks [first, end). `position_bits`: bits that hold every
// position of the shard.
std::string EncodeSuffixBlock(const SortedSuffixes& suffixes, uint32_t first, uint32_t end,
                              unsigned position_bits);

// A decoded block. Immutable, so safe to share between threads.
class SuffixBlock {
 public:
  // DataLoss (without the block's name, which the caller knows) unless `value` is a whole block.
  static absl::StatusOr<SuffixBlock> Decode(std::string_view value);

  uint32_t size() const { return size_; }
  uint32_t first_rank() const { return first_rank_; }
  uint32_t lcp(uint32_t index) const {
    const uint8_t value = columns_[index];
    return value < kEscape ? value : LongLcp(index);
  }
  uint8_t branch(uint32_t index) const { return columns_[size_ + index]; }
  uint32_t position(uint32_t index) const;
  size_t MemoryBytes() const;

  struct Candidate {
    uint32_t index;  // shares the longest prefix with the pattern among the block's suffixes
    uint32_t bound;  // and that prefix is at most this long, bytes
  };
  Candidate FindCandidate(std::string_view pattern) const;

  // Indices [first, second) of the suffixes that share `length` bytes with the one at `index`.
  std::pair<uint32_t, uint32_t> Extent(uint32_t index, uint32_t length) const;

 private:
  static constexpr uint8_t kEscape = 255;

  uint32_t LongLcp(uint32_t index) const;

  uint32_t size_ = 0;
  uint32_t first_rank_ = 0;
  unsigned position_bits_ = 0;
  std::vector<uint8_t> columns_;                          // size_ lcp bytes, size_ branch bytes
  std::vector<std::pair<uint32_t, uint32_t>> long_lcps_;  // (index, lcp) where the byte is kEscape
  std::string positions_;                                 // bit-packed, with 8 bytes to spare
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_SUFFIX_SUFFIX_BLOCK_H_
