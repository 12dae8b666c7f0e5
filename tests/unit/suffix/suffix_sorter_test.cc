// The sorter's methods against each other and against comparing suffixes byte by byte; what the
// suffixes share, likewise.
#include "indexer/suffix/suffix_sorter.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "common/thread_pool.h"
#include "indexer/suffix/lcp.h"
#include "tests/support/unit_text.h"

namespace spanroot {
namespace {

constexpr SortMethod kMethods[] = {SortMethod::kAdaptive, SortMethod::kStringSort,
                                   SortMethod::kInduced};

SortedWords Sort(const UnitText& text, ThreadPool* pool, SortMethod method) {
  std::string codes = text.codes;
  auto sorted = SortSuffixes(&codes, text.starts, pool, method);
  EXPECT_TRUE(sorted.ok()) << sorted.status();
  EXPECT_TRUE(codes.empty());
  return sorted.ok() ? *std::move(sorted) : SortedWords{};
}

void ExpectSorted(const std::vector<UnitDocument>& documents) {
  UnitText text(documents);
  text.SortNaively();
  for (const unsigned threads : {1, 2, 3, 4}) {
    ThreadPool pool(threads);
    for (const SortMethod method : kMethods) {
      SCOPED_TRACE("method " + std::to_string(static_cast<int>(method)) + ", threads " +
                   std::to_string(threads));
      SortedWords sorted = Sort(text, &pool, method);
      if (sorted.ties_ordered) {
        ASSERT_EQ(sorted.words, text.words);
      }
      const SharedPrefixes shared =
          ComputeSharedPrefixes(text.key_form, text.word_key, &sorted, &pool);
      ASSERT_TRUE(sorted.ties_ordered);
      ASSERT_EQ(sorted.words, text.words);
      ASSERT_EQ(shared.lcp, text.lcp);
      ASSERT_EQ(shared.branch, text.branch);
    }
  }
}

TEST(SuffixSorter, RandomTexts) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    ExpectSorted(RandomDocuments(&random, 1 + random() % 12, 1 + random() % 60, 1 + random() % 14));
    if (HasFatalFailure()) return;
  }
}

TEST(SuffixSorter, LargeVocabularies) {
  std::mt19937 random(12);
  for (const size_t alphabet : {255, 256, 257, 2000}) {
    ExpectSorted(RandomDocuments(&random, 20, 400, alphabet));
  }
}

TEST(SuffixSorter, RepetitiveTexts) {
  std::mt19937 random(13);
  const UnitDocument text = RandomDocuments(&random, 1, 200, 8)[0];
  ExpectSorted(std::vector<UnitDocument>(30, text));  // copies
  ExpectSorted({UnitDocument(700, "a")});             // period 1
  ExpectSorted({UnitDocument(300, "a"), UnitDocument(299, "a"), UnitDocument(300, "a")});
  UnitDocument periodic;
  for (int i = 0; i < 900; ++i) periodic.push_back(std::vector<std::string>{"a", "b", "a!"}[i % 3]);
  ExpectSorted({periodic, periodic});
  std::vector<UnitDocument> licensed;  // a long shared head, then something of its own
  for (int i = 0; i < 20; ++i) {
    licensed.push_back(text);
    licensed.back().push_back("end" + std::to_string(i));
  }
  ExpectSorted(licensed);
}

TEST(SuffixSorter, TextsWithoutWords) {
  ExpectSorted({});
  ExpectSorted({{}});
  ExpectSorted({{}, {"a!"}, {}, {"a"}, {}});
}

// What is compared ends inside a unit that starts a word in one text and none in the other. The
// next word's suffix shares nothing with the one before it.
TEST(SuffixSorter, PunctuationSharesBytesWithWords) {
  ExpectSorted({{"a", "_!", "b"}, {"a", "_b"}});
  ExpectSorted({{"x", "\xe3\x80\x82!"}, {"x", "\xe3\x81\x82", "\xe3\x80\x82!"}});
}

// Long enough that the adaptive sort gives up on its first method.
TEST(SuffixSorter, GivesUpOnLongRepeats) {
  std::mt19937 random(14);
  UnitDocument page = RandomDocuments(&random, 1, 5000, 400)[0];
  UnitDocument periodic;
  while (periodic.size() < 200000) {
    periodic.insert(periodic.end(), page.begin(), page.begin() + 50);
  }
  for (const std::vector<UnitDocument>& documents :
       {std::vector<UnitDocument>(1, periodic), std::vector<UnitDocument>(100, page)}) {
    const UnitText text(documents);
    ThreadPool pool(2);
    SortedWords adaptive = Sort(text, &pool, SortMethod::kAdaptive);
    SortedWords induced = Sort(text, &pool, SortMethod::kInduced);
    EXPECT_FALSE(adaptive.ties_ordered);  // it gave up
    ComputeSharedPrefixes(text.key_form, text.word_key, &adaptive, &pool);
    ComputeSharedPrefixes(text.key_form, text.word_key, &induced, &pool);
    EXPECT_EQ(adaptive.words, induced.words);
    for (size_t rank = 1; rank < adaptive.words.size(); rank += 97) {
      const uint32_t before = adaptive.words[rank - 1], word = adaptive.words[rank];
      const int order = text.Suffix(before).compare(text.Suffix(word));
      EXPECT_TRUE(order < 0 || (order == 0 && before < word)) << rank;
    }
  }
}

}  // namespace
}  // namespace spanroot
