// What fuzzing checks of a suffix block: any bytes are refused or give a block whose methods stay
// inside it. Shared by the fuzzer and by the tests that run its seeds.
#ifndef SPANROOT_TESTS_FUZZ_SUFFIX_BLOCK_TARGET_H_
#define SPANROOT_TESTS_FUZZ_SUFFIX_BLOCK_TARGET_H_

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "indexer/suffix/block_directory.h"
#include "indexer/suffix/suffix_block.h"

namespace spanroot {

inline void FuzzCheckBlock(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "suffix block: %s\n", what);
  std::abort();
}

inline void UseSuffixBlock(std::string_view bytes) {
  const auto block = SuffixBlock::Decode(bytes);
  if (!block.ok()) {
    FuzzCheckBlock(absl::IsDataLoss(block.status()), "not refused as damaged");
    return;
  }
  FuzzCheckBlock(block->size() > 0 && block->size() <= kMaxBlockWords, "a size out of range");
  FuzzCheckBlock(block->first_rank() + block->size() > block->first_rank(), "ranks overflow");
  uint64_t sum = 0;
  for (uint32_t i = 0; i < block->size(); ++i) {
    sum += uint64_t{block->lcp(i)} + block->branch(i) + block->position(i);
  }
  for (const std::string_view pattern : {std::string_view("\x01"),
                                         std::string_view("a\x01"
                                                          "b\x01"),
                                         std::string_view("\xff\xff"), bytes.substr(0, 600)}) {
    const SuffixBlock::Candidate candidate = block->FindCandidate(pattern);
    FuzzCheckBlock(candidate.index < block->size(), "a candidate outside");
    FuzzCheckBlock(candidate.bound <= pattern.size(), "a bound above the pattern's length");
    const auto [begin, end] = block->Extent(candidate.index, static_cast<uint32_t>(sum % 300) + 1);
    FuzzCheckBlock(begin <= candidate.index && candidate.index < end && end <= block->size(),
                   "an extent outside");
  }
}

// The same for the directory of all blocks.
inline void UseBlockDirectory(std::string_view bytes) {
  const auto directory = BlockDirectory::Decode(bytes);
  if (!directory.ok()) {
    FuzzCheckBlock(absl::IsDataLoss(directory.status()), "directory not refused as damaged");
    return;
  }
  for (const std::string_view pattern : {std::string_view(""), std::string_view("a\x01"),
                                         std::string_view("\xff\xff"), bytes.substr(0, 5000)}) {
    const auto [first, last] = directory->Find(pattern);
    FuzzCheckBlock(first <= last && (directory->blocks() == 0 || last < directory->blocks()),
                   "a block outside");
  }
  for (uint32_t block = 0; block < directory->blocks(); ++block) {
    FuzzCheckBlock(directory->BlockOf(directory->FirstRank(block)) == block, "ranks do not ascend");
    FuzzCheckBlock(directory->SharedWithNext(block) < kMaxSeparatorBytes, "a separator too long");
  }
}

}  // namespace spanroot

#endif  // SPANROOT_TESTS_FUZZ_SUFFIX_BLOCK_TARGET_H_
