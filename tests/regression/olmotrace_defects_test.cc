// Defects seen in OlmoTrace, one test or more each: docs/tracing.md, "Differences from OlmoTrace".
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <iterator>
#include <map>
#include <string>
#include <thread>

#include "tests/support/traced_corpus.h"

namespace spanroot {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

TraceResult Trace(const TracedCorpus& corpus, std::string_view text,
                  const TraceOptions& options = WholeTrace()) {
  absl::StatusOr<TraceResult> result = corpus.tracer().Trace(text, options);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : TraceResult();
}

std::vector<std::string> Spans(const TracedCorpus& corpus, std::string_view text) {
  const TraceResult result = Trace(corpus, text);
  std::vector<std::string> spans;
  for (const TraceSpan& span : result.spans) spans.emplace_back(RangeText(result.text, span.range));
  return spans;
}

// Defect: the word before a period that does not match was lost.
TEST(OlmoTraceDefects, TheWordBeforeAnUnmatchedPeriodIsKept) {
  TracedCorpus corpus({{"she walked slowly to the old harbour and waited"}});
  EXPECT_THAT(Spans(corpus, "Then she walked slowly to the old harbour."),
              ElementsAre("she walked slowly to the old harbour"));
}

// Defect: the first word of the text and of every line could not start a span.
TEST(OlmoTraceDefects, TheFirstWordOfATextAndOfALineStartsSpans) {
  TracedCorpus corpus({{"all the birds sang and all the bells rang"}});
  EXPECT_THAT(Spans(corpus, "all the birds sang\nall the bells rang\n\nbirds sang and all"),
              ElementsAre("all the birds sang", "all the bells rang", "birds sang and all"));
}

// Defect: spans crossed paragraph breaks, since "\n\n" is another token than "\n".
TEST(OlmoTraceDefects, NoSpanCrossesALineBreak) {
  TracedCorpus corpus({{"one two three four five six"}});
  for (const std::string line_break :
       {"\n", "\n\n", "\r\n", "\r", "\n \n", "\v", "\f", "\u0085", "\u2028", "\u2029"}) {
    EXPECT_THAT(Spans(corpus, "one two three" + line_break + "four five six"),
                ElementsAre("one two three", "four five six"));
  }
}

// Defect: only "." ended a sentence, and it did so in numbers and abbreviations.
TEST(OlmoTraceDefects, SpansEndWhereSentencesDo) {
  TracedCorpus corpus(
      {{"Is it so? It is! Well (it is.) Pi is 3.14 or so, e.g. here in the U.S. "
        "Senate. \u597d\u3002\u5417\uff1f\u597d\uff01\u597d"}});
  EXPECT_THAT(Spans(corpus, "Is it so? It is! Well (it is.) Pi is 3.14 or so"),
              ElementsAre("Is it so", "It is", "Well (it is", "Pi is 3.14 or so"));
  EXPECT_THAT(Spans(corpus, "is 3.14 or so, e.g. here in the U.S. Senate."),
              ElementsAre("is 3.14 or so, e.g. here in the U.S. Senate"));
  EXPECT_EQ(Spans(corpus, "\u597d\u3002\u5417\uff1f\u597d\uff01\u597d").size(), 4u);
}

// Defect: spans with more occurrences than a limit vanished without a word.
TEST(OlmoTraceDefects, AFrequentSpanIsReturnedWithItsExactCount) {
  TracedCorpus corpus(std::vector<SmallDocument>(3000, {"terms and conditions apply"}),
                      {.block_words = 64});
  TraceOptions options;
  options.max_occurrences = 10;
  const TraceResult result = Trace(corpus, "terms and conditions apply", options);
  ASSERT_EQ(result.spans.size(), 1u);
  EXPECT_EQ(result.spans[0].occurrences, 3000u);
  EXPECT_EQ(result.spans[0].examined, 10u);
}

// Defect: overlapping spans were merged into highlights that no document contained.
TEST(OlmoTraceDefects, EverySpanStandsInEachOfItsDocuments) {
  TracedCorpus corpus({{"alpha beta gamma delta"}, {"gamma delta epsilon zeta"}});
  const TraceResult result = Trace(corpus, "alpha beta gamma delta epsilon zeta");
  ASSERT_EQ(result.spans.size(), 2u);
  for (const TraceSpan& span : result.spans) {
    ASSERT_FALSE(span.documents.empty());
    for (const uint32_t document : span.documents) {
      const size_t number = TracedCorpus::Number(result.documents[document].stored);
      EXPECT_NE(corpus.documents()[number].text.find(RangeText(result.text, span.range)),
                std::string::npos);
    }
  }
}

// Defect: all positions of all spans were fetched before most spans were dropped.
TEST(OlmoTraceDefects, OnlyTheSpansKeptAreLookedUp) {
  std::vector<SmallDocument> documents;
  for (int i = 0; i < 400; ++i) {
    const std::string tail = " tail" + std::to_string(i);
    documents.push_back({"red fish" + tail + "\nblue bird" + tail + "\ngreen frog" + tail});
  }
  documents.push_back({"a single quokka"});
  TracedCorpus corpus(documents, {.block_words = 4});
  const std::string text = "red fish\nblue bird\ngreen frog\na single quokka";
  const auto blocks_read = [&](double density) {
    const auto index = corpus.Reopen(uint64_t{8} << 20);
    ThreadPool pool(1);
    TraceOptions options = WholeTrace();
    options.density = density;
    options.documents_per_span = 1;
    const TraceResult result = *Tracer(index.get(), &pool).Trace(text, options);
    uint64_t examined = 0;
    for (const TraceSpan& span : result.spans) examined += span.examined;
    EXPECT_EQ(result.statistics.spans_found, 4u);
    EXPECT_EQ(examined, density == 1 ? 1201u : 1u);
    return result.statistics.suffix_blocks_read;
  };
  EXPECT_LT(blocks_read(0.1) + 200, blocks_read(1));  // 1,200 positions are 300 blocks
}

// Defect: one thread was started per token and shard.
TEST(OlmoTraceDefects, TracingStartsNoThreads) {
  std::vector<SmallDocument> documents;
  for (int i = 0; i < 8; ++i) documents.push_back({"one two three four " + std::to_string(i)});
  TracedCorpus corpus(documents, {.documents_per_shard = 1});
  ASSERT_EQ(corpus.index().shards().size(), 8u);
  const auto threads = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                         std::filesystem::directory_iterator());
  };
  std::atomic<bool> done = false;
  std::atomic<long> most = 0;
  std::thread watch([&] {
    while (!done) most = std::max<long>(most, threads());
  });
  const long before = threads();
  for (int i = 0; i < 300; ++i) Trace(corpus, "one two three four five six seven 1 two three 2");
  done = true;
  watch.join();
  EXPECT_LE(most, before);
}

// Defect: positions were numbers of tokens, so a page had to find the text again by searching it.
TEST(OlmoTraceDefects, OffsetsPointIntoTheTextItself) {
  TracedCorpus corpus({{"the (old) harbour, again"}});
  const std::string text = "\u00c4h \U0001F600: the  (old)\tharbour, harbour";
  const TraceResult result = Trace(corpus, text);
  ASSERT_EQ(result.spans.size(), 2u);
  EXPECT_EQ(result.text, text);
  const TextRange& range = result.spans[0].range;
  EXPECT_EQ(RangeText(text, range), "the  (old)\tharbour");
  EXPECT_EQ(range.begin_code_point, 6u);
  EXPECT_EQ(range.end_code_point, 24u);
  EXPECT_EQ(RangeText(text, result.spans[1].range), "harbour");
  EXPECT_EQ(result.spans[1].range.begin_byte, text.rfind("harbour")) << "the second, not the first";
}

// Defect: a document kept the score of its first snippet, not of its best.
TEST(OlmoTraceDefects, ADocumentIsScoredByItsBestPassage) {
  std::string filler;
  for (int i = 0; i < 900; ++i) filler += "filler" + std::to_string(i % 90) + " ";
  // Passages that repeat a frequent phrase come first; the one the text was taken from is last.
  std::string document;
  for (int i = 0; i < 4; ++i) document += "in the end, in the end, in the end " + filler;
  const std::string passage = "the ferryman sold lanterns in the end";
  TracedCorpus corpus({{document + passage}, {"in the end nothing happened"}, {"other words"}});
  const TraceResult result = Trace(corpus, "the ferryman sold lanterns. But in the end, why");
  ASSERT_FALSE(result.documents.empty());
  EXPECT_EQ(TracedCorpus::Number(result.documents[0].stored), 0u);
  EXPECT_THAT(result.documents[0].snippets[0].text, ::testing::HasSubstr("ferryman sold lanterns"));
}

// Defect: ten documents drawn at random per span missed the one that explains many spans.
TEST(OlmoTraceDefects, TheDocumentThatExplainsManySpansIsFound) {
  std::vector<SmallDocument> documents;
  for (int i = 0; i < 500; ++i) {
    documents.push_back({"as far as we know, case " + std::to_string(i)});
    documents.push_back({"on the other hand, case " + std::to_string(i)});
  }
  documents.push_back({"as far as we know it rains, but on the other hand it shines"});
  TracedCorpus corpus(documents, {.block_words = 64});
  TraceOptions options = WholeTrace();
  options.documents_per_span = 10;
  const TraceResult result =
      Trace(corpus, "as far as we know yes, though on the other hand no", options);
  ASSERT_FALSE(result.documents.empty());
  EXPECT_EQ(TracedCorpus::Number(result.documents[0].stored), 1000u);
}

// Defect: shares of sources were taken from ten sampled documents. Counts are of the whole corpus;
// what was sampled says so, and shows every source.
TEST(OlmoTraceDefects, CountsAreOfTheCorpusAndSamplesSaySo) {
  std::vector<SmallDocument> documents(990, {"open the window", "web"});
  for (int i = 0; i < 10; ++i) documents.push_back({"open the window", "books"});
  TracedCorpus corpus(documents, {.block_words = 64});
  TraceOptions options = WholeTrace();
  options.documents_per_span = 10;
  const TraceResult result = Trace(corpus, "open the window", options);
  EXPECT_EQ(result.spans[0].occurrences, 1000u);
  EXPECT_EQ(result.spans[0].examined, 1000u);
  EXPECT_EQ(result.statistics.documents_found, 1000u);
  std::map<std::string, int> of_source;
  for (const TraceDocument& document : result.documents) ++of_source[document.stored.source];
  EXPECT_EQ(of_source, (std::map<std::string, int>{{"books", 5}, {"web", 5}}));
}

// Defect: prompts about lyrics and songs were refused.
TEST(OlmoTraceDefects, NoPromptIsRefused) {
  TracedCorpus corpus({{"row your boat gently down the stream"}});
  TraceOptions options = WholeTrace();
  options.prompt = "What are the lyrics of that song?";
  EXPECT_EQ(Trace(corpus, "row your boat gently", options).spans.size(), 1u);
}

// Defect: documents with an e-mail address disappeared.
TEST(OlmoTraceDefects, DocumentsWithAnAddressAreReturned) {
  TracedCorpus corpus({{"write to anna@example.org about the stamp collection"}});
  const TraceResult result = Trace(corpus, "about the stamp collection");
  ASSERT_EQ(result.documents.size(), 1u);
  EXPECT_THAT(result.documents[0].snippets[0].text, ::testing::HasSubstr("anna@example.org"));

  // Redacted on request, which is said and moves nothing.
  TraceOptions options = WholeTrace();
  options.redact_emails = true;
  const TraceResult redacted = Trace(corpus, "about the stamp collection", options);
  EXPECT_EQ(redacted.statistics.emails_redacted, 1u);
  EXPECT_EQ(redacted.documents[0].snippets[0].text,
            "write to **************** about the stamp collection");
  EXPECT_EQ(redacted.documents[0].snippets[0].matches[0].begin_byte,
            result.documents[0].snippets[0].matches[0].begin_byte);
}

}  // namespace
}  // namespace spanroot
