#include "indexer/suffix/suffix_block.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "common/coding.h"
#include "tests/fuzz/suffix_block_target.h"
#include "tests/support/unit_text.h"

namespace spanroot {
namespace {

TEST(CutIntoBlocks, CutsWhereTheSharedPrefixIsShortest) {
  std::mt19937 random(21);
  for (int round = 0; round < 500; ++round) {
    std::vector<uint32_t> lcp(random() % 300);
    for (uint32_t& value : lcp) value = random() % (1 + random() % 50);
    const uint32_t block_words = 2 + random() % 40;
    const std::vector<uint32_t> firsts = CutIntoBlocks(lcp, block_words);
    ASSERT_EQ(firsts.empty(), lcp.empty());
    for (size_t i = 0; i < firsts.size(); ++i) {
      if (i == 0) {
        ASSERT_EQ(firsts[0], 0u);
      }
      const bool is_last = i + 1 == firsts.size();
      const size_t end = is_last ? lcp.size() : firsts[i + 1];
      ASSERT_GT(end, firsts[i]);
      ASSERT_LE(end - firsts[i], block_words);
      if (is_last) break;
      ASSERT_GE(4 * (end - firsts[i]), 3 * block_words);
      const auto from = lcp.begin() + firsts[i] + block_words - block_words / 4;
      ASSERT_EQ(lcp[end], *std::min_element(from, lcp.begin() + firsts[i] + block_words + 1));
    }
  }
}

// A block of everything, and the blocks that the text is cut into.
std::vector<std::pair<uint32_t, uint32_t>> SomeBlocks(const UnitText& text, uint32_t block_words) {
  const auto size = static_cast<uint32_t>(text.words.size());
  std::vector<uint32_t> firsts = CutIntoBlocks(text.lcp, block_words);
  firsts.push_back(size);
  std::vector<std::pair<uint32_t, uint32_t>> blocks = {{0, size}};
  for (size_t i = 0; i + 1 < firsts.size(); ++i) blocks.emplace_back(firsts[i], firsts[i + 1]);
  return blocks;
}

void ExpectFindsTheLongest(const UnitText& text, const SuffixBlock& block, uint32_t first,
                           std::string_view pattern) {
  const auto shared = [&](uint32_t index) {
    return CommonPrefix(text.Suffix(text.words[first + index]), pattern);
  };
  size_t longest = 0;
  for (uint32_t i = 0; i < block.size(); ++i) longest = std::max(longest, shared(i));
  const SuffixBlock::Candidate candidate = block.FindCandidate(pattern);
  ASSERT_LT(candidate.index, block.size());
  ASSERT_EQ(shared(candidate.index), longest) << pattern;
  ASSERT_GE(candidate.bound, longest) << pattern;
  ASSERT_LE(candidate.bound, pattern.size());
}

void ExpectExtents(const UnitText& text, const SuffixBlock& block, uint32_t first, uint32_t index) {
  const std::string_view suffix = text.Suffix(text.words[first + index]);
  for (uint32_t length = 1; length <= suffix.size() - 1; length += 1 + length / 8) {
    uint32_t begin = index, end = index;
    while (begin > 0 && text.Suffix(text.words[first + begin - 1]).substr(0, length) ==
                            suffix.substr(0, length)) {
      --begin;
    }
    while (end < block.size() &&
           text.Suffix(text.words[first + end]).substr(0, length) == suffix.substr(0, length)) {
      ++end;
    }
    ASSERT_EQ(block.Extent(index, length), std::pair(begin, end)) << length;
  }
}

void ExpectBlock(const UnitText& text, uint32_t first, uint32_t end, unsigned position_bits,
                 std::mt19937* random) {
  const std::string value = EncodeSuffixBlock(text.sorted(), first, end, position_bits);
  const auto block = SuffixBlock::Decode(value);
  ASSERT_TRUE(block.ok()) << block.status();
  ASSERT_EQ(block->size(), end - first);
  ASSERT_EQ(block->first_rank(), first);
  for (uint32_t i = 0; i < block->size(); ++i) {
    ASSERT_EQ(block->lcp(i), text.lcp[first + i]);
    ASSERT_EQ(block->branch(i), text.branch[first + i]);
    ASSERT_EQ(block->position(i), text.word_position[text.words[first + i]]);
  }
  for (int round = 0; round < 30; ++round) {
    // A suffix of the text as it is, cut, changed, or continued by another one.
    std::string pattern(text.Suffix(text.words[(*random)() % text.words.size()]));
    pattern.pop_back();
    if (round % 3 == 1) pattern.resize(1 + (*random)() % pattern.size());
    if (round % 3 == 2) pattern[(*random)() % pattern.size()] ^= static_cast<char>(1 + round % 2);
    if (round % 5 == 0) pattern += text.Suffix(text.words[(*random)() % text.words.size()]);
    ExpectFindsTheLongest(text, *block, first, pattern);
  }
  ExpectExtents(text, *block, first, static_cast<uint32_t>((*random)() % block->size()));
}

TEST(SuffixBlock, HoldsAndFindsWhatWasEncoded) {
  std::mt19937 random(22);
  for (int round = 0; round < 150; ++round) {
    std::vector<UnitDocument> documents =
        RandomDocuments(&random, 1 + random() % 8, 60, 1 + random() % 20);
    documents.push_back({"a"});
    // Prefixes around the one-byte limit of the lcp column.
    if (round % 3 == 0) documents.insert(documents.end(), 3, UnitDocument(126 + round % 5, "a"));
    if (round % 9 == 0) documents.insert(documents.end(), 2, UnitDocument(400, "ab"));
    UnitText text(documents);
    text.SortNaively();
    for (const auto& [first, end] : SomeBlocks(text, 2 + random() % 30)) {
      ExpectBlock(text, first, end, 16 + random() % 17, &random);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(SuffixBlock, PositionsOfAnyWidth) {
  UnitText text({UnitDocument(37, "a")});
  text.SortNaively();
  for (unsigned bits = 1; bits <= 32; ++bits) {
    const uint32_t largest = static_cast<uint32_t>((uint64_t{1} << bits) - 1);
    for (size_t i = 0; i < text.word_position.size(); ++i) {
      text.word_position[i] = i % 3 == 0 ? largest : static_cast<uint32_t>(i) & largest;
    }
    const auto block = SuffixBlock::Decode(EncodeSuffixBlock(text.sorted(), 0, 37, bits));
    ASSERT_TRUE(block.ok()) << block.status();
    for (uint32_t i = 0; i < 37; ++i) {
      ASSERT_EQ(block->position(i), text.word_position[text.words[i]]) << bits;
    }
  }
}

// Whatever is cut off, added or changed: an error, or a block that can be used without harm.
TEST(SuffixBlock, DamagedValues) {
  std::mt19937 random(23);
  std::vector<UnitDocument> documents = RandomDocuments(&random, 4, 60, 9);
  documents.insert(documents.end(), 3, UnitDocument(150, "a"));
  UnitText text(documents);
  text.SortNaively();
  const auto size = static_cast<uint32_t>(text.words.size());
  const std::string value = EncodeSuffixBlock(text.sorted(), 0, size, 13);
  for (size_t length = 0; length < value.size(); ++length) {
    EXPECT_FALSE(SuffixBlock::Decode(value.substr(0, length)).ok()) << length;
  }
  for (const std::string& garbage : {std::string(1, '\0'), std::string("a"), value}) {
    EXPECT_FALSE(SuffixBlock::Decode(value + garbage).ok());
  }
  for (size_t at = 0; at < value.size(); ++at) {
    for (const int change : {1, 0x80, 0xff, 1 + static_cast<int>(random() % 255)}) {
      std::string damaged = value;
      damaged[at] = static_cast<char>(damaged[at] ^ change);
      UseSuffixBlock(damaged);
    }
  }
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = value;
    for (unsigned edits = 0; edits <= random() % 4; ++edits) {
      damaged[random() % damaged.size()] = static_cast<char>(random());
    }
    UseSuffixBlock(damaged);
  }
}

}  // namespace
}  // namespace spanroot
