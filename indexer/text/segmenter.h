// From raw text to units, and from units to the key form that the index is sorted by.
//
// Raw text is UTF-8. It is never changed: every offset here is a byte offset into it, and only the
// key of a unit is normalised, so a position in the index points at the document's own bytes.
//
// Segmentation. White space and control characters separate and are dropped. The rest is cut into
// *segments*:
//   1. Scripts written without spaces (Han, Hiragana, Katakana, Bopomofo, and all of Line_Break=SA:
//      Thai, Lao, Khmer, Myanmar, ...; U+30FC and all else of Word_Break=Katakana) are cut into
//      grapheme clusters (UAX #29), so a match never depends on a dictionary's guess. A mark that
//      extends clusters stays with what it follows.
//   2. What lies between is cut at the word boundaries (UAX #29) of ICU 72, but conjoining jamo
//      count as Hangul syllables, so that the composed and decomposed forms are cut alike, and
//      U+202F is white space, not a letter.
//   3. Neighbouring punctuation segments of the same NFC, with nothing between them, are one.
// A segment is *punctuation* if all its code points are of general category P, M or Cf, otherwise
// it is a *word* (letters, digits, ideographs, symbols, emoji).
//
// Keys. A segment's key is its normalised text: NFC for kVerbatim; for kFolded NFKC_Casefold of it,
// with typographic quotes and dashes as ASCII. kFolded also drops punctuation. A segment whose key
// is empty is dropped. A key longer than kMaxUnitBytes is cut at code points into several units
// that all carry the segment's raw range; only the first of them starts the segment. All other
// segments are one unit each. Canonically equivalent texts have the same keys, as long as no run of
// combining marks is longer than 1 KiB (longer ones are normalised in blocks, to stay linear in
// time).
//
// Key form of a text: the keys of its units, each followed by kUnitEnd, or by kPieceEnd if the
// segment goes on (so a long word does not match a word that is its first 32 bytes). Keys hold no
// byte below 0x20, so byte order of key forms is the order of unit sequences.
//
// Segmentation is context-free from any unit that starts a segment: segmenting the text from there
// gives the same units as segmenting all of it (tests/property/text). So a lookup can compare a
// pattern with the middle of a document.
#ifndef SPANROOT_INDEXER_TEXT_SEGMENTER_H_
#define SPANROOT_INDEXER_TEXT_SEGMENTER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace spanroot {

// How raw text becomes keys. Values are part of the index format.
enum class Profile : uint8_t { kVerbatim = 0, kFolded = 1 };

std::string_view ProfileName(Profile profile);                // "verbatim", "folded"
absl::StatusOr<Profile> ParseProfile(std::string_view name);  // InvalidArgument

inline constexpr size_t kMaxUnitBytes = 32;
inline constexpr char kUnitEnd = '\x01';      // after the last unit of a segment
inline constexpr char kPieceEnd = '\x02';     // after its other units
inline constexpr char kDocumentEnd = '\x00';  // after the last unit of a document

struct Unit {
  uint32_t begin;       // raw text, bytes
  uint32_t end;         // raw text, bytes; one past the segment
  uint32_t key_begin;   // key form, bytes
  uint8_t key_length;   // bytes, without kUnitEnd; 1..kMaxUnitBytes
  bool is_word;         // false: punctuation
  bool starts_segment;  // false: a further piece of a long segment
  bool ends_segment;    // true for the last piece

  bool starts_word() const { return is_word && starts_segment; }
};

struct SegmentedText {
  std::vector<Unit> units;
  std::string key_form;

  std::string_view Key(const Unit& unit) const {
    return std::string_view(key_form).substr(unit.key_begin, unit.key_length);
  }
  // The key by which a word is counted: that of its first unit, with kPieceEnd if it goes on.
  std::string_view WordKey(const Unit& unit) const {
    return std::string_view(key_form).substr(unit.key_begin,
                                             size_t{unit.key_length} + (unit.ends_segment ? 0 : 1));
  }
  void clear() {
    units.clear();
    key_form.clear();
  }
};

// Not thread-safe: one per thread (creating one takes well under a millisecond).
class Segmenter {
 public:
  // Fails only if ICU's data is missing (Internal).
  static absl::StatusOr<std::unique_ptr<Segmenter>> Create(Profile profile);
  ~Segmenter();
  Segmenter(const Segmenter&) = delete;
  Segmenter& operator=(const Segmenter&) = delete;

  Profile profile() const { return profile_; }

  // Replaces `*out` by the units of `text`, which must be valid UTF-8 (see utf8.h; other bytes give
  // unspecified units) and have a key form below 4 GiB, as every text below 256 MiB has.
  void Segment(std::string_view text, SegmentedText* out);

  // Like Segment for the text from `begin` on, which must be 0 or the start of a segment. Unless
  // `complete`, more text follows, and `text` may end inside a code point: stops before the first
  // segment that bytes behind `text` could change. Stops before a segment also once
  // out->units.size() >= max_units. Reads no further than that takes.
  // *Appends* to `*out`; offsets of units are relative to `text`, key offsets to out->key_form.
  // Returns where it stopped: a valid next `begin`, or text.size() when all is done.
  size_t SegmentPart(std::string_view text, size_t begin, bool complete, size_t max_units,
                     SegmentedText* out);

 private:
  class Impl;
  Segmenter(Profile profile, std::unique_ptr<Impl> impl);

  const Profile profile_;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_TEXT_SEGMENTER_H_
