// Where a segment ends: the word boundary rules (UAX #29) of ICU as a small state machine, many
// times as fast as ICU's own iterator, which tests/property/text holds it against. Grapheme
// clusters in scripts written without spaces. Thread-safe.
#ifndef SPANROOT_INDEXER_TEXT_WORD_SCANNER_H_
#define SPANROOT_INDEXER_TEXT_WORD_SCANNER_H_

#include <cstddef>
#include <string_view>

#include "indexer/text/code_point_table.h"

namespace spanroot {

struct ScannedSegment {
  size_t end;            // one past it
  CodePointInfo common;  // conjunction over its code points
  bool open;             // the text's end was looked at: more text could move `end`
};

size_t SkipAnySeparators(const CodePointTable& table, std::string_view text, size_t begin);
ScannedSegment ScanAnySegment(const CodePointTable& table, std::string_view text, size_t begin);

// First offset >= begin that is not white space or a control character.
inline size_t SkipSeparators(const CodePointTable& table, std::string_view text, size_t begin) {
  if (begin < text.size() && text[begin] == ' ') ++begin;
  if (begin < text.size() && text[begin] > ' ' && text[begin] < '\x7f') return begin;
  return SkipAnySeparators(table, text, begin);
}

// The segment that starts at text[begin], which must not be a separator. Looks behind the
// segment's end only as far as the rules ask: at most at two characters and what they ignore.
inline ScannedSegment ScanSegment(const CodePointTable& table, std::string_view text,
                                  size_t begin) {
  // ASCII: a word ends before whatever neither joins it nor may stand in the middle of a word, and
  // nothing joins a mark.
  CodePointInfo common = table.ForByte(text[begin]);
  size_t end = begin + 1;
  if (common & kJoiner) {
    CodePointInfo next = 0;
    for (; end < text.size() && ((next = table.ForByte(text[end])) & kJoiner); ++end) {
      common &= next;
    }
    if ((next & (kAscii | kMiddle | kJoiner)) == kAscii) return {end, common, false};
  } else if ((common & kAscii) && end < text.size() && (table.ForByte(text[end]) & kAscii)) {
    return {end, common, false};
  }
  return ScanAnySegment(table, text, begin);
}

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_TEXT_WORD_SCANNER_H_
