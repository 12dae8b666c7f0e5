// All maximal spans of a text: the runs of words that occur in the corpus and lie in no longer one.
#ifndef SPANROOT_TRACER_MATCH_MAXIMAL_SPANS_H_
#define SPANROOT_TRACER_MATCH_MAXIMAL_SPANS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "common/thread_pool.h"
#include "indexer/store/index_reader.h"
#include "tracer/match/query_text.h"
#include "tracer/match/shard_matcher.h"
#include "tracer/trace.h"

namespace spanroot {

struct ShardInterval {
  uint32_t shard;
  RankInterval ranks;  // not empty
};

struct MaximalSpan {
  uint32_t first_word;                   // number in QueryText::words
  uint32_t end_word;                     // exclusive
  std::vector<ShardInterval> intervals;  // by shard

  uint32_t words() const { return end_word - first_word; }
  uint64_t occurrences() const {
    uint64_t sum = 0;
    for (const ShardInterval& interval : intervals) sum += interval.ranks.size();
    return sum;
  }
};

// In order of the text: both ends ascend strictly. Spans never cross QueryWord::limit. Shards are
// shared among the pool's threads.
//
// A span that starts one word later can only be new if it reaches further, so a look-up whose upper
// bound shows that it will not is ended without reading text.
absl::StatusOr<std::vector<MaximalSpan>> FindMaximalSpans(
    const IndexReader& index, const QueryText& query, ThreadPool* pool,
    const StillWanted& still_wanted = nullptr);

// The occurrences of one phrase, whole; empty if there are none.
absl::StatusOr<std::vector<ShardInterval>> FindPhrase(const IndexReader& index,
                                                      const QueryText& phrase, ThreadPool* pool);

}  // namespace spanroot

#endif  // SPANROOT_TRACER_MATCH_MAXIMAL_SPANS_H_
