// Matching by hand-made examples; tests/property/index compares with the oracle.
#include "tracer/match/shard_matcher.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/small_index.h"

namespace spanroot {
namespace {

class Matching : public testing::Test {
 protected:
  QueryText Prepare(const SmallIndex& index, std::string_view text, bool split = false) {
    Segmenter* const segmenter = *ThreadSegmenter(index.index().manifest().profile);
    return *PrepareQuery(text, split, segmenter);
  }
  uint64_t Count(SmallIndex* index, std::string_view phrase) {
    const auto found = FindPhrase(index->index(), Prepare(*index, phrase), index->pool());
    EXPECT_TRUE(found.ok()) << found.status();
    uint64_t count = 0;
    for (const ShardInterval& interval : *found) count += interval.ranks.size();
    return count;
  }
};

TEST_F(Matching, CountsPhrases) {
  SmallIndex index({"the cat sat. The cat, the cat", "a catalogue of the cat's"},
                   Profile::kVerbatim, 2);
  EXPECT_EQ(Count(&index, "the cat"), 2u);  // not "The", not "cat's"
  EXPECT_EQ(Count(&index, "cat"), 3u);
  EXPECT_EQ(Count(&index, "cat, the"), 1u);
  EXPECT_EQ(Count(&index, "cat the"), 0u);
  EXPECT_EQ(Count(&index, "cat ,\n the!"), 1u);  // spacing and what follows the last word: no part
  EXPECT_EQ(Count(&index, "dog"), 0u);
  EXPECT_EQ(Count(&index, "zzz"), 0u);
  EXPECT_EQ(Count(&index, "A"), 0u);
  const auto nothing = FindPhrase(index.index(), Prepare(index, " ... "), index.pool());
  EXPECT_TRUE(absl::IsInvalidArgument(nothing.status()));
}

TEST_F(Matching, FoldedCountsCaseAndPunctuationAlike) {
  SmallIndex index({"the cat sat. The CAT, the \xe2\x80\x9c"
                    "cat\xe2\x80\x9d",
                    "a catalogue"},
                   Profile::kFolded, 2);
  EXPECT_EQ(Count(&index, "The Cat"), 3u);
  EXPECT_EQ(Count(&index, "cat sat the"), 1u);
}

TEST_F(Matching, MatchesDoNotLeaveDocuments) {
  SmallIndex index({"a b", "c d", "b c"}, Profile::kVerbatim, 2);
  EXPECT_EQ(Count(&index, "b c"), 1u);
  EXPECT_EQ(Count(&index, "a b c"), 0u);
}

// A word is not matched by a longer one that begins with its bytes, nor by its own first piece.
TEST_F(Matching, WholeWords) {
  const std::string unit(kMaxUnitBytes, 'w');
  SmallIndex index({unit + " end", unit + "w end", unit + unit + " end", "cat cats"},
                   Profile::kVerbatim, 2);
  for (const std::string& word : {unit, unit + "w", unit + unit}) {
    EXPECT_EQ(Count(&index, word), 1u) << word;
    EXPECT_EQ(Count(&index, word + " end"), 1u) << word;
  }
  EXPECT_EQ(Count(&index, unit + unit + "w"), 0u);
  EXPECT_EQ(Count(&index, "cat"), 1u);
  EXPECT_EQ(Count(&index, "ca"), 0u);
}

TEST_F(Matching, SpansEndAtSentences) {
  SmallIndex index({"one two. Three four\nfive six"}, Profile::kVerbatim, 2);
  for (const bool split : {false, true}) {
    const QueryText query = Prepare(index, "one two. Three four\nfive six", split);
    const auto spans = FindMaximalSpans(index.index(), query, index.pool());
    ASSERT_TRUE(spans.ok()) << spans.status();
    std::vector<std::pair<uint32_t, uint32_t>> found;
    for (const MaximalSpan& span : *spans) found.emplace_back(span.first_word, span.end_word);
    using Spans = std::vector<std::pair<uint32_t, uint32_t>>;
    EXPECT_EQ(found, split ? (Spans{{0, 2}, {2, 4}, {4, 6}}) : (Spans{{0, 6}}));
  }
}

// The longest span may lie in one shard, the next in another, and one in several.
TEST_F(Matching, SpansOverSeveralShards) {
  SmallIndex index({"a b c d", "c d e f", "x e f g", "c d e"}, Profile::kVerbatim, 2, 1);
  const auto spans =
      FindMaximalSpans(index.index(), Prepare(index, "a b c d e f g h"), index.pool());
  ASSERT_TRUE(spans.ok()) << spans.status();
  ASSERT_EQ(spans->size(), 3u);
  EXPECT_EQ((*spans)[1].first_word, 2u);
  EXPECT_EQ((*spans)[1].end_word, 6u);
  EXPECT_EQ((*spans)[1].occurrences(), 1u);
  EXPECT_EQ((*spans)[1].intervals[0].shard, 1u);
  EXPECT_EQ(index.Compare("a b c d e f g h"), "");
}

// What a caller has no use for is not read: a match that is too short costs no text.
TEST_F(Matching, UselessMatchesReadNoText) {
  SmallIndex index({"alpha beta gamma"}, Profile::kVerbatim, 16);
  const auto fresh = *IndexReader::Open(index.dir());
  ShardMatcher matcher(fresh->shards()[0].get(), *ThreadSegmenter(Profile::kVerbatim));
  const QueryText query = Prepare(index, "alpha zeta");
  const std::string_view pattern = query.Pattern(0, 1);
  const auto useless = matcher.LongestMatch("zeta\x01", 5);
  ASSERT_TRUE(useless.ok()) << useless.status();
  EXPECT_EQ(useless->length, 0u);
  EXPECT_EQ(fresh->reads().text_chunks, 0u);
  const auto useful = matcher.LongestMatch(pattern, 6);
  ASSERT_TRUE(useful.ok()) << useful.status();
  EXPECT_EQ(useful->length, 6u);
  EXPECT_EQ(fresh->reads().text_chunks, 1u);
  EXPECT_EQ(fresh->reads().suffix_blocks, 1u);
}

TEST_F(Matching, InvalidUtf8InTheQuery) {
  SmallIndex index({"one \xef\xbf\xbd two"}, Profile::kVerbatim, 2);
  EXPECT_EQ(Count(&index, "one \xff two"), 1u);
}

}  // namespace
}  // namespace spanroot
