// A text prepared for matching: its units, its words, and how far a span may reach.
#ifndef SPANROOT_TRACER_MATCH_QUERY_TEXT_H_
#define SPANROOT_TRACER_MATCH_QUERY_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "indexer/text/segmenter.h"

namespace spanroot {

// A word of the text: a segment that is not punctuation.
struct QueryWord {
  uint32_t unit;        // its first, in SegmentedText::units
  uint32_t begin_byte;  // in the text
  uint32_t end_byte;
  uint32_t key_begin;  // in the key form
  uint32_t key_end;    // behind the kUnitEnd of its last unit
  uint32_t limit;      // number of the first word that a span with this one cannot hold
};

struct QueryText {
  std::string text;  // valid UTF-8
  SegmentedText segmented;
  std::vector<QueryWord> words;

  std::string_view Word(uint32_t word) const {
    return segmented.WordKey(segmented.units[words[word].unit]);
  }
  // The key form from one word's begin to another's end.
  std::string_view Pattern(uint32_t first_word, uint32_t last_word) const {
    const uint32_t begin = words[first_word].key_begin;
    return std::string_view(segmented.key_form).substr(begin, words[last_word].key_end - begin);
  }
};

// `text` is repaired (utf8.h). With `split`, spans end at sentence ends and line breaks
// (sentences.h); without, a span may reach to the end of the text, as a searched phrase does.
absl::StatusOr<QueryText> PrepareQuery(std::string_view text, bool split, Segmenter* segmenter);

// A segmenter of this thread for the profile; valid until the thread ends.
absl::StatusOr<Segmenter*> ThreadSegmenter(Profile profile);

}  // namespace spanroot

#endif  // SPANROOT_TRACER_MATCH_QUERY_TEXT_H_
