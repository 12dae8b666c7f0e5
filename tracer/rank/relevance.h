// Relevance: how well a document explains the text that is traced.
//
// Two shares, each 0 to 1, over a set of words of the text:
//   matched      what the document's spans hold of the words' information (-log of a word's share
//   of
//                the corpus), so rare words count for more than common ones;
//   bm25         what a passage of the document gets of the BM25 score of a passage that holds all
//                the words (Robertson and Zaragoza, "The probabilistic relevance framework: BM25
//                and beyond", 2009; document frequencies of the whole corpus).
// Relevance is their geometric mean: words alone, in whatever order, do not make a source, and
// neither does a common phrase in a passage about something else. Over the words near the
// document's spans it decides the level; over prompt and text it decides the order
// (docs/tracing.md, "Levels").
#ifndef SPANROOT_TRACER_RANK_RELEVANCE_H_
#define SPANROOT_TRACER_RANK_RELEVANCE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "indexer/text/segmenter.h"
#include "tracer/match/query_text.h"
#include "tracer/rank/word_statistics.h"

namespace spanroot {

// Words [first, second) of the text, ascending, not overlapping.
using WordRanges = std::vector<std::pair<uint32_t, uint32_t>>;

// Adds a range to the end; ranges come in order of their ends and may overlap.
void AddRange(uint32_t begin, uint32_t end, WordRanges* ranges);
uint32_t CountWords(const WordRanges& ranges);

class RelevanceScorer {
 public:
  // `usual_words`: length of a passage that is neither favoured nor held back for it. The words
  // of both texts must be loaded in `statistics`.
  RelevanceScorer(const QueryText& prompt, const QueryText& text, const WordStatistics& statistics,
                  double usual_words);

  // The words of the text in `ranges` and a few on either side of each.
  WordRanges Near(const WordRanges& ranges) const;

  // Share of the information of the words in `of` (all, if null) that those in `matched` hold.
  double MatchedShare(const WordRanges& matched, const WordRanges* of) const;

  // Counts the words of a passage, which the next two are about.
  void SetPassage(const SegmentedText& passage);
  double Bm25() const;                           // against prompt and text
  double Bm25Share(const WordRanges* of) const;  // of the words in `of` (null: prompt and text)

 private:
  double Score(uint32_t term) const;
  void AddTerms(const QueryText& query, const WordStatistics& statistics,
                std::vector<uint32_t>* terms);

  const double usual_words_;
  absl::flat_hash_map<std::string, uint32_t> numbers_;  // word -> term
  std::vector<double> weights_;                         // of terms: inverse document frequencies
  std::vector<uint32_t> prompt_terms_;                  // of the prompt's words
  std::vector<uint32_t> terms_;                         // of the text's words
  std::vector<double> information_;                     // of the text's words, nats
  double all_information_ = 0;
  std::vector<uint32_t> counts_;  // of terms, in the passage
  double length_ratio_ = 1;       // of the passage to the usual one
};

}  // namespace spanroot

#endif  // SPANROOT_TRACER_RANK_RELEVANCE_H_
