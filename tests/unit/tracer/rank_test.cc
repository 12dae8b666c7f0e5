// Word statistics and relevance.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/support/traced_corpus.h"
#include "tracer/rank/relevance.h"
#include "tracer/rank/word_statistics.h"

namespace spanroot {
namespace {

QueryText Prepare(std::string_view text) {
  return *PrepareQuery(text, /*split=*/false, *ThreadSegmenter(Profile::kVerbatim));
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

class RelevanceScorerTest : public ::testing::Test {
 protected:
  RelevanceScorerTest() { EXPECT_TRUE(statistics_.Load(query_).ok()); }

  RelevanceScorer Scorer(double usual_words = 5) {
    return RelevanceScorer(Prepare(""), query_, statistics_, usual_words);
  }
  double Score(const std::string& passage) {
    RelevanceScorer scorer = Scorer();
    scorer.SetPassage(Prepare(passage).segmented);
    return scorer.Bm25();
  }

  TracedCorpus corpus_{kDocuments};
  QueryText query_ = Prepare("the quokka and the dog");
  WordStatistics statistics_{&corpus_.index()};
};

TEST_F(RelevanceScorerTest, TheTextItselfHasTheWholeShare) {
  RelevanceScorer scorer = Scorer();
  scorer.SetPassage(query_.segmented);
  EXPECT_NEAR(scorer.Bm25Share(nullptr), 1, 1e-9);
  const WordRanges dog = {{4, 5}};
  EXPECT_NEAR(scorer.Bm25Share(&dog), 1, 1e-9);
  EXPECT_GT(scorer.Bm25(), 0);
}

TEST_F(RelevanceScorerTest, RareWordsWeighMore) {
  EXPECT_GT(Score("quokka x x x x"), Score("dog x x x x"));
  EXPECT_GT(Score("dog x x x x"), Score("the x x x x"));
  EXPECT_EQ(Score("x x x x x"), 0);
}

TEST_F(RelevanceScorerTest, RepeatsSaturateAndLengthCosts) {
  const double once = Score("dog x x x x"), twice = Score("dog dog x x x");
  EXPECT_GT(twice, once);
  EXPECT_LT(twice, 2 * once);
  EXPECT_LT(Score("dog x x x x x x x x x x"), once);
}

TEST_F(RelevanceScorerTest, ShareIsOfTheWordsAskedFor) {
  RelevanceScorer scorer = Scorer();
  scorer.SetPassage(Prepare("dog x x x x").segmented);
  const WordRanges quokka = {{1, 2}}, dog = {{4, 5}};
  EXPECT_EQ(scorer.Bm25Share(&quokka), 0);
  EXPECT_NEAR(scorer.Bm25Share(&dog), 1, 1e-9);
  EXPECT_GT(scorer.Bm25Share(nullptr), 0);
  EXPECT_LT(scorer.Bm25Share(nullptr), 1);
}

TEST_F(RelevanceScorerTest, MatchedShareWeighsWordsByInformation) {
  const RelevanceScorer scorer = Scorer();
  const WordRanges the = {{0, 1}}, quokka = {{1, 2}}, both = {{0, 2}};
  const double of_the = -statistics_.LogProbability("the");
  const double of_quokka = -statistics_.LogProbability("quokka");
  EXPECT_NEAR(scorer.MatchedShare(quokka, &both), of_quokka / (of_the + of_quokka), 1e-9);
  EXPECT_GT(scorer.MatchedShare(quokka, nullptr), scorer.MatchedShare(the, nullptr));
  EXPECT_NEAR(scorer.MatchedShare({{0, 5}}, nullptr), 1, 1e-9);
}

TEST_F(RelevanceScorerTest, NearIsAFewWordsOnEitherSide) {
  const std::string words = "a b c d e f g h i j k l m n o p q r s t u v w x y z";
  const QueryText text = Prepare(words);
  const RelevanceScorer scorer(Prepare(""), text, statistics_, 5);
  EXPECT_EQ(scorer.Near({{0, 2}}), (WordRanges{{0, 10}}));
  EXPECT_EQ(scorer.Near({{12, 14}}), (WordRanges{{4, 22}}));
  EXPECT_EQ(scorer.Near({{0, 1}, {10, 11}}), (WordRanges{{0, 19}}));
}

TEST(WordRanges, RangesThatTouchAreOne) {
  WordRanges ranges;
  AddRange(1, 3, &ranges);
  AddRange(3, 5, &ranges);
  AddRange(4, 4, &ranges);
  AddRange(9, 12, &ranges);
  AddRange(10, 11, &ranges);
  EXPECT_EQ(ranges, (WordRanges{{1, 5}, {9, 12}}));
  EXPECT_EQ(CountWords(ranges), 7u);
}

}  // namespace
}  // namespace spanroot
