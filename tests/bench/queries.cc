#include "tests/bench/queries.h"

#include <rocksdb/perf_context.h>
#include <rocksdb/perf_level.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "common/thread_pool.h"
#include "tests/bench/report.h"
#include "tracer/match/maximal_spans.h"
#include "tracer/match/query_text.h"
#include "tracer/match/shard_matcher.h"
#include "tracer/tracer.h"

namespace spanroot {
namespace {

template <typename T>
T OrDie(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::fprintf(stderr, "%s\n", value.status().ToString().c_str());
    std::exit(1);
  }
  return *std::move(value);
}

// Adds the lookups of one answer; `seconds` is without preparing the text.
void LookUp(const IndexReader& index, const std::string& text, uint64_t* lookups, double* seconds) {
  Segmenter* const segmenter = OrDie(ThreadSegmenter(index.manifest().profile));
  const QueryText query = OrDie(PrepareQuery(text, /*split=*/true, segmenter));
  const Stopwatch watch;
  for (const auto& shard : index.shards()) {
    ShardMatcher matcher(shard.get(), segmenter);
    for (uint32_t word = 0; word < query.words.size(); ++word) {
      const uint32_t limit = query.words[word].limit;
      const std::string_view pattern = query.Pattern(word, limit - 1);
      const SuffixMatch match = OrDie(matcher.LongestMatch(pattern, 0));
      uint32_t length = 0;  // of the words that match whole
      for (uint32_t end = word; end < limit; ++end) {
        const uint32_t next = query.words[end].key_end - query.words[word].key_begin;
        if (next > match.length) break;
        length = next;
      }
      if (length > 0) OrDie(matcher.Interval(pattern, length, match));
      ++*lookups;
    }
  }
  *seconds += watch.Seconds();
}

LookupFigures PerLookup(uint64_t lookups, double seconds, uint64_t reads, uint64_t blocks) {
  const auto count = static_cast<double>(std::max<uint64_t>(1, lookups));
  return {lookups, seconds / count * 1e6, static_cast<double>(reads) / count,
          static_cast<double>(blocks) / count};
}

uint64_t Reads(const IndexReader& index) {
  return index.reads().suffix_blocks + index.reads().text_chunks;
}

}  // namespace

LookupFigures MeasureLookups(const IndexReader& index, const std::vector<Document>& answers) {
  uint64_t lookups = 0;
  double seconds = 0;
  const uint64_t reads_before = Reads(index);
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kEnableCount);
  rocksdb::get_perf_context()->Reset();
  for (const Document& answer : answers) LookUp(index, answer.text, &lookups, &seconds);
  const uint64_t blocks = rocksdb::get_perf_context()->block_read_count;
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  return PerLookup(lookups, seconds, Reads(index) - reads_before, blocks);
}

LookupFigures MeasureColdLookups(const std::string& index_dir,
                                 const std::vector<Document>& answers) {
  uint64_t lookups = 0, reads = 0, blocks = 0;
  double seconds = 0;
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kEnableCount);
  for (const Document& answer : answers) {
    EvictFromPageCache(index_dir);
    const std::unique_ptr<IndexReader> index = OrDie(IndexReader::Open(index_dir));
    const uint64_t opening = Reads(*index);
    rocksdb::get_perf_context()->Reset();
    LookUp(*index, answer.text, &lookups, &seconds);
    reads += Reads(*index) - opening;
    blocks += rocksdb::get_perf_context()->block_read_count;
  }
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  return PerLookup(lookups, seconds, reads, blocks);
}

AnswerFigures MeasureAnswers(const IndexReader& index, const std::vector<Document>& answers,
                             unsigned threads) {
  ThreadPool pool(threads);
  const Tracer tracer(&index, &pool);
  Segmenter* const segmenter = OrDie(ThreadSegmenter(index.manifest().profile));
  AnswerFigures figures;
  for (const Document& answer : answers) {
    const Stopwatch spans;
    const QueryText query = OrDie(PrepareQuery(answer.text, /*split=*/true, segmenter));
    OrDie(FindMaximalSpans(index, query, &pool));
    figures.spans_ms.push_back(spans.Seconds() * 1e3);
  }
  for (const Document& answer : answers) {  // not at once: the spans' blocks would be in the CPU
    TraceOptions options;
    options.prompt = answer.title;
    const Stopwatch trace;
    OrDie(tracer.Trace(answer.text, options));
    figures.trace_ms.push_back(trace.Seconds() * 1e3);
  }
  return figures;
}

std::vector<Document> OfLength(const std::vector<Document>& answers, size_t words) {
  Segmenter* const segmenter = OrDie(ThreadSegmenter(Profile::kVerbatim));
  std::vector<Document> fitting;
  for (const Document& answer : answers) {
    const size_t has = OrDie(PrepareQuery(answer.text, /*split=*/false, segmenter)).words.size();
    if (has * 10 >= words * 9 && has * 10 <= words * 11) fitting.push_back(answer);
  }
  return fitting;
}

}  // namespace spanroot
