// See utf8.h.
#include "indexer/text/utf8.h"

#include <unicode/uchar.h>

#include <cstring>
#include <utility>

#include "indexer/text/code_point_table.h"

namespace spanroot {
namespace {

unsigned char ByteAt(std::string_view text, size_t i) {
  return static_cast<unsigned char>(text[i]);
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

size_t SkipAscii(std::string_view text, size_t i) {
  constexpr uint64_t kHighBits = 0x8080808080808080u;
  for (; text.size() - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
    uint64_t word;
    std::memcpy(&word, text.data() + i, sizeof(word));
    if (word & kHighBits) break;
  }
  while (i < text.size() && ByteAt(text, i) < 0x80) ++i;
  return i;
}

// Length of the well-formed code point or maximal ill-formed subsequence at text[i], whose byte is
// not ASCII (Unicode standard, table 3-7: the second byte's range depends on the first).
size_t SequenceLength(std::string_view text, size_t i, bool* valid) {
  *valid = false;
  const unsigned char lead = ByteAt(text, i);
  if (lead < 0xc2 || lead > 0xf4) return 1;
  const size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (i + 1 == text.size() || ByteAt(text, i + 1) < low || ByteAt(text, i + 1) > high) return 1;
  for (size_t k = 2; k < length; ++k) {
    if (i + k == text.size() || !IsContinuation(text[i + k])) return k;
  }
  *valid = true;
  return length;
}

}  // namespace

size_t ReplaceInvalidUtf8(std::string* text) {
  constexpr std::string_view kReplacement = "\xef\xbf\xbd";
  const std::string_view in = *text;
  std::string repaired;
  size_t copied = 0;  // of `in`, into `repaired`
  size_t replaced = 0;
  for (size_t i = SkipAscii(in, 0); i < in.size(); i = SkipAscii(in, i)) {
    bool valid;
    const size_t length = SequenceLength(in, i, &valid);
    if (!valid) {
      repaired.append(in.substr(copied, i - copied)).append(kReplacement);
      copied = i + length;
      ++replaced;
    }
    i += length;
  }
  if (replaced == 0) return 0;
  repaired.append(in.substr(copied));
  *text = std::move(repaired);
  return replaced;
}

size_t CountCodePoints(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += !IsContinuation(c);
  return count;
}

size_t FloorToCodePoint(std::string_view text, size_t offset) {
  if (offset >= text.size()) return text.size();
  while (offset > 0 && IsContinuation(text[offset])) --offset;
  return offset;
}

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = DecodeAt(text, i);
    i += c.length;
    const auto code_point = static_cast<UChar32>(c.value);
    if (c.value >= 0x20 && c.value < 0x7f) {
      ++width;
      continue;
    }
    constexpr uint32_t kNoWidth = U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK | U_GC_CC_MASK;
    const int hangul = u_getIntPropertyValue(code_point, UCHAR_HANGUL_SYLLABLE_TYPE);
    if ((U_GET_GC_MASK(code_point) & kNoWidth) || hangul == U_HST_VOWEL_JAMO ||
        hangul == U_HST_TRAILING_JAMO) {
      continue;  // conjoining vowels and finals are drawn into the syllable's first jamo
    }
    const int east_asian = u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH);
    width += east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
  }
  return width;
}

}  // namespace spanroot
