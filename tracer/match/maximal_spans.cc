#include "tracer/match/maximal_spans.h"

#include <algorithm>

#include "common/status_macros.h"

namespace spanroot {
namespace {

constexpr uint32_t kWordsBetweenLooks = 64;  // whether the answer is still wanted

// The longest match from one word in one shard, if it reaches further than those before it.
struct WordMatch {
  uint32_t end_word;  // exclusive; the word itself if nothing matches
  SuffixMatch suffix;
};

// The words that pattern[0, length) holds whole, from `first` on.
uint32_t EndOfMatch(const QueryText& query, uint32_t first, uint32_t limit, uint32_t length) {
  const uint32_t end = query.words[first].key_begin + length;
  uint32_t word = first;
  while (word < limit && query.words[word].key_end <= end) ++word;
  return word;
}

absl::Status MatchWords(const QueryText& query, const StillWanted& still_wanted,
                        ShardMatcher* matcher, std::vector<WordMatch>* matches) {
  uint32_t reached = 0;  // the furthest end so far
  for (uint32_t first = 0; first < query.words.size(); ++first) {
    if (still_wanted && first % kWordsBetweenLooks == 0) RETURN_IF_ERROR(still_wanted());
    const uint32_t limit = query.words[first].limit;
    reached = std::max(reached, first);
    (*matches)[first].end_word = reached;
    if (reached == limit) continue;
    // Only a match that holds the word at `reached` is new.
    const auto useful = static_cast<uint32_t>(query.Pattern(first, reached).size());
    const std::string_view pattern = query.Pattern(first, limit - 1);
    ASSIGN_OR_RETURN(const SuffixMatch suffix, matcher->LongestMatch(pattern, useful));
    if (suffix.length < useful) continue;
    reached = EndOfMatch(query, first, limit, suffix.length);
    (*matches)[first] = {reached, suffix};
  }
  return absl::OkStatus();
}

// Runs body(shard, matcher) for all shards; the first error wins.
template <typename Body>
absl::Status ForEachShard(const IndexReader& index, ThreadPool* pool, const Body& body) {
  const size_t shards = index.shards().size();
  std::vector<absl::Status> results(shards);
  pool->ParallelFor(shards, [&](size_t shard) {
    results[shard] = [&]() -> absl::Status {
      ASSIGN_OR_RETURN(Segmenter* const segmenter, ThreadSegmenter(index.manifest().profile));
      ShardMatcher matcher(index.shards()[shard].get(), segmenter);
      return body(static_cast<uint32_t>(shard), &matcher);
    }();
  });
  for (const absl::Status& result : results) RETURN_IF_ERROR(result);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<MaximalSpan>> FindMaximalSpans(const IndexReader& index,
                                                          const QueryText& query, ThreadPool* pool,
                                                          const StillWanted& still_wanted) {
  const size_t shards = index.shards().size();
  std::vector<std::vector<WordMatch>> matches(shards, std::vector<WordMatch>(query.words.size()));
  RETURN_IF_ERROR(ForEachShard(index, pool, [&](uint32_t shard, ShardMatcher* matcher) {
    return MatchWords(query, still_wanted, matcher, &matches[shard]);
  }));
  std::vector<MaximalSpan> spans;
  uint32_t reached = 0;
  for (uint32_t first = 0; first < query.words.size(); ++first) {
    uint32_t end = first;
    for (size_t shard = 0; shard < shards; ++shard) {
      end = std::max(end, matches[shard][first].end_word);
    }
    if (end > std::max(reached, first)) spans.push_back({first, end, {}});
    reached = std::max(reached, end);
  }
  // A shard that holds a maximal span has its own match start there, so nothing is looked up twice.
  std::vector<std::vector<RankInterval>> ranks(shards, std::vector<RankInterval>(spans.size()));
  RETURN_IF_ERROR(ForEachShard(index, pool, [&](uint32_t shard, ShardMatcher* matcher) {
    for (size_t i = 0; i < spans.size(); ++i) {
      const WordMatch& match = matches[shard][spans[i].first_word];
      if (match.end_word < spans[i].end_word) continue;
      const std::string_view pattern = query.Pattern(spans[i].first_word, spans[i].end_word - 1);
      ASSIGN_OR_RETURN(
          ranks[shard][i],
          matcher->Interval(pattern, static_cast<uint32_t>(pattern.size()), match.suffix));
    }
    return absl::OkStatus();
  }));
  for (size_t i = 0; i < spans.size(); ++i) {
    for (uint32_t shard = 0; shard < shards; ++shard) {
      if (ranks[shard][i].size() > 0) spans[i].intervals.push_back({shard, ranks[shard][i]});
    }
  }
  return spans;
}

absl::StatusOr<std::vector<ShardInterval>> FindPhrase(const IndexReader& index,
                                                      const QueryText& phrase, ThreadPool* pool) {
  if (phrase.words.empty()) {
    return absl::InvalidArgumentError("the phrase holds no word (only punctuation or space)");
  }
  const std::string_view pattern =
      phrase.Pattern(0, static_cast<uint32_t>(phrase.words.size()) - 1);
  std::vector<RankInterval> ranks(index.shards().size());
  RETURN_IF_ERROR(ForEachShard(index, pool, [&](uint32_t shard, ShardMatcher* matcher) {
    ASSIGN_OR_RETURN(ranks[shard], matcher->Find(pattern));
    return absl::OkStatus();
  }));
  std::vector<ShardInterval> intervals;
  for (uint32_t shard = 0; shard < ranks.size(); ++shard) {
    if (ranks[shard].size() > 0) intervals.push_back({shard, ranks[shard]});
  }
  return intervals;
}

}  // namespace spanroot
