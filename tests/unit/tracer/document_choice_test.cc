#include "tracer/document_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "tests/support/traced_corpus.h"

namespace spanroot {
namespace {

using ::testing::ElementsAre;
using ::testing::Lt;

DocumentChoice Choose(TracedCorpus* corpus, std::string_view text, const TraceOptions& options) {
  const QueryText query = *PrepareQuery(text, /*split=*/true, *ThreadSegmenter(Profile::kVerbatim));
  const std::vector<MaximalSpan> spans = *FindMaximalSpans(corpus->index(), query, corpus->pool());
  absl::StatusOr<DocumentChoice> choice = ChooseDocuments(corpus->index(), spans, options);
  EXPECT_TRUE(choice.ok()) << choice.status();
  return *std::move(choice);
}

std::set<uint32_t> Numbers(const DocumentChoice& choice) {
  std::set<uint32_t> numbers;
  for (const CandidateDocument& candidate : choice.documents) {
    EXPECT_TRUE(numbers.insert(candidate.document.number).second) << "a document twice";
  }
  return numbers;
}

TEST(DocumentChoice, DocumentsThatExplainMoreComeFirst) {
  std::vector<SmallDocument> documents;
  for (int i = 0; i < 50; ++i) documents.push_back({"red fish swims " + std::to_string(i)});
  documents.push_back({"red fish, and later a blue bird"});
  for (int i = 0; i < 50; ++i) documents.push_back({"a blue bird flies " + std::to_string(i)});
  TracedCorpus corpus(std::move(documents));
  TraceOptions options;
  options.documents_per_span = 1;
  const DocumentChoice choice = Choose(&corpus, "red fish ate a blue bird", options);
  EXPECT_THAT(Numbers(choice), ElementsAre(50u));
  EXPECT_EQ(choice.documents[0].explained_words, 5u);
  EXPECT_EQ(choice.found, 101u);
  EXPECT_THAT(choice.examined, ElementsAre(51u, 51u));
}

TEST(DocumentChoice, WordsOfOverlappingSpansCountOnce) {
  TracedCorpus corpus({{"a b c d. Then c d e f. And f g."}});
  const DocumentChoice choice = Choose(&corpus, "a b c d e f g", WholeTrace());
  ASSERT_EQ(choice.documents.size(), 1u);
  EXPECT_EQ(choice.documents[0].explained_words, 7u);
}

TEST(DocumentChoice, TheSampleTakesSourcesInTurn) {
  std::vector<SmallDocument> documents;
  for (int i = 0; i < 300; ++i) documents.push_back({"green tea", "big"});
  for (int i = 0; i < 3; ++i) documents.push_back({"green tea", "small"});
  documents.push_back({"green tea", "tiny"});
  TracedCorpus corpus(std::move(documents), {.documents_per_shard = 152});
  TraceOptions options;
  options.documents_per_span = 9;
  std::map<std::string, int> of_source;
  for (const CandidateDocument& candidate : Choose(&corpus, "green tea", options).documents) {
    const DocumentDirectory& directory =
        corpus.index().shards()[candidate.document.shard]->documents();
    ++of_source[directory.sources()[candidate.source]];
  }
  EXPECT_EQ(of_source, (std::map<std::string, int>{{"big", 5}, {"small", 3}, {"tiny", 1}}));
}

TEST(DocumentChoice, TheSeedDecides) {
  std::vector<SmallDocument> documents(400, {"green tea"});
  TracedCorpus corpus(std::move(documents));
  TraceOptions options;
  std::set<std::set<uint32_t>> samples;
  for (uint64_t seed = 0; seed < 4; ++seed) {
    options.seed = seed;
    const std::set<uint32_t> sample = Numbers(Choose(&corpus, "green tea", options));
    EXPECT_EQ(sample.size(), 10u);
    EXPECT_EQ(sample, Numbers(Choose(&corpus, "green tea", options)));
    samples.insert(sample);
  }
  EXPECT_EQ(samples.size(), 4u);
}

TEST(DocumentChoice, FilterBySource) {
  TracedCorpus corpus({{"green tea", "web"}, {"green tea", "wiki"}, {"green tea", "web"}});
  TraceOptions options;
  options.sources = {"wiki", "nowhere"};
  const DocumentChoice choice = Choose(&corpus, "green tea", options);
  EXPECT_THAT(Numbers(choice), ElementsAre(1u));
  EXPECT_EQ(choice.found, 3u);
  EXPECT_EQ(choice.filtered, 2u);
  options.sources = {"nowhere"};
  EXPECT_TRUE(Choose(&corpus, "green tea", options).documents.empty());
}

TEST(DocumentChoice, OnlySoManyOccurrencesAreExamined) {
  TracedCorpus corpus(std::vector<SmallDocument>(2000, {"green tea"}));
  TraceOptions options;
  options.max_occurrences = 100;
  const DocumentChoice choice = Choose(&corpus, "green tea", options);
  EXPECT_THAT(choice.examined, ElementsAre(100u));
  EXPECT_EQ(choice.found, 100u);
}

TEST(DocumentChoice, ARepetitiveDocumentIsKeptSmall) {
  std::string text = "blue bird";
  for (int i = 0; i < 5000; ++i) text += " red fish";
  TracedCorpus corpus({{text}});
  const DocumentChoice choice = Choose(&corpus, "red fish ate blue bird", WholeTrace());
  ASSERT_EQ(choice.documents.size(), 1u);
  EXPECT_THAT(choice.documents[0].matches.size(), Lt(100u));
  EXPECT_EQ(choice.documents[0].explained_words, 4u);
}

}  // namespace
}  // namespace spanroot
