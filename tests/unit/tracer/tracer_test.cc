// Questions to small indices through the tracer's three methods.
#include "tracer/tracer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "common/strings.h"
#include "tests/support/traced_corpus.h"

namespace spanroot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<SmallDocument> kDocuments = {
    {"The quick brown fox jumps over the lazy dog. It sleeps.", "web"},
    {"A quick brown fox is rare.\nThe lazy dog is not.", "books"},
    {"\u4eca\u65e5\u306f\u3044\u3044\u5929\u6c17\u3067\u3059\u3002", "web"},
    {"\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01", "books"},
    {"\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645", "web"},
    {"Caf\u00e9 na\u00efve \U0001F600 end", "web"},
};

class TracerTest : public ::testing::TestWithParam<uint32_t> {
 protected:
  TraceResult Trace(std::string_view text, const TraceOptions& options = WholeTrace()) {
    absl::StatusOr<TraceResult> result = corpus_.tracer().Trace(text, options);
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *std::move(result) : TraceResult();
  }
  // The spans' texts.
  std::vector<std::string> Spans(std::string_view text,
                                 const TraceOptions& options = WholeTrace()) {
    const TraceResult result = Trace(text, options);
    std::vector<std::string> spans;
    for (const TraceSpan& span : result.spans) {
      spans.emplace_back(RangeText(result.text, span.range));
    }
    return spans;
  }
  uint64_t Count(std::string_view phrase) {
    const absl::StatusOr<CountResult> count = corpus_.tracer().Count(phrase);
    EXPECT_TRUE(count.ok()) << count.status();
    return count.ok() ? count->occurrences : 0;
  }

  TracedCorpus corpus_{kDocuments, {.documents_per_shard = GetParam(), .block_words = 2}};
};

INSTANTIATE_TEST_SUITE_P(Shards, TracerTest, ::testing::Values(0u, 1u, 4u));

TEST_P(TracerTest, CountIsExactOverAllShards) {
  EXPECT_EQ(Count("quick brown fox"), 2u);
  EXPECT_EQ(Count("lazy dog"), 2u);
  EXPECT_EQ(Count("  lazy\n dog"), 2u);
  EXPECT_EQ(Count("dog. It"), 1u);
  EXPECT_EQ(Count("dog It"), 0u);
  EXPECT_EQ(Count("Lazy dog"), 0u);
  EXPECT_EQ(Count("laz"), 0u);
  EXPECT_EQ(corpus_.tracer().Count("lazy dog")->words, 2u);
}

TEST_P(TracerTest, APhraseNeedsAWord) {
  for (const std::string phrase : {"", " ", "...", "\n"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(corpus_.tracer().Count(phrase).status())) << phrase;
    SearchOptions options;
    options.phrases = {"dog", phrase};
    EXPECT_TRUE(absl::IsInvalidArgument(corpus_.tracer().Search(options).status())) << phrase;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(corpus_.tracer().Search({}).status()));
}

TEST_P(TracerTest, SpansOverShards) {
  EXPECT_THAT(Spans("Look: the lazy dog. A quick brown fox jumps"),
              ElementsAre("the lazy dog", "A quick brown fox", "quick brown fox jumps"));
}

TEST_P(TracerTest, TextWithoutWords) {
  for (const std::string text : {"", " ", "?!", "\n\n\n", "...\n..."}) {
    const TraceResult result = Trace(text);
    EXPECT_EQ(result.text, text);
    EXPECT_THAT(result.spans, IsEmpty());
    EXPECT_THAT(result.documents, IsEmpty());
    EXPECT_EQ(result.coverage.words, 0u);
    EXPECT_EQ(result.statistics.shards, corpus_.index().shards().size());
  }
}

TEST_P(TracerTest, OffsetsInBytesAndCodePoints) {
  const TraceResult result = Trace("\u00dcber \U0001F600\U0001F600 caf\u00e9: lazy dog");
  ASSERT_EQ(result.spans.size(), 3u);
  const TextRange& range = result.spans[2].range;
  EXPECT_EQ(RangeText(result.text, range), "lazy dog");
  EXPECT_EQ(range.begin_byte, 22u);
  EXPECT_EQ(range.end_byte, 30u);
  EXPECT_EQ(range.begin_code_point, 14u);
  EXPECT_EQ(range.end_code_point, 22u);
}

TEST_P(TracerTest, ScriptsWithoutSpacesAndRightToLeft) {
  EXPECT_THAT(Spans("\u306f\u3044\u3044\u5929\u6c17\u3060"),
              ElementsAre("\u306f\u3044\u3044\u5929\u6c17"));
  EXPECT_THAT(Spans("\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01"),
              ElementsAre("\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01"));
  EXPECT_THAT(Spans("\u0628\u0627\u0644\u0639\u0627\u0644\u0645!"),
              ElementsAre("\u0628\u0627\u0644\u0639\u0627\u0644\u0645"));
}

TEST_P(TracerTest, CanonicallyEquivalentTextMatches) {
  const TraceResult result = Trace("Cafe\u0301 nai\u0308ve");
  ASSERT_EQ(result.spans.size(), 1u);
  ASSERT_EQ(result.documents.size(), 1u);
  const Snippet& snippet = result.documents[0].snippets[0];
  EXPECT_EQ(snippet.text, kDocuments[5].text);
  EXPECT_FALSE(snippet.matches[0].identical);
}

TEST_P(TracerTest, InvalidUtf8IsRepaired) {
  const TraceResult result = Trace("\xff lazy dog \xe2\x82");
  EXPECT_EQ(result.text, "\ufffd lazy dog \ufffd");
  ASSERT_EQ(result.spans.size(), 1u);
  EXPECT_EQ(result.spans[0].range.begin_byte, 4u);
  EXPECT_EQ(result.spans[0].range.begin_code_point, 2u);
  EXPECT_EQ(result.coverage.unknown_words.size(), 2u);
}

TEST_P(TracerTest, LimitsAreEnforced) {
  TraceOptions options;
  options.max_text_bytes = 10;
  EXPECT_TRUE(corpus_.tracer().Trace("0123456789", options).ok());
  const absl::Status status = corpus_.tracer().Trace("0123456789a", options).status();
  EXPECT_TRUE(absl::IsResourceExhausted(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("11"));
  options.prompt = "0123456789a";
  EXPECT_TRUE(absl::IsResourceExhausted(corpus_.tracer().Trace("x", options).status()));
  for (const double density : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()}) {
    options = {};
    options.density = density;
    EXPECT_TRUE(absl::IsInvalidArgument(corpus_.tracer().Trace("x", options).status()));
  }
  options = {};
  options.min_words = 0;
  EXPECT_TRUE(absl::IsInvalidArgument(corpus_.tracer().Trace("x", options).status()));
}

TEST_P(TracerTest, DensityKeepsTheRarestAndSaysHowManyThereWere) {
  const std::string text = "the lazy dog, the fox: brown fox jumps, quick brown";
  TraceOptions options = WholeTrace();
  const TraceResult all = Trace(text, options);
  EXPECT_EQ(all.statistics.spans_found, all.spans.size());
  options.density = 0.1;  // of 10 words
  const TraceResult one = Trace(text, options);
  ASSERT_EQ(one.spans.size(), 1u);
  EXPECT_EQ(one.statistics.spans_found, all.spans.size());
  EXPECT_EQ(one.statistics.spans_kept, 1u);
  for (const TraceSpan& span : all.spans) {
    EXPECT_GE(span.log_probability, one.spans[0].log_probability);
  }
  EXPECT_EQ(one.coverage.covered, all.coverage.covered) << "coverage is of all spans";
  options.density = 0;
  EXPECT_THAT(Trace(text, options).spans, IsEmpty());
}

TEST_P(TracerTest, MinWords) {
  TraceOptions options = WholeTrace();
  options.min_words = 3;
  EXPECT_THAT(Spans("brown fox. The lazy dog", options), ElementsAre("The lazy dog"));
}

TEST_P(TracerTest, DocumentsCanBeLeftOut) {
  TraceOptions options = WholeTrace();
  options.documents_per_span = 0;
  EXPECT_THAT(Trace("the lazy dog", options).documents, IsEmpty());
  options = WholeTrace();
  options.max_documents = 1;
  const TraceResult result = Trace("quick brown fox", options);
  ASSERT_EQ(result.documents.size(), 1u);
  EXPECT_EQ(result.statistics.documents_found, 2u);
  EXPECT_THAT(result.spans[0].documents, ElementsAre(0u));
}

TEST_P(TracerTest, FilterBySource) {
  TraceOptions options = WholeTrace();
  options.sources = {"books"};
  const TraceResult result = Trace("quick brown fox", options);
  ASSERT_EQ(result.documents.size(), 1u);
  EXPECT_EQ(result.documents[0].stored.source, "books");
  EXPECT_EQ(result.spans[0].occurrences, 2u) << "counts are of the whole corpus";
  EXPECT_EQ(result.statistics.documents_filtered, 1u);
}

TEST_P(TracerTest, ClaimIsUnknownWithoutAModel) {
  EXPECT_EQ(Trace("dog").claim.kind, ClaimKind::kUnknown);
  EXPECT_FALSE(Trace("dog").claim.statement.empty());
}

TEST_P(TracerTest, SearchAndOr) {
  SearchOptions options;
  options.phrases = {"lazy dog", "quick brown"};
  absl::StatusOr<SearchResult> result = corpus_.tracer().Search(options);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->documents, 2u);
  EXPECT_EQ(result->phrases[1].occurrences, 2u);
  EXPECT_EQ(result->hits[0].matches, 2u);
  options.phrases = {"It sleeps", "rare"};
  EXPECT_EQ(corpus_.tracer().Search(options)->documents, 0u);
  options.all = false;
  result = corpus_.tracer().Search(options);
  EXPECT_EQ(result->documents, 2u);
  EXPECT_EQ(TracedCorpus::Number(result->hits[0].stored), 0u);
  options.limit = 1;
  result = corpus_.tracer().Search(options);
  EXPECT_EQ(result->documents, 2u);
  EXPECT_EQ(result->hits.size(), 1u);
  options.sources = {"books"};
  result = corpus_.tracer().Search(options);
  EXPECT_EQ(result->documents, 1u);
  EXPECT_EQ(result->hits[0].stored.source, "books");
  options.phrases = {"nothing like it"};
  EXPECT_EQ(corpus_.tracer().Search(options)->documents, 0u);
}

TEST_P(TracerTest, SearchWithMoreOccurrencesThanItMayLookAtSaysSo) {
  SearchOptions options;
  options.phrases = {"dog"};
  EXPECT_TRUE(corpus_.tracer().Search(options)->complete);
  options.max_occurrences = 1;
  const absl::StatusOr<SearchResult> result = corpus_.tracer().Search(options);
  EXPECT_FALSE(result->complete);
  EXPECT_EQ(result->phrases[0].occurrences, 2u);
}

TEST(Tracer, FoldedIndexFindsOtherCasePunctuationAndQuotes) {
  TracedCorpus corpus({{"He said: \u201cIt\u2019s a well-known fact, Anna.\u201d"}},
                      {.profile = Profile::kFolded});
  const absl::StatusOr<TraceResult> result =
      corpus.tracer().Trace("he SAID it's a WELL\u2010KNOWN fact anna", WholeTrace());
  ASSERT_TRUE(result.ok()) << result.status();
  ASSERT_EQ(result->spans.size(), 1u);
  EXPECT_EQ(result->spans[0].words, result->coverage.words);
  EXPECT_FALSE(result->documents[0].snippets[0].matches[0].identical);
}

TEST(Tracer, MoreContextThanIsScored) {
  std::string text;
  for (int i = 0; i < 600; ++i) text += StrCat("w", i, " ");
  TracedCorpus corpus({{text}});
  TraceOptions options = WholeTrace();
  options.context_words = 200;
  const TraceResult wide = *corpus.tracer().Trace("w300 w301 w302 w303", options);
  const std::string& snippet = wide.documents[0].snippets[0].text;
  EXPECT_EQ(snippet.substr(0, 5), "w100 ");
  EXPECT_EQ(snippet.substr(snippet.size() - 5), " w503");
  options.context_words = 2;
  const TraceResult narrow = *corpus.tracer().Trace("w300 w301 w302 w303", options);
  EXPECT_EQ(narrow.documents[0].snippets[0].text, "w298 w299 w300 w301 w302 w303 w304 w305");
  EXPECT_EQ(wide.documents[0].bm25, narrow.documents[0].bm25) << "context is for people only";
}

}  // namespace
}  // namespace spanroot
