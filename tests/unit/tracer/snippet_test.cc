// Snippets around matches: their bytes are the document's, matches are whole, context is bounded.
#include "tracer/evidence/snippet.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "indexer/text/utf8.h"
#include "tests/support/traced_corpus.h"

namespace spanroot {
namespace {

uint32_t CountWords(std::string_view text) {
  return static_cast<uint32_t>(
      PrepareQuery(text, /*split=*/false, *ThreadSegmenter(Profile::kVerbatim))->words.size());
}

// What must hold of every snippet. `phrase`: what was searched.
void Check(const std::string& document, const Snippet& snippet, const std::string& phrase,
           uint32_t context_words) {
  SCOPED_TRACE("snippet \"" + snippet.text + "\" of \"" + document.substr(0, 200) + "\"");
  ASSERT_LE(snippet.begin_byte + snippet.text.size(), document.size());
  EXPECT_EQ(document.compare(snippet.begin_byte, snippet.text.size(), snippet.text), 0);
  std::string repaired = snippet.text;
  EXPECT_EQ(ReplaceInvalidUtf8(&repaired), 0u) << "a code point was cut";
  EXPECT_EQ(snippet.at_begin, snippet.begin_byte == 0);
  EXPECT_EQ(snippet.at_end, snippet.begin_byte + snippet.text.size() == document.size());
  ASSERT_FALSE(snippet.matches.empty());
  size_t end = 0;
  for (const SnippetMatch& match : snippet.matches) {
    EXPECT_GE(match.begin_byte, end);
    ASSERT_LT(match.begin_byte, match.end_byte);
    ASSERT_LE(match.end_byte, snippet.text.size());
    end = match.end_byte;
    const std::string raw = snippet.text.substr(match.begin_byte, end - match.begin_byte);
    EXPECT_EQ(match.identical, raw == phrase) << raw;
    EXPECT_EQ(CountWords(raw), CountWords(phrase)) << raw;
  }
  EXPECT_LE(CountWords(snippet.text.substr(0, snippet.matches.front().begin_byte)), context_words);
  EXPECT_LE(CountWords(snippet.text.substr(end)), context_words);
}

// The snippets of the document that has most of `phrase`, checked.
std::vector<Snippet> Snippets(const TracedCorpus& corpus, const std::string& phrase,
                              uint32_t context_words) {
  SearchOptions options;
  options.phrases = {phrase};
  options.context_words = context_words;
  const absl::StatusOr<SearchResult> result = corpus.tracer().Search(options);
  EXPECT_TRUE(result.ok()) << result.status();
  if (!result.ok() || result->hits.empty()) {
    ADD_FAILURE() << "\"" << phrase << "\" not found";
    return {Snippet()};
  }
  for (const SearchResult::Hit& hit : result->hits) {
    for (const Snippet& snippet : hit.snippets) {
      Check(corpus.documents()[TracedCorpus::Number(hit.stored)].text, snippet, phrase,
            context_words);
    }
  }
  return result->hits[0].snippets;
}

TracedCorpus Among(const std::string& document, Profile profile = Profile::kVerbatim) {
  return TracedCorpus({{"Something before it."}, {document}, {"Something after it."}},
                      {.profile = profile});
}

std::string Repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Snippet, ContextInWords) {
  const TracedCorpus corpus = Among("One two, three four five six. Seven!");
  EXPECT_EQ(Snippets(corpus, "four", 1)[0].text, "three four five");
  EXPECT_EQ(Snippets(corpus, "four", 0)[0].text, "four");
  EXPECT_EQ(Snippets(corpus, "four", 2)[0].text, "two, three four five six");
}

TEST(Snippet, TheWholeDocumentWithItsMarksIfThatIsShort) {
  const std::string document = "\"One two three.\"\n";
  const Snippet snippet = Snippets(Among(document), "two", 5)[0];
  EXPECT_EQ(snippet.text, document);
  EXPECT_TRUE(snippet.at_begin);
  EXPECT_TRUE(snippet.at_end);
}

TEST(Snippet, NeighbouringMatchesShareASnippetAndDistantOnesDoNot) {
  const TracedCorpus corpus = Among("here and here " + Repeat("filler ", 200) + "here");
  const std::vector<Snippet> snippets = Snippets(corpus, "here", 3);
  ASSERT_EQ(snippets.size(), 2u);
  EXPECT_EQ(snippets[0].matches.size(), 2u);
  EXPECT_EQ(snippets[1].matches.size(), 1u);
}

TEST(Snippet, MatchesMayBeMuchLongerInTheDocumentThanInTheText) {
  const TracedCorpus corpus = Among("An alpha" + std::string(5000, ' ') + "beta\n\ngamma it is");
  for (const uint32_t context : {0u, 3u}) {
    const SnippetMatch match = Snippets(corpus, "alpha beta gamma", context)[0].matches[0];
    EXPECT_FALSE(match.identical);
    EXPECT_EQ(match.end_byte - match.begin_byte, 5016u);
  }
}

TEST(Snippet, DecomposedTextMatchesComposed) {
  const std::string composed = Repeat("\ud55c\uad6d\uc5b4 ", 60);
  const std::string decomposed = Repeat("\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165 ", 60);
  const Snippet snippet = Snippets(Among(decomposed + "end"), composed + "end", 0)[0];
  EXPECT_FALSE(snippet.matches[0].identical);
  EXPECT_EQ(snippet.text, decomposed + "end");
}

TEST(Snippet, IdenticalOnlyIfTheBytesAre) {
  const auto identical = [](const std::string& document, Profile profile) {
    return Snippets(Among(document, profile), "One, two", 2)[0].matches[0].identical;
  };
  EXPECT_TRUE(identical("so One, two it is", Profile::kFolded));
  EXPECT_FALSE(identical("so one -- TWO it is", Profile::kFolded));
  EXPECT_FALSE(identical("so One,\ntwo it is", Profile::kVerbatim));
}

TEST(Snippet, WordsAreNotCutApartWhereReadingStops) {
  // Words of 90 bytes: far more than is read for a word of context.
  std::string words;
  for (int i = 0; i < 30; ++i) words += std::string(90, static_cast<char>('a' + i % 26)) + " ";
  const Snippet snippet = Snippets(Among(words + "middle " + words), "middle", 20)[0];
  const size_t at = snippet.text.find("middle");
  EXPECT_EQ(at % 91, 0u) << snippet.text;
  EXPECT_EQ((snippet.text.size() - at - 6) % 91, 0u) << snippet.text;
  EXPECT_GT(at, 0u);
}

TEST(Snippet, CodePointsAreNotCut) {
  std::vector<SmallDocument> documents;
  for (const std::string word : {"\u4f60\u597d", "\U0001F468\u200D\U0001F469\u200D\U0001F467",
                                 "\u0e01\u0e34\u0e19", "\U0001F1E9\U0001F1EA", "e\u0301\u0301"}) {
    for (const int shift : {0, 1, 2, 3}) {
      documents.push_back(
          {Repeat("x", shift) + " " + Repeat(word, 300) + " middle " + Repeat(word, 300)});
    }
  }
  const TracedCorpus corpus(documents);
  for (const uint32_t context : {1u, 2u, 5u, 40u}) Snippets(corpus, "middle", context);
}

TEST(Snippet, AMatchInARunOfFlagsIsPlacedRight) {
  // Where a flag begins depends on all the letters before it, and reading starts inside of one.
  const std::string de = "\U0001F1E9\U0001F1EA", fr = "\U0001F1EB\U0001F1F7";
  Snippets(Among(Repeat(de, 98) + fr + Repeat(de, 100)), fr + de, 5);
}

TEST(Snippet, NarrowingKeepsTheMatches) {
  TracedCorpus corpus({{"One two three four five six seven eight nine ten."}});
  Segmenter* const segmenter = *ThreadSegmenter(Profile::kVerbatim);
  const std::vector<MatchedPhrase> phrases = {{"five six", 2}};
  const Passage passage =
      *ReadPassage(*corpus.index().shards()[0], {0, 0}, phrases, {{0, 19}}, 3, segmenter);
  EXPECT_EQ(passage.snippet.text, "two three four five six seven eight nine");
  EXPECT_EQ(Narrow(passage, 3).text, passage.snippet.text);
  const Snippet narrow = Narrow(passage, 1);
  EXPECT_EQ(narrow.text, "four five six seven");
  EXPECT_EQ(narrow.begin_byte, 14u);
  ASSERT_EQ(narrow.matches.size(), 1u);
  EXPECT_EQ(narrow.text.substr(narrow.matches[0].begin_byte, 8), "five six");
}

TEST(Snippet, ClustersByDistance) {
  const std::vector<MatchCluster> clusters =
      ClusterMatches({{0, 500}, {1, 100}, {0, 110}, {0, 100}, {2, 611}}, 111);
  ASSERT_EQ(clusters.size(), 2u);
  ASSERT_EQ(clusters[0].size(), 3u);
  EXPECT_EQ(clusters[0][0].span, 0u);
  EXPECT_EQ(clusters[0][1].span, 1u);
  EXPECT_EQ(clusters[1].size(), 2u);
  EXPECT_TRUE(ClusterMatches({}, 5).empty());
}

}  // namespace
}  // namespace spanroot
