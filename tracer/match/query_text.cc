#include "tracer/match/query_text.h"

#include <array>
#include <memory>
#include <utility>

#include "common/status_macros.h"
#include "indexer/text/sentences.h"
#include "indexer/text/utf8.h"

namespace spanroot {

absl::StatusOr<Segmenter*> ThreadSegmenter(Profile profile) {
  thread_local std::array<std::unique_ptr<Segmenter>, 2> segmenters;
  std::unique_ptr<Segmenter>& segmenter = segmenters[static_cast<size_t>(profile)];
  if (segmenter == nullptr) {
    ASSIGN_OR_RETURN(segmenter, Segmenter::Create(profile));
  }
  return segmenter.get();
}

absl::StatusOr<QueryText> PrepareQuery(std::string_view text, bool split, Segmenter* segmenter) {
  QueryText query;
  query.text = text;
  ReplaceInvalidUtf8(&query.text);
  segmenter->Segment(query.text, &query.segmented);
  std::vector<size_t> ends;
  if (split) {
    ASSIGN_OR_RETURN(ends, SentenceEnds(query.text));
  }
  const std::vector<Unit>& units = query.segmented.units;
  size_t sentence = 0;
  uint32_t sentence_begin = 0;  // its first word
  const auto close_sentence = [&] {
    const auto limit = static_cast<uint32_t>(query.words.size());
    for (uint32_t word = sentence_begin; word < limit; ++word) query.words[word].limit = limit;
    sentence_begin = limit;
  };
  for (size_t i = 0; i < units.size(); ++i) {
    if (!units[i].starts_word()) continue;
    for (; sentence < ends.size() && units[i].begin >= ends[sentence]; ++sentence) {
      if (sentence_begin < query.words.size()) close_sentence();
    }
    size_t last = i;
    while (!units[last].ends_segment) ++last;
    query.words.push_back({static_cast<uint32_t>(i), units[i].begin, units[i].end,
                           units[i].key_begin, units[last].key_begin + units[last].key_length + 1,
                           0});
  }
  close_sentence();
  return query;
}

}  // namespace spanroot
