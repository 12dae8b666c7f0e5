// Block directory: which suffix block can hold the longest match of a pattern, from memory alone.
//
// Between two neighbouring blocks stands a *separator*: the shortest prefix of the later block's
// first suffix that is above the earlier block's last one, cut at kMaxSeparatorBytes. It shows how
// much the two neighbours share (its length less one), so a block beside the one found can win only
// by a prefix that is known without reading it (docs/index-format.md, "Why one block is enough").
// Equal suffixes have the separator "shared prefix, kDocumentEnd".
//
// In memory: 17 bytes a block and the separators, about 30 bytes for every 1,000 words.
#ifndef SPANROOT_INDEXER_SUFFIX_BLOCK_DIRECTORY_H_
#define SPANROOT_INDEXER_SUFFIX_BLOCK_DIRECTORY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace spanroot {

inline constexpr uint32_t kMaxSeparatorBytes = 4096;

// Immutable once built, so safe to share between threads.
class BlockDirectory {
 public:
  // Appends a block. `separator`: between the block before and this one; ignored for the first.
  void Add(uint32_t first_rank, std::string_view separator);
  // Ends the list: `ranks` suffixes in all.
  void Finish(uint32_t ranks);

  uint32_t blocks() const { return static_cast<uint32_t>(first_ranks_.size()) - 1; }
  uint32_t ranks() const { return first_ranks_.back(); }
  // First rank of a block; ranks() for block == blocks().
  uint32_t FirstRank(uint32_t block) const { return first_ranks_[block]; }

  uint32_t BlockOf(uint32_t rank) const;  // rank < ranks()

  // Blocks [first, second] that the pattern can belong to: one, or, if the pattern begins with
  // separators that were cut, the whole range between which its further bytes must decide.
  std::pair<uint32_t, uint32_t> Find(std::string_view pattern) const;

  // Bytes that the last suffix of `block` shares with the first of the next; at most
  // kMaxSeparatorBytes - 1, also when it is more. 0 for the last block.
  uint32_t SharedWithNext(uint32_t block) const;

  std::string_view Separator(uint32_t block) const;  // between `block` and the next
  size_t MemoryBytes() const;

  // The directory as bytes: varint blocks, then per block varint words, varint bytes that its
  // separator shares with the one before, varint length of the rest, the rest.
  std::string Encode() const;
  static absl::StatusOr<BlockDirectory> Decode(std::string_view bytes);  // DataLoss

 private:
  std::vector<uint32_t> first_ranks_;  // one per block, then ranks()
  std::vector<uint64_t> prefixes_;     // first 8 bytes of each separator, big-endian
  std::vector<uint32_t> ends_;         // end of each separator in bytes_
  std::string bytes_;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_SUFFIX_BLOCK_DIRECTORY_H_
