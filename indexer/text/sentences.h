// Where a span must end: sentence ends and line breaks.
#ifndef SPANROOT_INDEXER_TEXT_SENTENCES_H_
#define SPANROOT_INDEXER_TEXT_SENTENCES_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace spanroot {

// Byte offsets in `text` (valid UTF-8) that no span may cross, ascending, the last one text.size()
// (none for empty text):
//   - sentence boundaries of ICU with its English abbreviation exceptions, a few more ("Dr."),
//     initials ("J. Smith") and abbreviations of single letters ("e.g.", "U.S. Senate"); so "3.14"
//     does not cut, and "。", "！" and "？" do;
//   - every line break (LF, CR, CRLF, VT, FF, U+0085, U+2028, U+2029).
// ResourceExhausted for 2 GiB and more. Thread-safe.
absl::StatusOr<std::vector<size_t>> SentenceEnds(std::string_view text);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_TEXT_SENTENCES_H_
