// What the segmenter needs to know of each code point, packed into 16 bits. Computed page by page,
// when first asked for, from the properties of the linked ICU. Thread-safe, without locks.
#ifndef SPANROOT_INDEXER_TEXT_CODE_POINT_TABLE_H_
#define SPANROOT_INDEXER_TEXT_CODE_POINT_TABLE_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spanroot {

// Word_Break classes as far as the rules tell them apart (UAX #29, with ICU's tailoring).
enum class WordClass : uint8_t {
  kSeparator,  // white space and control characters
  kNoSpace,    // of a script written without spaces; ends every other segment
  kIgnored,    // Extend and Format
  kZwj,
  kLetter,  // ALetter, and '@' as in ICU
  kHebrew,
  kHangul,  // syllables and conjoining jamo
  kNumeric,
  kMidLetter,
  kMidNum,
  kMidNumLet,
  kSingleQuote,
  kDoubleQuote,
  kExtendNumLet,  // '_' and its like
  kRegional,
  kOther,
};

// Bits 0-3: WordClass. The flags above are such that their conjunction over a text tells of it all.
using CodePointInfo = uint16_t;
inline constexpr CodePointInfo kWordClassMask = 0x000f;
inline constexpr CodePointInfo kPictographic = 0x0010;   // Extended_Pictographic
inline constexpr CodePointInfo kClusterExtend = 0x0020;  // no grapheme cluster boundary before it
inline constexpr CodePointInfo kPunctuation = 0x0040;    // general category P, M or Cf
inline constexpr CodePointInfo kAscii = 0x0080;
inline constexpr CodePointInfo kNfcStable = 0x0100;   // in NFC whatever surrounds it
inline constexpr CodePointInfo kFoldStable = 0x0200;  // its own folded key whatever surrounds it
inline constexpr CodePointInfo kJoiner = 0x0400;      // kLetter, kHebrew, kNumeric or kExtendNumLet
inline constexpr CodePointInfo kMiddle = 0x0800;      // kMidLetter, kMidNum, kMidNumLet or a quote

constexpr WordClass WordClassOf(CodePointInfo info) {
  return static_cast<WordClass>(info & kWordClassMask);
}

struct CodePoint {
  char32_t value;
  size_t length;  // bytes
};

// The code point at text[offset]; offset < text.size(). A malformed sequence gives an unspecified
// code point of at least one byte and never reaches beyond the text.
inline CodePoint DecodeAt(std::string_view text, size_t offset) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const size_t left = text.size() - offset;
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xe0 && left >= 2) return {(lead & 0x1fu) << 6 | (byte(1) & 0x3fu), 2};
  if (lead < 0xf0 && left >= 3) {
    return {(lead & 0x0fu) << 12 | (byte(1) & 0x3fu) << 6 | (byte(2) & 0x3fu), 3};
  }
  if (left >= 4) {
    return {
        (lead & 0x07u) << 18 | (byte(1) & 0x3fu) << 12 | (byte(2) & 0x3fu) << 6 | (byte(3) & 0x3fu),
        4};
  }
  return {0xfffd, left};
}

// True for typographic quotes and dashes; sets *ascii to what stands for it in folded keys.
bool IsTypographic(char32_t code_point, char* ascii);

class CodePointTable {
 public:
  // The process's one table.
  static const CodePointTable& Get();

  // Any value that DecodeAt gives.
  CodePointInfo operator[](char32_t code_point) const {
    const Page* page = pages_[code_point / kPageSize].load(std::memory_order_acquire);
    if (page == nullptr) page = AddPage(code_point / kPageSize);
    return (*page)[code_point % kPageSize];
  }

  // ASCII by byte; 0 for bytes from 0x80 on.
  CodePointInfo ForByte(char byte) const { return bytes_[static_cast<unsigned char>(byte)]; }

 private:
  static constexpr size_t kPageSize = 256;
  using Page = std::array<CodePointInfo, kPageSize>;

  CodePointTable();
  const Page* AddPage(size_t number) const;

  std::array<CodePointInfo, 256> bytes_{};
  mutable std::array<std::atomic<const Page*>, 0x200000 / kPageSize>
      pages_{};  // null: not asked for
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_TEXT_CODE_POINT_TABLE_H_
