#include "tracer/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/strings.h"

namespace spanroot {
namespace {

using ::testing::ElementsAre;

QueryText Prepare(std::string_view text) {
  return *PrepareQuery(text, /*split=*/true, *ThreadSegmenter(Profile::kVerbatim));
}

TEST(Coverage, WordsInSpansOfAtLeastSoManyWords) {
  const QueryText query = Prepare("a b c d e f g h i j");
  // Words 0 to 4 and 3 to 8 (5 and 6 words), 9 nowhere.
  const Coverage coverage = MeasureCoverage(query, {{0, 5, {}}, {3, 9, {}}});
  EXPECT_EQ(coverage.words, 10u);
  EXPECT_THAT(coverage.covered, ElementsAre(9u, 0u, 0u, 0u));
  EXPECT_EQ(coverage.longest_match, 6u);
  ASSERT_EQ(coverage.unknown_words.size(), 1u);
  EXPECT_EQ(coverage.unknown_words[0].begin_byte, 18u);
  EXPECT_EQ(coverage.unknown_words[0].end_byte, 19u);
}

TEST(Coverage, NoveltyCountsNGramsThatNoSpanHolds) {
  const QueryText query = Prepare("a b c d e f g h i j");
  const Coverage coverage = MeasureCoverage(query, {{0, 5, {}}, {3, 9, {}}});
  EXPECT_DOUBLE_EQ(coverage.novelty[0], 0.1);      // j
  EXPECT_DOUBLE_EQ(coverage.novelty[1], 1.0 / 9);  // i j
  EXPECT_DOUBLE_EQ(coverage.novelty[2], 1.0 / 8);  // c d e is in the first, d e f in the second
  EXPECT_DOUBLE_EQ(coverage.novelty[4], 3.0 / 6);  // 0-4, 3-7 and 4-8 are known
  EXPECT_DOUBLE_EQ(coverage.novelty[5], 4.0 / 5);
  EXPECT_DOUBLE_EQ(coverage.novelty[9], 1.0);
  EXPECT_DOUBLE_EQ(coverage.novelty[10], -1.0);  // the text has none
}

TEST(Coverage, NGramsDoNotCrossSentences) {
  const QueryText query = Prepare("a b. C d");
  const Coverage coverage = MeasureCoverage(query, {{0, 2, {}}, {2, 4, {}}});
  EXPECT_DOUBLE_EQ(coverage.novelty[0], 0);
  EXPECT_DOUBLE_EQ(coverage.novelty[1], 0);
  EXPECT_DOUBLE_EQ(coverage.novelty[2], -1);
}

TEST(Coverage, NothingMatchesAndNothingThere) {
  const Coverage none = MeasureCoverage(Prepare("a b"), {});
  EXPECT_THAT(none.covered, ElementsAre(0u, 0u, 0u, 0u));
  EXPECT_EQ(none.unknown_words.size(), 2u);
  EXPECT_DOUBLE_EQ(none.novelty[0], 1);
  const Coverage empty = MeasureCoverage(Prepare(""), {});
  EXPECT_EQ(empty.words, 0u);
  EXPECT_DOUBLE_EQ(empty.novelty[0], -1);
}

TEST(Coverage, LongSpansCountForEachThreshold) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += StrCat("w", i, " ");
  const Coverage coverage = MeasureCoverage(Prepare(text), {{0, 32, {}}, {33, 40, {}}});
  EXPECT_THAT(coverage.covered, ElementsAre(39u, 32u, 32u, 32u));
}

TEST(CodePoints, BytesToCodePointsInAnyOrder) {
  CodePoints code_points("a\u00e9\u4f60\U0001F600z");
  const TextRange range = code_points.Range(3, 10);
  EXPECT_EQ(range.begin_code_point, 2u);
  EXPECT_EQ(range.end_code_point, 4u);
  EXPECT_EQ(code_points.Range(1, 3).begin_code_point, 1u);
  EXPECT_EQ(code_points.Range(0, 11).end_code_point, 5u);
}

}  // namespace
}  // namespace spanroot
