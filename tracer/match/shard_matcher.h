// Matching a pattern against one shard: the longest prefix that occurs in it, and where.
//
// A pattern is a key form (segmenter.h) that starts with a word. One look-up reads one suffix block
// and one piece of text: the block directory names the block, the block names a suffix that shares
// the longest prefix with the pattern, and the text at that suffix tells how long it is
// (docs/index-format.md). Cost does not depend on the size of the shard.
#ifndef SPANROOT_TRACER_MATCH_SHARD_MATCHER_H_
#define SPANROOT_TRACER_MATCH_SHARD_MATCHER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "indexer/store/shard_reader.h"
#include "indexer/text/segmenter.h"

namespace spanroot {

// Ranks [begin, end) of the suffixes that start with a pattern.
struct RankInterval {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t size() const { return end - begin; }
};

// A suffix of the shard and what it shares with a pattern.
struct SuffixMatch {
  uint32_t block = 0;
  uint32_t index = 0;   // in the block
  uint32_t length = 0;  // bytes of key form; not cut to whole units
};

// Not thread-safe: holds scratch memory. Both arguments must outlive it.
class ShardMatcher {
 public:
  ShardMatcher(const ShardReader* shard, Segmenter* segmenter)
      : shard_(shard), segmenter_(segmenter) {}

  // A suffix that shares the longest prefix with `pattern`. A caller to whom a match shorter than
  // `useful` bytes is worth nothing may get length 0 instead of one.
  absl::StatusOr<SuffixMatch> LongestMatch(std::string_view pattern, uint32_t useful);

  // All suffixes that share pattern[0, length) with `match`; length <= match.length, and the prefix
  // must end with kUnitEnd.
  absl::StatusOr<RankInterval> Interval(std::string_view pattern, uint32_t length,
                                        const SuffixMatch& match);

  // The suffixes that start with the whole pattern.
  absl::StatusOr<RankInterval> Find(std::string_view pattern);

 private:
  struct Comparison {
    uint32_t length;     // bytes shared
    bool pattern_above;  // the pattern sorts above the suffix (or is equal to a prefix: false)
  };

  // Compares the pattern with the suffix at a position, reading no more text than needed.
  absl::StatusOr<Comparison> Compare(uint32_t position, std::string_view pattern);
  // A block, held until the next call.
  absl::StatusOr<const SuffixBlock*> ReadBlock(uint32_t block);
  // LongestMatch where the directory leaves the blocks [first, last].
  absl::StatusOr<SuffixMatch> SearchBlocks(std::string_view pattern, uint32_t first, uint32_t last);
  absl::StatusOr<SuffixMatch> MatchInBlock(std::string_view pattern, uint32_t block,
                                           uint32_t useful);
  // Do the last suffix of `block` and the first of the next share `length` bytes?
  absl::StatusOr<bool> Continues(uint32_t block, uint32_t length) const;
  absl::StatusOr<uint32_t> ExtendDown(std::string_view prefix, uint32_t block) const;
  absl::StatusOr<uint32_t> ExtendUp(std::string_view prefix, uint32_t block) const;

  const ShardReader* const shard_;
  Segmenter* const segmenter_;
  SegmentedText scratch_;
  std::string long_text_;
  std::optional<Cached<SuffixBlock>> held_;
  uint32_t held_number_ = 0;  // of the block held
};

}  // namespace spanroot

#endif  // SPANROOT_TRACER_MATCH_SHARD_MATCHER_H_
