#include "indexer/suffix/block_directory.h"

#include <algorithm>
#include <limits>

#include "common/coding.h"

namespace spanroot {

void BlockDirectory::Add(uint32_t first_rank, std::string_view separator) {
  if (!first_ranks_.empty()) {
    separator = separator.substr(0, kMaxSeparatorBytes);
    prefixes_.push_back(BigEndianPrefix64(separator));
    bytes_ += separator;
    ends_.push_back(static_cast<uint32_t>(bytes_.size()));
  }
  first_ranks_.push_back(first_rank);
}

void BlockDirectory::Finish(uint32_t ranks) { first_ranks_.push_back(ranks); }

std::string_view BlockDirectory::Separator(uint32_t block) const {
  const uint32_t begin = block == 0 ? 0 : ends_[block - 1];
  return std::string_view(bytes_).substr(begin, ends_[block] - begin);
}

uint32_t BlockDirectory::SharedWithNext(uint32_t block) const {
  if (block + 1 >= blocks()) return 0;
  return static_cast<uint32_t>(Separator(block).size()) - 1;
}

uint32_t BlockDirectory::BlockOf(uint32_t rank) const {
  const auto after = std::upper_bound(first_ranks_.begin(), first_ranks_.end(), rank);
  return static_cast<uint32_t>(after - first_ranks_.begin()) - 1;
}

std::pair<uint32_t, uint32_t> BlockDirectory::Find(std::string_view pattern) const {
  // First by the 8-byte prefixes, which lie side by side, then by whole separators among equals.
  const uint64_t prefix = BigEndianPrefix64(pattern);
  const auto [low, high] = std::equal_range(prefixes_.begin(), prefixes_.end(), prefix);
  auto first = static_cast<uint32_t>(low - prefixes_.begin());
  auto last = static_cast<uint32_t>(high - prefixes_.begin());
  const auto partition = [&](uint32_t begin, uint32_t end, const auto& below) {
    while (begin < end) {
      const uint32_t middle = begin + (end - begin) / 2;
      if (below(Separator(middle))) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return begin;
  };
  if (pattern.size() < kMaxSeparatorBytes) {
    const uint32_t block =
        partition(first, last, [&](std::string_view separator) { return separator <= pattern; });
    return {block, block};
  }
  const std::string_view head = pattern.substr(0, kMaxSeparatorBytes);
  first = partition(first, last, [&](std::string_view separator) { return separator < head; });
  last = partition(first, last, [&](std::string_view separator) { return separator <= head; });
  // Separators below `head` but not a prefix of it are decided; those equal to it were cut.
  return {first, last};
}

size_t BlockDirectory::MemoryBytes() const {
  return first_ranks_.capacity() * sizeof(uint32_t) + prefixes_.capacity() * sizeof(uint64_t) +
         ends_.capacity() * sizeof(uint32_t) + bytes_.capacity();
}

std::string BlockDirectory::Encode() const {
  std::string out;
  PutVarint(&out, blocks());
  std::string_view before;
  for (uint32_t block = 0; block < blocks(); ++block) {
    PutVarint(&out, FirstRank(block + 1) - FirstRank(block));
    if (block + 1 == blocks()) break;
    const std::string_view separator = Separator(block);
    const size_t shared = CommonPrefix(before, separator);
    PutVarint(&out, shared);
    PutVarint(&out, separator.size() - shared);
    out += separator.substr(shared);
    before = separator;
  }
  return out;
}

absl::StatusOr<BlockDirectory> BlockDirectory::Decode(std::string_view bytes) {
  const auto damaged = [] { return absl::DataLossError("damaged block directory"); };
  uint64_t blocks, rank = 0;
  if (!TakeVarint(&bytes, &blocks)) return damaged();
  BlockDirectory directory;
  std::string separator;
  for (uint64_t block = 0; block < blocks; ++block) {
    directory.Add(static_cast<uint32_t>(rank), separator);
    uint64_t words, shared, rest;
    if (!TakeVarint(&bytes, &words) || words == 0) return damaged();
    rank += words;
    if (rank > std::numeric_limits<uint32_t>::max()) return damaged();
    if (block + 1 == blocks) break;
    if (!TakeVarint(&bytes, &shared) || !TakeVarint(&bytes, &rest) || shared > separator.size() ||
        rest > bytes.size() || shared + rest == 0 || shared + rest > kMaxSeparatorBytes) {
      return damaged();
    }
    const std::string next = separator.substr(0, shared) + std::string(bytes.substr(0, rest));
    if (next < separator) return damaged();
    separator = next;
    bytes.remove_prefix(rest);
  }
  if (!bytes.empty()) return damaged();
  directory.Finish(static_cast<uint32_t>(rank));
  return directory;
}

}  // namespace spanroot
