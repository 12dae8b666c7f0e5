// What holds of every trace, on random corpora and texts: spans are maximal, sorted, within a
// sentence and counted right; documents hold them; the same question has the same answer.
#include <gtest/gtest.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>

#include "indexer/text/sentences.h"
#include "tests/support/traced_corpus.h"
#include "tracer/match/query_text.h"

namespace spanroot {
namespace {

constexpr std::array<const char*, 12> kWords = {"the",
                                                "old",
                                                "ferry",
                                                "e.g.",
                                                "3.14",
                                                "\u00e9t\u00e9",
                                                "e\u0301te\u0301",
                                                "\u4f60",
                                                "\u0e19\u0e49",
                                                "\u0645\u0631\u062d\u0628\u0627",
                                                "\U0001F600",
                                                "a-long-word-of-more-than-32-bytes"};
constexpr std::array<const char*, 10> kGaps = {" ",  " ",  " ",  " ",  "  ",
                                               ", ", ". ", "\n", "! ", ""};

std::string RandomText(size_t words, size_t vocabulary, std::mt19937_64* random) {
  std::string text;
  for (size_t i = 0; i < words; ++i) {
    text += kWords[(*random)() % vocabulary];
    text += kGaps[(*random)() % kGaps.size()];
  }
  return text;
}

struct World {
  uint32_t seed;
  Profile profile;
  uint32_t documents_per_shard;
};

class TraceProperty : public ::testing::TestWithParam<World> {
 protected:
  static std::vector<SmallDocument> Documents(uint32_t seed) {
    std::mt19937_64 random(seed);
    std::vector<SmallDocument> documents;
    const size_t vocabulary = 2 + seed % 11;
    for (int i = 0; i < 60; ++i) {
      const std::string source = i % 3 == 0 ? "even" : "odd";
      documents.push_back({RandomText(1 + random() % 60, vocabulary, &random), source});
    }
    documents.push_back(documents.back());  // a duplicate
    return documents;
  }

  std::string RandomQuery() {
    if (random_() % 3 > 0) return RandomText(random_() % 60, kWords.size(), &random_);
    // Pieces of documents.
    std::string text;
    for (int i = 0; i < 3; ++i) {
      const std::string& document = corpus_.documents()[random_() % 60].text;
      const size_t begin = random_() % document.size();
      text += document.substr(begin, 1 + random_() % 80) + " ";
    }
    return text;
  }

  TraceResult Trace(std::string_view text, const TraceOptions& options) {
    absl::StatusOr<TraceResult> result = corpus_.tracer().Trace(text, options);
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *std::move(result) : TraceResult();
  }
  QueryText Prepare(std::string_view text) {
    return *PrepareQuery(text, /*split=*/false, *ThreadSegmenter(GetParam().profile));
  }
  uint64_t Count(std::string_view phrase) {
    return corpus_.tracer().Count(phrase).value_or(CountResult()).occurrences;
  }
  // The keys of a text alone are those it has among others: no unit depends on what is before it.
  bool StandsAlone(const QueryText& query, uint32_t first, uint32_t end, std::string_view raw) {
    const QueryText alone = Prepare(raw);
    return alone.words.size() == end - first &&
           alone.Pattern(0, end - first - 1) == query.Pattern(first, end - 1);
  }

  TracedCorpus corpus_{Documents(GetParam().seed),
                       {.profile = GetParam().profile,
                        .documents_per_shard = GetParam().documents_per_shard,
                        .block_words = 2 + GetParam().seed % 7}};
  std::mt19937_64 random_{GetParam().seed + 1000};
};

INSTANTIATE_TEST_SUITE_P(
    Worlds, TraceProperty,
    ::testing::Values(World{0, Profile::kVerbatim, 0}, World{1, Profile::kVerbatim, 10},
                      World{2, Profile::kFolded, 0}, World{3, Profile::kFolded, 7},
                      World{9, Profile::kVerbatim, 61}, World{10, Profile::kVerbatim, 3}));

TEST_P(TraceProperty, SpansAreMaximalCountedAndWithinASentence) {
  for (int round = 0; round < 40; ++round) {
    const TraceResult result = Trace(RandomQuery(), WholeTrace());
    const QueryText query = Prepare(result.text);
    const std::vector<size_t> ends = *SentenceEnds(result.text);
    const auto sentence = [&](size_t byte) {
      return std::upper_bound(ends.begin(), ends.end(), byte) - ends.begin();
    };
    const auto raw = [&](uint32_t first, uint32_t end) {
      const size_t begin = query.words[first].begin_byte;
      return std::string_view(result.text).substr(begin, query.words[end - 1].end_byte - begin);
    };
    const TraceSpan* before = nullptr;
    for (const TraceSpan& span : result.spans) {
      const uint32_t first = span.first_word, end = first + span.words;
      SCOPED_TRACE("span \"" + std::string(raw(first, end)) + "\" of " + JsonString(result.text));
      EXPECT_EQ(RangeText(result.text, span.range), raw(first, end));
      EXPECT_EQ(sentence(span.range.begin_byte), sentence(query.words[end - 1].begin_byte));
      if (before != nullptr) {
        EXPECT_LT(before->first_word, first);
        EXPECT_LT(before->first_word + before->words, end);
      }
      before = &span;
      EXPECT_GE(span.occurrences, 1u);
      if (StandsAlone(query, first, end, raw(first, end))) {
        EXPECT_EQ(span.occurrences, Count(raw(first, end)));
      }
      if (first > 0 &&
          sentence(query.words[first - 1].begin_byte) == sentence(span.range.begin_byte) &&
          StandsAlone(query, first - 1, end, raw(first - 1, end))) {
        EXPECT_EQ(Count(raw(first - 1, end)), 0u) << "could start earlier";
      }
      if (end < query.words.size() &&
          sentence(query.words[end].begin_byte) == sentence(span.range.begin_byte) &&
          StandsAlone(query, first, end + 1, raw(first, end + 1))) {
        EXPECT_EQ(Count(raw(first, end + 1)), 0u) << "could end later";
      }
    }
  }
}

TEST_P(TraceProperty, EveryWordThatOccursIsInASpan) {
  for (int round = 0; round < 40; ++round) {
    const TraceResult result = Trace(RandomQuery(), WholeTrace());
    const QueryText query = Prepare(result.text);
    size_t unknown = 0;
    for (uint32_t word = 0; word < query.words.size(); ++word) {
      bool held = false;
      for (const TraceSpan& span : result.spans) {
        held |= span.first_word <= word && word < span.first_word + span.words;
      }
      if (!held) {
        ASSERT_LT(unknown, result.coverage.unknown_words.size());
        EXPECT_EQ(result.coverage.unknown_words[unknown++].begin_byte,
                  query.words[word].begin_byte);
      }
    }
    EXPECT_EQ(unknown, result.coverage.unknown_words.size());
  }
}

TEST_P(TraceProperty, DocumentsHoldTheirSpans) {
  for (int round = 0; round < 20; ++round) {
    const TraceResult result = Trace(RandomQuery(), WholeTrace());
    const QueryText query = Prepare(result.text);
    Relevance level = Relevance::kHigh;
    for (const TraceDocument& document : result.documents) {
      const std::string& text = corpus_.documents()[TracedCorpus::Number(document.stored)].text;
      const std::string keys = kUnitEnd + Prepare(text).segmented.key_form;
      for (const uint32_t span : document.spans) {
        const uint32_t first = result.spans[span].first_word;
        const std::string_view pattern = query.Pattern(first, first + result.spans[span].words - 1);
        EXPECT_NE(keys.find(kUnitEnd + std::string(pattern)), std::string::npos)
            << JsonString(RangeText(result.text, result.spans[span].range)) << " in "
            << JsonString(text);
      }
      for (const Snippet& snippet : document.snippets) {
        ASSERT_LE(snippet.begin_byte + snippet.text.size(), text.size());
        EXPECT_EQ(text.compare(snippet.begin_byte, snippet.text.size(), snippet.text), 0);
        EXPECT_FALSE(snippet.matches.empty());
        size_t end = 0;
        for (const SnippetMatch& match : snippet.matches) {
          EXPECT_GE(match.begin_byte, end);
          EXPECT_LT(match.begin_byte, match.end_byte);
          end = match.end_byte;
          ASSERT_LE(end, snippet.text.size());
          const std::string_view raw =
              std::string_view(snippet.text).substr(match.begin_byte, end - match.begin_byte);
          EXPECT_EQ(match.identical, raw == RangeText(result.text, result.spans[match.span].range));
        }
      }
      EXPECT_LE(document.level, level) << "not in order";
      level = document.level;
      EXPECT_GE(document.relevance, 0);
      EXPECT_LE(document.relevance, 1);
      EXPECT_LE(document.explained_words, result.coverage.words);
    }
  }
}

TEST_P(TraceProperty, ThreadsAndCacheDoNotMatter) {
  const std::unique_ptr<IndexReader> small_cache = corpus_.Reopen(1);
  ThreadPool one(1), four(4);
  const Tracer others[] = {Tracer(&corpus_.index(), &one), Tracer(&corpus_.index(), &four),
                           Tracer(small_cache.get(), &four)};
  for (int round = 0; round < 10; ++round) {
    const std::string text = RandomQuery();
    TraceOptions options;
    options.min_words = 2;
    options.density = 0.3;
    options.documents_per_span = 3;
    options.max_occurrences = 20;
    options.seed = static_cast<uint64_t>(round);
    const std::string expected = Describe(Trace(text, options));
    for (const Tracer& other : others) EXPECT_EQ(Describe(*other.Trace(text, options)), expected);
  }
}

// The child of the test below: traces in the index that the environment names.
constexpr char kIndexVariable[] = "SPANROOT_TEST_INDEX";
constexpr char kOutputVariable[] = "SPANROOT_TEST_OUTPUT";
constexpr char kText[] = "the old ferry, the old the ferry. ferry the old e.g. old old";

TEST(TraceInAnotherProcess, Child) {
  if (getenv(kIndexVariable) == nullptr) GTEST_SKIP() << "skipped: only for the test SameAnswer";
  const auto index = IndexReader::Open(getenv(kIndexVariable));
  ASSERT_TRUE(index.ok()) << index.status();
  ThreadPool pool(1);
  TraceOptions options = WholeTrace();
  options.documents_per_span = 5;
  std::ofstream(getenv(kOutputVariable))
      << Describe(*Tracer(index->get(), &pool).Trace(kText, options));
}

TEST(TraceInAnotherProcess, SameAnswer) {
  std::mt19937_64 random(7);
  std::vector<SmallDocument> documents;
  for (int i = 0; i < 200; ++i) documents.push_back({RandomText(30, 5, &random)});
  TracedCorpus corpus(documents, {.documents_per_shard = 70});
  TraceOptions options = WholeTrace();
  options.documents_per_span = 5;
  const std::string expected = Describe(*corpus.tracer().Trace(kText, options));
  EXPECT_NE(expected.find("document"), std::string::npos);
  const TempDir folder;
  const std::string output = folder.File("trace");
  setenv(kIndexVariable, corpus.index_dir().c_str(), 1);
  setenv(kOutputVariable, output.c_str(), 1);
  std::array<char, 4096> program = {};
  ASSERT_GT(readlink("/proc/self/exe", program.data(), program.size() - 1), 0);
  const std::string command = std::string("'") + program.data() +
                              "' --gtest_filter=TraceInAnotherProcess.Child > /dev/null";
  EXPECT_EQ(system(command.c_str()), 0);
  unsetenv(kIndexVariable);
  std::ifstream file(output);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), expected);
}

}  // namespace
}  // namespace spanroot
