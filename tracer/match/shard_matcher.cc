#include "tracer/match/shard_matcher.h"

#include <algorithm>
#include <cstring>

#include "common/coding.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace spanroot {
namespace {

constexpr size_t kFirstWindow = 160;  // bytes of text looked at first; most matches end in it
constexpr size_t kUnitsAtOnce = 6;

}  // namespace

absl::StatusOr<ShardMatcher::Comparison> ShardMatcher::Compare(uint32_t position,
                                                               std::string_view pattern) {
  if (position >= shard_->text_bytes()) {
    return absl::DataLossError(StrCat(shard_->info().name, ": a suffix stands outside the text"));
  }
  const uint32_t chunk = position / kTextChunkBytes;
  ASSIGN_OR_RETURN(const Cached<std::string> bytes, shard_->ReadTextChunk(chunk));
  std::string_view available = std::string_view(*bytes).substr(position % kTextChunkBytes);
  size_t window = std::min(kFirstWindow, available.size());
  size_t begin = 0;
  size_t searched = 0;  // bytes of the window that were searched for the document's end
  size_t size = 0;      // of the document's text in the window
  bool complete = false;
  size_t matched = 0;  // bytes of the pattern, all of scratch_.key_form
  scratch_.clear();
  while (true) {
    if (searched < window && !complete) {  // the document may end in the window
      const void* const end = std::memchr(available.data() + searched, kTextEnd, window - searched);
      complete = end != nullptr;
      size =
          complete ? static_cast<size_t>(static_cast<const char*>(end) - available.data()) : window;
      searched = window;
    }
    const std::string_view text = available.substr(0, size);
    const size_t stop = segmenter_->SegmentPart(text, begin, complete,
                                                scratch_.units.size() + kUnitsAtOnce, &scratch_);
    const std::string_view keys = std::string_view(scratch_.key_form).substr(matched);
    const size_t shared = CommonPrefix(keys, pattern.substr(matched));
    matched += shared;
    const auto length = static_cast<uint32_t>(matched);
    if (matched == pattern.size()) return Comparison{length, false};
    if (shared < keys.size()) {
      return Comparison{
          length, static_cast<uint8_t>(pattern[matched]) > static_cast<uint8_t>(keys[shared])};
    }
    if (complete && stop == text.size()) return Comparison{length, true};  // the document ended
    if (stop > begin) {
      begin = stop;
      if (complete || window - begin >= kFirstWindow / 4) continue;
    }
    // More text is needed: the rest of the chunk, then a longer piece of its own.
    if (position + window == shard_->text_bytes()) {
      return absl::DataLossError(StrCat(shard_->info().name, ": its text has no end"));
    }
    window *= 2;
    if (window > available.size()) {
      const uint64_t last = std::min<uint64_t>(uint64_t{position} + window, shard_->text_bytes());
      ASSIGN_OR_RETURN(long_text_, shard_->ReadText(position, last));
      available = long_text_;
      window = available.size();
    }
  }
}

absl::StatusOr<const SuffixBlock*> ShardMatcher::ReadBlock(uint32_t block) {
  if (!held_ || held_number_ != block) {
    ASSIGN_OR_RETURN(held_, shard_->ReadSuffixBlock(block));
    held_number_ = block;
  }
  return &**held_;
}

absl::StatusOr<SuffixMatch> ShardMatcher::MatchInBlock(std::string_view pattern, uint32_t block,
                                                       uint32_t useful) {
  ASSIGN_OR_RETURN(const SuffixBlock* const suffixes, ReadBlock(block));
  const SuffixBlock::Candidate candidate = suffixes->FindCandidate(pattern);
  if (candidate.bound < useful) return SuffixMatch{block, candidate.index, 0};
  ASSIGN_OR_RETURN(const Comparison comparison,
                   Compare(suffixes->position(candidate.index), pattern));
  return SuffixMatch{block, candidate.index, comparison.length};
}

absl::StatusOr<SuffixMatch> ShardMatcher::LongestMatch(std::string_view pattern, uint32_t useful) {
  if (shard_->blocks().ranks() == 0) return SuffixMatch();
  const auto [first, last] = shard_->blocks().Find(pattern);
  if (first == last) return MatchInBlock(pattern, first, useful);
  return SearchBlocks(pattern, first, last);
}

absl::StatusOr<SuffixMatch> ShardMatcher::SearchBlocks(std::string_view pattern, uint32_t first,
                                                       uint32_t last) {
  // The block whose first suffix is the last one not above the pattern. The suffix after that block
  // is the only one outside it that can share more.
  SuffixMatch best;
  while (first < last) {
    const uint32_t middle = first + (last - first + 1) / 2;
    ASSIGN_OR_RETURN(const Cached<SuffixBlock> suffixes, shard_->ReadSuffixBlock(middle));
    ASSIGN_OR_RETURN(const Comparison comparison, Compare(suffixes->position(0), pattern));
    if (comparison.length > best.length) best = {middle, 0, comparison.length};
    if (comparison.pattern_above) {
      first = middle;
    } else {
      last = middle - 1;
    }
  }
  ASSIGN_OR_RETURN(const SuffixMatch inside, MatchInBlock(pattern, first, 0));
  return inside.length >= best.length ? inside : best;
}

absl::StatusOr<bool> ShardMatcher::Continues(uint32_t block, uint32_t length) const {
  if (block + 1 >= shard_->blocks().blocks()) return false;
  const uint32_t shown = shard_->blocks().SharedWithNext(block);
  if (shown >= length) return true;
  if (shown + 1 < kMaxSeparatorBytes) return false;
  // The separator was cut, so it does not show everything.
  ASSIGN_OR_RETURN(const Cached<SuffixBlock> next, shard_->ReadSuffixBlock(block + 1));
  return next->lcp(0) >= length;
}

// The first rank of the interval of `prefix`, which is known to reach from before `block` into it.
absl::StatusOr<uint32_t> ShardMatcher::ExtendDown(std::string_view prefix, uint32_t block) const {
  const auto length = static_cast<uint32_t>(prefix.size());
  const BlockDirectory& blocks = shard_->blocks();
  if (length < kMaxSeparatorBytes) {
    const uint32_t first = blocks.Find(prefix).first;
    if (blocks.SharedWithNext(first) < length) return blocks.FirstRank(first + 1);
    ASSIGN_OR_RETURN(const Cached<SuffixBlock> suffixes, shard_->ReadSuffixBlock(first));
    return suffixes->first_rank() + suffixes->Extent(suffixes->size() - 1, length).first;
  }
  // Separators do not show that much: block by block.
  while (true) {
    ASSIGN_OR_RETURN(const Cached<SuffixBlock> suffixes, shard_->ReadSuffixBlock(--block));
    const uint32_t first = suffixes->Extent(suffixes->size() - 1, length).first;
    if (first > 0 || block == 0 || suffixes->lcp(0) < length) return suffixes->first_rank() + first;
  }
}

// The rank after the interval of `prefix`, which is known to reach from `block` into the next.
absl::StatusOr<uint32_t> ShardMatcher::ExtendUp(std::string_view prefix, uint32_t block) const {
  const auto length = static_cast<uint32_t>(prefix.size());
  const BlockDirectory& blocks = shard_->blocks();
  if (length < kMaxSeparatorBytes) {
    std::string above(prefix);  // above all suffixes with the prefix, which ends with kUnitEnd
    ++above.back();
    const uint32_t last = blocks.Find(above).first;
    if (blocks.SharedWithNext(last - 1) < length) return blocks.FirstRank(last);
    ASSIGN_OR_RETURN(const Cached<SuffixBlock> suffixes, shard_->ReadSuffixBlock(last));
    return suffixes->first_rank() + suffixes->Extent(0, length).second;
  }
  while (true) {
    ASSIGN_OR_RETURN(const Cached<SuffixBlock> suffixes, shard_->ReadSuffixBlock(++block));
    const uint32_t end = suffixes->Extent(0, length).second;
    ASSIGN_OR_RETURN(const bool continues, Continues(block, length));
    if (end < suffixes->size() || !continues) return suffixes->first_rank() + end;
  }
}

absl::StatusOr<RankInterval> ShardMatcher::Interval(std::string_view pattern, uint32_t length,
                                                    const SuffixMatch& match) {
  ASSIGN_OR_RETURN(const SuffixBlock* const suffixes, ReadBlock(match.block));
  const auto [first, last] = suffixes->Extent(match.index, length);
  RankInterval interval = {suffixes->first_rank() + first, suffixes->first_rank() + last};
  const std::string_view prefix = pattern.substr(0, length);
  if (first == 0 && match.block > 0 && suffixes->lcp(0) >= length) {
    ASSIGN_OR_RETURN(interval.begin, ExtendDown(prefix, match.block));
  }
  if (last == suffixes->size()) {
    ASSIGN_OR_RETURN(const bool continues, Continues(match.block, length));
    if (continues) {
      ASSIGN_OR_RETURN(interval.end, ExtendUp(prefix, match.block));
    }
  }
  return interval;
}

absl::StatusOr<RankInterval> ShardMatcher::Find(std::string_view pattern) {
  const auto length = static_cast<uint32_t>(pattern.size());
  ASSIGN_OR_RETURN(const SuffixMatch match, LongestMatch(pattern, length));
  if (match.length < length) return RankInterval();
  return Interval(pattern, length, match);
}

}  // namespace spanroot
