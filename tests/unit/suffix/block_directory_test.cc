#include "indexer/suffix/block_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/suffix_block_target.h"

namespace spanroot {
namespace {

// A directory over sorted suffixes in blocks of `block_words`, and the suffixes.
struct Sorted {
  std::vector<std::string> suffixes;
  std::vector<uint32_t> firsts;
  BlockDirectory directory;
};

size_t SharedPrefix(const std::string& a, const std::string& b) {
  size_t i = 0;
  while (i < std::min(a.size(), b.size()) && a[i] == b[i]) ++i;
  return i;
}

Sorted MakeSorted(std::vector<std::string> suffixes, uint32_t block_words) {
  Sorted sorted;
  for (std::string& suffix : suffixes) suffix += '\0';
  std::sort(suffixes.begin(), suffixes.end());
  for (size_t first = 0; first < suffixes.size(); first += block_words) {
    sorted.firsts.push_back(static_cast<uint32_t>(first));
    std::string separator;
    if (first > 0) {
      size_t shared = SharedPrefix(suffixes[first - 1], suffixes[first]);
      if (suffixes[first - 1] == suffixes[first]) --shared;  // without the document's end
      separator = suffixes[first].substr(0, shared + 1);
    }
    sorted.directory.Add(static_cast<uint32_t>(first), separator);
  }
  sorted.directory.Finish(static_cast<uint32_t>(suffixes.size()));
  sorted.suffixes = std::move(suffixes);
  return sorted;
}

std::string RandomString(std::mt19937* random, size_t max_size, size_t alphabet) {
  std::string out;
  const size_t size = 1 + (*random)() % max_size;
  while (out.size() < size) out += static_cast<char>(1 + (*random)() % alphabet);
  return out;
}

void ExpectSame(const BlockDirectory& a, const BlockDirectory& b) {
  ASSERT_EQ(a.blocks(), b.blocks());
  ASSERT_EQ(a.ranks(), b.ranks());
  for (uint32_t block = 0; block < a.blocks(); ++block) {
    ASSERT_EQ(a.FirstRank(block), b.FirstRank(block));
    ASSERT_EQ(a.SharedWithNext(block), b.SharedWithNext(block));
    if (block + 1 < a.blocks()) {
      ASSERT_EQ(a.Separator(block), b.Separator(block));
    }
  }
}

// Some block that is named must hold a suffix that shares as much with the pattern as any does.
void ExpectFinds(const Sorted& sorted, const std::string& pattern) {
  size_t longest = 0;
  for (const std::string& suffix : sorted.suffixes) {
    longest = std::max(longest, SharedPrefix(suffix, pattern));
  }
  const auto [first, last] = sorted.directory.Find(pattern);
  ASSERT_LE(first, last);
  ASSERT_LT(last, sorted.directory.blocks());
  if (pattern.size() < kMaxSeparatorBytes) {
    ASSERT_EQ(first, last);
  }
  size_t found = 0;
  for (uint32_t rank = sorted.directory.FirstRank(first);
       rank < sorted.directory.FirstRank(last + 1); ++rank) {
    found = std::max(found, SharedPrefix(sorted.suffixes[rank], pattern));
  }
  ASSERT_EQ(found, longest);
}

void ExpectAll(const Sorted& sorted, std::mt19937* random) {
  const auto decoded = BlockDirectory::Decode(sorted.directory.Encode());
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  ExpectSame(*decoded, sorted.directory);
  for (uint32_t block = 0; block < sorted.firsts.size(); ++block) {
    const uint32_t end = sorted.directory.FirstRank(block + 1);
    for (uint32_t rank = sorted.firsts[block]; rank < end; ++rank) {
      ASSERT_EQ(sorted.directory.BlockOf(rank), block);
    }
    if (block + 1 == sorted.firsts.size()) break;
    const size_t shared = std::min(SharedPrefix(sorted.suffixes[end - 1], sorted.suffixes[end]),
                                   sorted.suffixes[end].size() - 1);
    ASSERT_EQ(sorted.directory.SharedWithNext(block),
              std::min<size_t>(shared, kMaxSeparatorBytes - 1));
  }
  for (int round = 0; round < 60; ++round) {
    std::string pattern = sorted.suffixes[(*random)() % sorted.suffixes.size()];
    pattern.pop_back();
    if (pattern.empty() || round % 4 == 0) pattern += RandomString(random, 4, 3);
    if (round % 4 == 1) pattern.resize(1 + (*random)() % pattern.size());
    if (round % 4 == 2) ++pattern[(*random)() % pattern.size()];
    ExpectFinds(sorted, pattern);
  }
}

TEST(BlockDirectory, FindsTheBlockOfTheLongestMatch) {
  std::mt19937 random(31);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> suffixes(1 + random() % 40);
    const size_t alphabet = 1 + random() % 3;
    for (std::string& suffix : suffixes) suffix = RandomString(&random, 20, alphabet);
    ExpectAll(MakeSorted(suffixes, 1 + random() % 5), &random);
    if (HasFatalFailure()) return;
  }
}

// Separators that are cut: what follows kMaxSeparatorBytes is not in the directory.
TEST(BlockDirectory, SeparatorsAreCut) {
  std::mt19937 random(32);
  for (const size_t head_size : {4090, 4094, 4095, 4096, 4097, 5000}) {
    const std::string head(head_size, 'x');
    std::vector<std::string> suffixes = {"a", "y", std::string(4095, 'x'), std::string(4096, 'x')};
    for (int i = 0; i < 30; ++i) suffixes.push_back(head + RandomString(&random, 6, 3));
    ExpectAll(MakeSorted(suffixes, 1 + random() % 3), &random);
    if (HasFatalFailure()) return;
  }
}

TEST(BlockDirectory, Empty) {
  BlockDirectory directory;
  directory.Finish(0);
  EXPECT_EQ(directory.blocks(), 0u);
  const auto decoded = BlockDirectory::Decode(directory.Encode());
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->blocks(), 0u);
  EXPECT_EQ(decoded->ranks(), 0u);
}

TEST(BlockDirectory, DamagedBytes) {
  std::mt19937 random(33);
  std::vector<std::string> suffixes;
  for (int i = 0; i < 60; ++i) suffixes.push_back(RandomString(&random, 12, 3));
  const std::string value = MakeSorted(suffixes, 2).directory.Encode();
  for (size_t length = 0; length < value.size(); ++length) {
    EXPECT_FALSE(BlockDirectory::Decode(value.substr(0, length)).ok()) << length;
  }
  EXPECT_FALSE(BlockDirectory::Decode(value + '\0').ok());
  for (size_t at = 0; at < value.size(); ++at) {
    for (int change = 1; change < 256; ++change) {
      std::string damaged = value;
      damaged[at] = static_cast<char>(damaged[at] ^ change);
      UseBlockDirectory(damaged);
    }
  }
}

}  // namespace
}  // namespace spanroot
