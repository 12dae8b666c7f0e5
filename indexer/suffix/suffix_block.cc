#include "indexer/suffix/suffix_block.h"

#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>

#include "common/coding.h"
#include "common/strings.h"

namespace spanroot {
namespace {

constexpr int kZstdLevel = 1;
constexpr size_t kSpare = 8;  // bytes behind the packed positions, so that 8-byte reads stay inside

struct ContextDeleter {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// Creating a zstd context costs more than using it on 2 KB, so each thread keeps one.
ZSTD_CCtx* CompressionContext() {
  thread_local const std::unique_ptr<ZSTD_CCtx, ContextDeleter> context(ZSTD_createCCtx());
  return context.get();
}
ZSTD_DCtx* DecompressionContext() {
  thread_local const std::unique_ptr<ZSTD_DCtx, ContextDeleter> context(ZSTD_createDCtx());
  return context.get();
}

size_t PackedBytes(uint64_t count, unsigned bits) { return (count * bits + 7) / 8; }

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(StrCat("damaged suffix block: ", what));
}

}  // namespace

std::vector<uint32_t> CutIntoBlocks(absl::Span<const uint32_t> lcp, uint32_t block_words) {
  std::vector<uint32_t> firsts;
  for (size_t first = 0; first < lcp.size();) {
    firsts.push_back(static_cast<uint32_t>(first));
    if (lcp.size() - first <= block_words) break;
    size_t cut = first + block_words;
    const size_t lowest = std::max(first + block_words - block_words / 4, first + 1);
    for (size_t i = cut; i-- > lowest;) {
      if (lcp[i] < lcp[cut]) cut = i;
    }
    first = cut;
  }
  return firsts;
}

std::string EncodeSuffixBlock(const SortedSuffixes& suffixes, uint32_t first, uint32_t end,
                              unsigned position_bits) {
  const uint32_t size = end - first;
  std::vector<uint8_t> columns(size_t{2} * size);
  std::copy_n(suffixes.branch.begin() + first, size, columns.begin() + size);
  std::string long_lcps;
  uint64_t long_count = 0;
  for (uint32_t i = 0, last_long = 0; i < size; ++i) {
    const uint32_t lcp = suffixes.lcp[first + i];
    columns[i] = static_cast<uint8_t>(std::min<uint32_t>(lcp, 255));
    if (lcp < 255) continue;
    ++long_count;
    PutVarint(&long_lcps, i - last_long);
    PutVarint(&long_lcps, lcp - 255);
    last_long = i;
  }

  std::string value;
  PutVarint(&value, size);
  PutVarint(&value, first);
  PutVarint(&value, position_bits);
  std::string packed(ZSTD_compressBound(columns.size()), '\0');
  packed.resize(ZSTD_compressCCtx(CompressionContext(), packed.data(), packed.size(),
                                  columns.data(), columns.size(), kZstdLevel));
  PutVarint(&value, packed.size());
  value += packed;
  PutVarint(&value, long_count);
  value += long_lcps;

  // Positions lie anywhere; fetching them in a loop of its own lets many reads be under way at
  // once.
  std::vector<uint32_t> positions(size);
  for (uint32_t i = 0; i < size; ++i)
    positions[i] = suffixes.word_position[suffixes.words[first + i]];
  const size_t packed_at = value.size();
  value.resize(packed_at + PackedBytes(size, position_bits) + kSpare);
  for (uint64_t i = 0, bit = 0; i < size; ++i, bit += position_bits) {
    char* const to = value.data() + packed_at + bit / 8;
    uint64_t word;
    std::memcpy(&word, to, sizeof(word));
    word |= uint64_t{positions[i]} << (bit % 8);
    std::memcpy(to, &word, sizeof(word));
  }
  value.resize(packed_at + PackedBytes(size, position_bits));
  return value;
}

absl::StatusOr<SuffixBlock> SuffixBlock::Decode(std::string_view value) {
  uint64_t size, first_rank, bits, packed_size, long_count;
  if (!TakeVarint(&value, &size) || !TakeVarint(&value, &first_rank) ||
      !TakeVarint(&value, &bits) || !TakeVarint(&value, &packed_size)) {
    return Damaged("its header is truncated");
  }
  if (size == 0 || size > kMaxBlockWords || bits == 0 || bits > 32 ||
      first_rank > std::numeric_limits<uint32_t>::max() - size || packed_size > value.size()) {
    return Damaged("its header is out of range");
  }
  SuffixBlock block;
  block.size_ = static_cast<uint32_t>(size);
  block.first_rank_ = static_cast<uint32_t>(first_rank);
  block.position_bits_ = static_cast<unsigned>(bits);
  block.columns_.resize(2 * size);
  const size_t unpacked = ZSTD_decompressDCtx(DecompressionContext(), block.columns_.data(),
                                              block.columns_.size(), value.data(), packed_size);
  if (unpacked != block.columns_.size()) return Damaged("its columns do not decompress");
  value.remove_prefix(packed_size);

  if (!TakeVarint(&value, &long_count) || long_count > size) return Damaged("its long lcps");
  uint64_t index = 0;
  for (uint64_t i = 0; i < long_count; ++i) {
    uint64_t step, lcp;
    if (!TakeVarint(&value, &step) || !TakeVarint(&value, &lcp) || (i > 0 && step == 0) ||
        step >= size - index || lcp > std::numeric_limits<uint32_t>::max() - 255 ||
        block.columns_[index + step] != kEscape) {
      return Damaged("its long lcps");
    }
    index += step;
    block.long_lcps_.emplace_back(static_cast<uint32_t>(index), static_cast<uint32_t>(lcp) + 255);
  }
  const auto escapes = std::count(block.columns_.begin(),
                                  block.columns_.begin() + static_cast<ptrdiff_t>(size), kEscape);
  if (static_cast<uint64_t>(escapes) != long_count) return Damaged("its long lcps");
  if (value.size() != PackedBytes(size, block.position_bits_)) return Damaged("its positions");
  block.positions_.reserve(value.size() + kSpare);
  block.positions_.assign(value);
  block.positions_.append(kSpare, '\0');
  return block;
}

uint32_t SuffixBlock::position(uint32_t index) const {
  const uint64_t bit = uint64_t{index} * position_bits_;
  uint64_t word;
  std::memcpy(&word, positions_.data() + bit / 8, sizeof(word));
  return static_cast<uint32_t>((word >> (bit % 8)) & ((uint64_t{1} << position_bits_) - 1));
}

size_t SuffixBlock::MemoryBytes() const {
  return sizeof(*this) + columns_.capacity() + positions_.capacity() +
         long_lcps_.capacity() * sizeof(long_lcps_[0]);
}

uint32_t SuffixBlock::LongLcp(uint32_t index) const {
  return std::lower_bound(long_lcps_.begin(), long_lcps_.end(), std::pair(index, 0U))->second;
}

// The scan walks the trie in preorder. `deepest` is the depth of the subtree that the pattern can
// still be in: entries with a larger lcp lie inside a branch that the pattern does not take. They
// are passed over. At an entry that branches off at depth d <= deepest the pattern's byte there
// decides: below the branch byte, the pattern is in an earlier branch, so all else at this depth
// and deeper is passed over; equal, it is in this branch; above, in this branch or a later sibling,
// and if in this one, it differs from it at d.
SuffixBlock::Candidate SuffixBlock::FindCandidate(std::string_view pattern) const {
  constexpr uint32_t kUnbounded = UINT32_MAX;
  Candidate best = {0, kUnbounded};
  uint32_t deepest = kUnbounded;
  const uint8_t* const lcps = columns_.data();
  const uint8_t* const branches = lcps + size_;
  for (uint32_t i = 1; i < size_; ++i) {
    const uint8_t short_lcp = lcps[i];
    if (short_lcp > deepest) continue;
    const uint32_t depth = short_lcp < kEscape ? short_lcp : LongLcp(i);
    if (depth > deepest) continue;
    const int byte = depth < pattern.size() ? static_cast<uint8_t>(pattern[depth]) : -1;
    const int branch = branches[i];
    if (byte < branch) {
      if (depth == 0) break;
      deepest = depth - 1;
    } else {
      best.index = i;
      if (byte == branch) {
        best.bound = deepest = kUnbounded;
      } else {
        best.bound = deepest = depth;
      }
    }
  }
  best.bound = std::min<uint32_t>(best.bound, static_cast<uint32_t>(pattern.size()));
  return best;
}

std::pair<uint32_t, uint32_t> SuffixBlock::Extent(uint32_t index, uint32_t length) const {
  uint32_t begin = index, end = index + 1;
  while (begin > 0 && lcp(begin) >= length) --begin;
  while (end < size_ && lcp(end) >= length) ++end;
  return {begin, end};
}

}  // namespace spanroot
