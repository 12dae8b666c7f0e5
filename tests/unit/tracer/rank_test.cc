// Word statistics and BM25.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/support/traced_corpus.h"
#include "tracer/rank/bm25.h"
#include "tracer/rank/word_statistics.h"

namespace spanroot {
namespace {

QueryText Prepare(std::string_view text) {
  return *PrepareQuery(text, /*split=*/false, *ThreadSegmenter(Profile::kVerbatim));
}

std::vector<std::string_view> WordsOf(const QueryText& query) {
  std::vector<std::string_view> words;
  for (uint32_t word = 0; word < query.words.size(); ++word) words.push_back(query.Word(word));
  return words;
}

const std::vector<SmallDocument> kDocuments = {
    {"the cat and the dog"}, {"the dog"}, {"the bird"}, {"a quokka and the dog"}};

TEST(WordStatistics, CountsOverAllShards) {
  const std::string unknown = "zebra", long_word(70, 'w');
  for (const uint32_t per_shard : {0u, 1u}) {
    std::vector<SmallDocument> documents = kDocuments;
    documents.push_back({long_word + " " + long_word + "x"});
    TracedCorpus corpus(documents, {.documents_per_shard = per_shard});
    WordStatistics statistics(&corpus.index());
    const QueryText query = Prepare("the dog zebra quokka " + long_word);
    EXPECT_EQ(statistics.Count("the").occurrences, 0u) << "not loaded";
    ASSERT_TRUE(statistics.Load(query).ok());
    EXPECT_EQ(statistics.Count("the").occurrences, 5u);
    EXPECT_EQ(statistics.Count("the").documents, 4u);
    EXPECT_EQ(statistics.Count("dog").documents, 3u);
    EXPECT_EQ(statistics.Count(unknown).occurrences, 0u);
    EXPECT_EQ(statistics.Count(query.Word(4)).occurrences, 2u);  // by the first 32 bytes
    EXPECT_NEAR(statistics.LogProbability("the"), std::log(5.0 / 16), 1e-9);
    EXPECT_NEAR(statistics.LogProbability("zebra"), std::log(0.5 / 16), 1e-9);
    EXPECT_NEAR(statistics.InverseDocumentFrequency("quokka"), std::log1p(4.5 / 1.5), 1e-9);
    EXPECT_GT(statistics.InverseDocumentFrequency("the"), 0);
  }
}

class Bm25Test : public ::testing::Test {
 protected:
  Bm25Test() { EXPECT_TRUE(statistics_.Load(query_).ok()); }

  double Score(const std::string& passage, double usual_words = 5) {
    Bm25 bm25(WordsOf(query_), statistics_, usual_words);
    return bm25.Score(Prepare(passage).segmented);
  }

  TracedCorpus corpus_{kDocuments};
  QueryText query_ = Prepare("the quokka and the dog");
  WordStatistics statistics_{&corpus_.index()};
};

TEST_F(Bm25Test, TheTextItselfIsIdeal) {
  Bm25 bm25(WordsOf(query_), statistics_, 5);
  EXPECT_NEAR(bm25.Score(query_.segmented), bm25.Ideal(), 1e-9);
  EXPECT_GT(bm25.Ideal(), 0);
}

TEST_F(Bm25Test, RareWordsWeighMore) {
  EXPECT_GT(Score("quokka x x x x"), Score("dog x x x x"));
  EXPECT_GT(Score("dog x x x x"), Score("the x x x x"));
}

TEST_F(Bm25Test, RepeatsSaturateAndLengthCosts) {
  const double once = Score("dog x x x x"), twice = Score("dog dog x x x");
  EXPECT_GT(twice, once);
  EXPECT_LT(twice, 2 * once);
  EXPECT_LT(Score("dog x x x x x x x x x x"), once);
}

TEST_F(Bm25Test, NothingSharedIsZero) {
  EXPECT_EQ(Score("x y z"), 0);
  EXPECT_EQ(Score(""), 0);
  EXPECT_EQ(Score("..."), 0);
}

TEST(Bm25, NoWordsAtAll) {
  TracedCorpus corpus(kDocuments);
  WordStatistics statistics(&corpus.index());
  Bm25 bm25({}, statistics, 1);
  EXPECT_EQ(bm25.Ideal(), 0);
  EXPECT_EQ(bm25.Score(Prepare("the dog").segmented), 0);
}

}  // namespace
}  // namespace spanroot
