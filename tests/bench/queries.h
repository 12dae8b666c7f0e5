// Speed of questions to an index, as the benchmarks measure it.
#ifndef SPANROOT_TESTS_BENCH_QUERIES_H_
#define SPANROOT_TESTS_BENCH_QUERIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "indexer/corpus/document.h"
#include "indexer/store/index_reader.h"

namespace spanroot {

struct LookupFigures {
  uint64_t lookups = 0;     // one a word and shard: longest match, then the interval of it
  double microseconds = 0;  // a lookup, mean
  double reads = 0;         // a lookup, by IndexReader::reads()
  double blocks = 0;        // a lookup, by RocksDB's own count of blocks read from files
};

// One lookup for each word of each answer, on one thread; nothing is pruned.
LookupFigures MeasureLookups(const IndexReader& index, const std::vector<Document>& answers);

// The same with the index opened anew, and the system's page cache emptied, before each answer.
LookupFigures MeasureColdLookups(const std::string& index_dir,
                                 const std::vector<Document>& answers);

struct AnswerFigures {
  std::vector<double> spans_ms;  // all maximal spans with counts, per answer
  std::vector<double> trace_ms;  // a whole trace, with documents
};
AnswerFigures MeasureAnswers(const IndexReader& index, const std::vector<Document>& answers,
                             unsigned threads);

// Answers of about `words` words.
std::vector<Document> OfLength(const std::vector<Document>& answers, size_t words);

}  // namespace spanroot

#endif  // SPANROOT_TESTS_BENCH_QUERIES_H_
