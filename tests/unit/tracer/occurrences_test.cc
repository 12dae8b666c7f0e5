#include "tracer/evidence/occurrences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

#include "tests/support/traced_corpus.h"

namespace spanroot {
namespace {

using ::testing::ElementsAre;

std::vector<ShardInterval> Intervals(TracedCorpus* corpus, std::string_view phrase) {
  const QueryText query =
      *PrepareQuery(phrase, /*split=*/false, *ThreadSegmenter(Profile::kVerbatim));
  return *FindPhrase(corpus->index(), query, corpus->pool());
}

struct Visited {
  uint64_t reported = 0;
  std::vector<std::pair<uint32_t, uint32_t>> places;  // shard, position
  std::set<std::pair<uint32_t, uint32_t>> documents;
};

Visited Visit(const TracedCorpus& corpus, const std::vector<ShardInterval>& intervals,
              uint64_t most) {
  Visited visited;
  const absl::StatusOr<uint64_t> count = VisitOccurrences(
      corpus.index(), intervals, most, [&](const DocumentRef& document, uint32_t position) {
        visited.places.emplace_back(document.shard, position);
        visited.documents.emplace(document.shard, document.number);
      });
  EXPECT_TRUE(count.ok()) << count.status();
  visited.reported = *count;
  return visited;
}

// 200 documents "x ... 0", "x ... 1", ...: occurrences of "x" are in order of documents.
std::vector<SmallDocument> Numbered() {
  std::vector<SmallDocument> documents;
  for (int i = 1000; i < 1200; ++i) documents.push_back({"x " + std::to_string(i)});
  return documents;
}

TEST(Occurrences, AllOfThemWhenTheyFit) {
  TracedCorpus corpus(Numbered());
  const Visited visited = Visit(corpus, Intervals(&corpus, "x"), 200);
  EXPECT_EQ(visited.reported, 200u);
  EXPECT_EQ(visited.places.size(), 200u);
  EXPECT_EQ(visited.documents.size(), 200u);
}

TEST(Occurrences, ASampleOfAnySizeHasNoneTwice) {
  TracedCorpus corpus(Numbered());
  const std::vector<ShardInterval> all = Intervals(&corpus, "x");
  ASSERT_EQ(all.size(), 1u);
  for (uint32_t size = 1; size <= 40; ++size) {
    std::vector<ShardInterval> some = all;
    some[0].ranks.end = some[0].ranks.begin + size;
    for (uint32_t most = 1; most <= size; ++most) {
      const Visited visited = Visit(corpus, some, most);
      EXPECT_EQ(visited.reported, most);
      EXPECT_EQ(visited.places.size(), most);
      EXPECT_EQ(visited.documents.size(), most) << "a rank twice, of " << size;
    }
  }
}

TEST(Occurrences, ASampleIsSpreadOverAll) {
  TracedCorpus corpus(Numbered());
  const Visited visited = Visit(corpus, Intervals(&corpus, "x"), 16);
  std::set<uint32_t> eighths;
  for (const auto& [shard, document] : visited.documents) eighths.insert(document / 25);
  EXPECT_EQ(eighths.size(), 8u);
}

TEST(Occurrences, EachShardGivesItsPart) {
  TracedCorpus corpus(Numbered(), {.documents_per_shard = 50});
  ASSERT_EQ(corpus.index().shards().size(), 4u);
  const Visited visited = Visit(corpus, Intervals(&corpus, "x"), 40);
  EXPECT_EQ(visited.reported, 40u);
  std::vector<int> of_shard(4);
  for (const auto& [shard, document] : visited.documents) ++of_shard[shard];
  EXPECT_THAT(of_shard, ElementsAre(10, 10, 10, 10));
}

TEST(Occurrences, PositionsAreThoseOfThePhrase) {
  TracedCorpus corpus({{"one two"}, {"two one, one two"}});
  const Visited visited = Visit(corpus, Intervals(&corpus, "one"), 100);
  ASSERT_EQ(visited.places.size(), 3u);
  for (const auto& [shard, position] : visited.places) {
    EXPECT_EQ(*corpus.index().shards()[shard]->ReadText(position, position + 3), "one");
  }
}

TEST(Occurrences, SelectSources) {
  TracedCorpus corpus({{"a", "wiki"}, {"b", "web"}, {"c", "wiki"}});
  const ShardReader& shard = *corpus.index().shards()[0];
  std::set<std::string> selected;
  const std::vector<bool> flags = SelectSources(shard, {"web", "books"});
  for (size_t i = 0; i < flags.size(); ++i) {
    if (flags[i]) selected.insert(shard.documents().sources()[i]);
  }
  EXPECT_THAT(selected, ElementsAre("web"));
  EXPECT_THAT(SelectSources(shard, {}), ElementsAre(true, true));
}

}  // namespace
}  // namespace spanroot
