#include "tracer/match/query_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace spanroot {
namespace {

QueryText Prepare(std::string_view text, bool split = true, Profile profile = Profile::kVerbatim) {
  const absl::StatusOr<Segmenter*> segmenter = ThreadSegmenter(profile);
  EXPECT_TRUE(segmenter.ok()) << segmenter.status();
  absl::StatusOr<QueryText> query = PrepareQuery(text, split, *segmenter);
  EXPECT_TRUE(query.ok()) << query.status();
  return *std::move(query);
}

// The words, with '|' behind the last one of each sentence.
std::string Words(const QueryText& query) {
  std::string out;
  for (uint32_t word = 0; word < query.words.size(); ++word) {
    const QueryWord& w = query.words[word];
    EXPECT_GT(w.limit, word);
    out += query.text.substr(w.begin_byte, w.end_byte - w.begin_byte);
    out += w.limit == word + 1 ? "|" : " ";
  }
  return out;
}

TEST(QueryText, WordsAreSegmentsThatAreNotPunctuation) {
  EXPECT_EQ(Words(Prepare("  (One, two -- three)  ")), "One two three|");
  EXPECT_EQ(Words(Prepare("50 % of $5 \U0001F600")), "50 of $ 5 \U0001F600|");
}

TEST(QueryText, SentencesAndLinesLimitSpans) {
  EXPECT_EQ(Words(Prepare("One two. Three 3.14 e.g. four!\nFive\n\nSix seven")),
            "One two|Three 3.14 e.g four|Five|Six seven|");
  EXPECT_EQ(Words(Prepare("One two. Three\nFour", /*split=*/false)), "One two Three Four|");
}

TEST(QueryText, NoWords) {
  for (const std::string text : {"", " ", "\n\n", "...", "?! -- (\"\")", "\t\r\n"}) {
    EXPECT_TRUE(Prepare(text).words.empty()) << text;
    EXPECT_TRUE(Prepare(text, false, Profile::kFolded).words.empty()) << text;
  }
}

TEST(QueryText, PatternsRunFromWordToWordWithThePunctuationBetween) {
  const QueryText query = Prepare("\"One,\" two.");
  ASSERT_EQ(query.words.size(), 2u);
  EXPECT_EQ(query.Pattern(0, 1), "One\x01,\x01\"\x01two\x01");
  EXPECT_EQ(query.Pattern(1, 1), "two\x01");
  EXPECT_EQ(query.Word(1), "two");
  EXPECT_EQ(Prepare("One,\" TWO", true, Profile::kFolded).Pattern(0, 1), "one\x01two\x01");
}

TEST(QueryText, ALongWordIsOneWordOfSeveralUnits) {
  const std::string text = "a " + std::string(100, 'x') + " b";
  const QueryText query = Prepare(text);
  ASSERT_EQ(query.words.size(), 3u);
  EXPECT_EQ(query.words[1].end_byte - query.words[1].begin_byte, 100u);
  EXPECT_EQ(query.Word(1), std::string(32, 'x') + kPieceEnd);
  EXPECT_EQ(query.Pattern(1, 1).size(), 104u);
  EXPECT_EQ(query.words[2].begin_byte, 103u);
}

TEST(QueryText, ScriptsWithoutSpaces) {
  EXPECT_EQ(Words(Prepare("\u4f60\u597d\u3002\u518d\u89c1\uff01")), "\u4f60 \u597d|\u518d \u89c1|");
  EXPECT_EQ(Words(Prepare("\u0e01\u0e34\u0e19\u0e02\u0e49\u0e32\u0e27")),
            "\u0e01\u0e34 \u0e19 \u0e02\u0e49 \u0e32 \u0e27|");
  EXPECT_EQ(Words(Prepare("\u0627\u0644\u0633\u0644\u0627\u0645 \u0639\u0644\u064a\u0643\u0645")),
            "\u0627\u0644\u0633\u0644\u0627\u0645 \u0639\u0644\u064a\u0643\u0645|");
}

TEST(QueryText, InvalidUtf8IsReplacedAndOffsetsReferToTheResult) {
  const QueryText query = Prepare("caf\xff one\xe2\x82 two\x80");
  EXPECT_EQ(query.text, "caf\ufffd one\ufffd two\ufffd");
  EXPECT_EQ(Words(query), "caf \ufffd one \ufffd two \ufffd|");
  EXPECT_EQ(query.words.back().begin_byte, 17u);
}

}  // namespace
}  // namespace spanroot
