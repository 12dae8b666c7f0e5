// How often the words of a text occur in the corpus.
#ifndef SPANROOT_TRACER_RANK_WORD_STATISTICS_H_
#define SPANROOT_TRACER_RANK_WORD_STATISTICS_H_

#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "indexer/store/index_reader.h"
#include "tracer/match/query_text.h"

namespace spanroot {

class WordStatistics {
 public:
  explicit WordStatistics(const IndexReader* index);

  // Looks up all words of a text that are not known yet.
  absl::Status Load(const QueryText& query);

  // Words go by SegmentedText::WordKey. Zero for a word that was not loaded.
  WordCount Count(std::string_view word) const;
  // Natural logarithm of the word's share of all words; of half an occurrence if there is none.
  double LogProbability(std::string_view word) const;
  // ln(1 + (N - n + 0.5) / (n + 0.5)) for n of N documents with the word; > 0.
  double InverseDocumentFrequency(std::string_view word) const;

 private:
  const IndexReader* const index_;
  const Counts totals_;
  absl::flat_hash_map<std::string, WordCount> counts_;
};

}  // namespace spanroot

#endif  // SPANROOT_TRACER_RANK_WORD_STATISTICS_H_
