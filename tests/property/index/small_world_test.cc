// Every corpus of a small world, with every query of it, through real shards whose blocks are so
// small that every way in which an interval can lie over their boundaries occurs.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/small_index.h"

namespace spanroot {
namespace {

// All texts of `size` units over an alphabet.
std::vector<std::string> AllTexts(const std::vector<std::string>& alphabet, size_t size) {
  std::vector<std::string> texts = {""};
  for (size_t i = 0; i < size; ++i) {
    std::vector<std::string> longer;
    for (const std::string& text : texts) {
      for (const std::string& unit : alphabet) longer.push_back(text + (i > 0 ? " " : "") + unit);
    }
    texts = std::move(longer);
  }
  return texts;
}

std::vector<std::string> AllTextsUpTo(const std::vector<std::string>& alphabet, size_t size) {
  std::vector<std::string> texts;
  for (size_t i = 1; i <= size; ++i) {
    for (std::string& text : AllTexts(alphabet, i)) texts.push_back(std::move(text));
  }
  return texts;
}

void ExpectAllQueries(SmallIndex* index, const std::vector<std::string>& queries) {
  for (const std::string& query : queries) {
    ASSERT_EQ(index->Compare(query), "") << "corpus:\n" << ToJsonLines(index->documents());
  }
}

// Units that sort in every relation to each other: "_" is punctuation, shares its byte with "_b",
// and stands between upper and lower case.
const std::vector<std::string> kTwoWords = {"a", "b"};
const std::vector<std::string> kWordsAndMarks = {"Z", "_", "_b"};

TEST(SmallWorld, OneDocumentOfTwoWords) {
  const std::vector<std::string> queries = AllTextsUpTo(kTwoWords, 6);
  uint32_t block_words = 2;
  for (const std::string& text : AllTextsUpTo(kTwoWords, 5)) {
    SmallIndex index({text}, Profile::kVerbatim, block_words);
    ExpectAllQueries(&index, queries);
    if (HasFatalFailure()) return;
    block_words = 2 + (block_words - 1) % 3;
  }
}

// Many longer documents at once: one corpus holds every text of eight units, in every order of its
// neighbours that three block sizes and several shards give.
TEST(SmallWorld, AllDocumentsOfEightUnits) {
  const std::vector<std::string> queries = AllTextsUpTo(kTwoWords, 8);
  for (const uint32_t block_words : {2, 3, 7}) {
    for (const uint32_t shards : {1, 3}) {
      std::vector<std::string> documents = AllTexts(kTwoWords, 8);
      const auto per_shard = static_cast<uint32_t>(documents.size()) / shards + 1;
      SmallIndex index(documents, Profile::kVerbatim, block_words, per_shard);
      ExpectAllQueries(&index, queries);
      if (HasFatalFailure()) return;
    }
  }
}

// Pairs of short documents, so duplicates too, in one shard and in two.
TEST(SmallWorld, PairsOfDocuments) {
  const std::vector<std::string> queries = AllTextsUpTo(kWordsAndMarks, 4);
  const std::vector<std::string> texts = AllTextsUpTo(kWordsAndMarks, 3);
  size_t number = 0;
  for (size_t a = 0; a < texts.size(); ++a) {
    for (size_t b = a; b < texts.size(); b += 11) {
      ++number;
      SmallIndex index({texts[a], texts[b], texts[a]}, Profile::kVerbatim,
                       static_cast<uint32_t>(2 + number % 3), number % 2 == 0 ? 0 : 2);
      ExpectAllQueries(&index, queries);
      if (HasFatalFailure()) return;
    }
  }
}

// The same, all of it in one index.
TEST(SmallWorld, AllDocumentsOfWordsAndMarks) {
  const std::vector<std::string> queries = AllTextsUpTo(kWordsAndMarks, 6);
  for (const Profile profile : {Profile::kVerbatim, Profile::kFolded}) {
    for (const uint32_t block_words : {2, 3, 4}) {
      SmallIndex index(AllTexts(kWordsAndMarks, 5), profile, block_words);
      ExpectAllQueries(&index, queries);
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace spanroot
