// BM25: how well a passage of a document fits the text that is traced.
//
// Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009, with
// document frequencies of the whole corpus. A score is comparable between documents but not between
// texts, so *relevance* divides it by what a passage would get that holds every word of the text as
// often as the text does: 0 to 1, whatever the length of the text.
#ifndef SPANROOT_TRACER_RANK_BM25_H_
#define SPANROOT_TRACER_RANK_BM25_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "indexer/text/segmenter.h"
#include "tracer/rank/word_statistics.h"

namespace spanroot {

class Bm25 {
 public:
  // `query`: the words to look for, repeats included. `usual_words`: length of a passage that is
  // neither favoured nor held back for it.
  Bm25(const std::vector<std::string_view>& query, const WordStatistics& statistics,
       double usual_words);

  // Score of a passage; >= 0.
  double Score(const SegmentedText& passage);
  // Score of a passage of the usual length with all words of the query as often as it holds them.
  double Ideal() const { return ideal_; }

 private:
  const double usual_words_;
  double ideal_ = 0;
  absl::flat_hash_map<std::string, uint32_t> terms_;  // word -> index below
  std::vector<double> weights_;                       // inverse document frequencies
  std::vector<uint32_t> counts_;                      // scratch
};

}  // namespace spanroot

#endif  // SPANROOT_TRACER_RANK_BM25_H_
