// UTF-8: repair, counting, boundaries. Pure functions.
#ifndef SPANROOT_INDEXER_TEXT_UTF8_H_
#define SPANROOT_INDEXER_TEXT_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace spanroot {

// Replaces every maximal ill-formed subsequence by U+FFFD (Unicode standard, section 3.9, "best
// practice"). Returns how many were replaced; 0 leaves `*text` untouched.
size_t ReplaceInvalidUtf8(std::string* text);

// Number of code points in valid UTF-8.
size_t CountCodePoints(std::string_view text);

// Largest code point boundary <= offset. Offsets beyond the end give text.size().
size_t FloorToCodePoint(std::string_view text, size_t offset);

// Number of columns that a terminal gives to valid UTF-8 text without line breaks: 2 for East Asian
// wide and emoji, 0 for combining marks and format characters.
size_t DisplayWidth(std::string_view text);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_TEXT_UTF8_H_
