// Word boundary rules WB3c to WB13b and WB15 of UAX #29 as ICU tailors them. Characters that WB4
// ignores (Extend, Format, ZWJ) belong to whatever precedes them. WB16 needs no state: after a pair
// of regional indicators a new segment begins. Hangul joins only Hangul, and only directly.
#include "indexer/text/word_scanner.h"

#include <array>

namespace spanroot {
namespace {

constexpr uint32_t Bit(WordClass c) { return 1u << static_cast<int>(c); }
constexpr bool In(WordClass c, uint32_t set) { return (set & Bit(c)) != 0; }

constexpr uint32_t kIgnorable = Bit(WordClass::kIgnored) | Bit(WordClass::kZwj);
constexpr uint32_t kLetters = Bit(WordClass::kLetter) | Bit(WordClass::kHebrew);
// All of these join one another (WB5, 8, 9, 10, 13a, 13b).
constexpr uint32_t kJoiners = kLetters | Bit(WordClass::kNumeric) | Bit(WordClass::kExtendNumLet);
constexpr uint32_t kEnders = Bit(WordClass::kSeparator) | Bit(WordClass::kNoSpace);

using ClassSets = std::array<uint32_t, 16>;

constexpr uint32_t& At(ClassSets& sets, WordClass c) { return sets[static_cast<size_t>(c)]; }
constexpr uint32_t At(const ClassSets& sets, WordClass c) { return sets[static_cast<size_t>(c)]; }

// The classes that continue a segment whose last character is of the given class. A segment that
// *starts* with a quote is in state kOther, so state kSingleQuote is one after a Hebrew letter.
constexpr ClassSets MakeFollowers() {
  ClassSets sets{};
  At(sets, WordClass::kLetter) = kJoiners;
  At(sets, WordClass::kHebrew) = kJoiners | Bit(WordClass::kSingleQuote);  // WB7a
  At(sets, WordClass::kNumeric) = kJoiners;
  At(sets, WordClass::kExtendNumLet) = kJoiners;
  At(sets, WordClass::kSingleQuote) = kLetters;
  At(sets, WordClass::kHangul) = Bit(WordClass::kHangul);
  At(sets, WordClass::kRegional) = Bit(WordClass::kRegional);
  return sets;
}
constexpr ClassSets kFollowers = MakeFollowers();

// The classes that must stand behind a `middle` for it to continue a segment in `state` (WB6, 7,
// 7b, 7c, 11, 12); none if it never does.
constexpr uint32_t RequiredBehind(WordClass state, WordClass middle) {
  constexpr uint32_t kBoth = Bit(WordClass::kMidNumLet) | Bit(WordClass::kSingleQuote);
  if (In(state, kLetters) && In(middle, kBoth | Bit(WordClass::kMidLetter))) return kLetters;
  if (state == WordClass::kHebrew && middle == WordClass::kDoubleQuote) {
    return Bit(WordClass::kHebrew);
  }
  if (state == WordClass::kNumeric && In(middle, kBoth | Bit(WordClass::kMidNum))) {
    return Bit(WordClass::kNumeric);
  }
  return 0;
}

// Reads a text code point by code point.
class Cursor {
 public:
  Cursor(const CodePointTable& table, std::string_view text, size_t offset)
      : table_(&table), text_(text), offset_(offset) {
    Load();
  }

  bool AtEnd() const { return offset_ == text_.size(); }
  size_t offset() const { return offset_; }
  CodePointInfo info() const { return info_; }  // of the current code point; 0 at the end
  WordClass word_class() const { return WordClassOf(info_); }
  CodePointInfo common() const { return common_; }  // of all code points passed

  void Next() {
    common_ &= info_;
    offset_ += length_;
    Load();
  }

  // Passes characters that WB4 ignores. Returns the class of the last one, or kOther.
  WordClass SkipIgnorable() {
    WordClass last = WordClass::kOther;
    while (In(word_class(), kIgnorable)) {
      last = word_class();
      Next();
    }
    return last;
  }

  // Passes characters that join one another. Returns the class of the last one, or `state`.
  WordClass SkipJoiners(WordClass state) {
    while (info_ & kJoiner) {
      state = word_class();
      Next();
    }
    return state;
  }

 private:
  void Load() {
    if (AtEnd()) {
      info_ = 0;
      length_ = 0;
      return;
    }
    const CodePoint c = DecodeAt(text_, offset_);
    info_ = (*table_)[c.value];
    length_ = c.length;
  }

  const CodePointTable* table_;
  std::string_view text_;
  size_t offset_;
  size_t length_ = 0;
  CodePointInfo info_ = 0;
  CodePointInfo common_ = static_cast<CodePointInfo>(~0u);
};

ScannedSegment ScanCluster(Cursor cursor) {
  do {
    cursor.Next();
  } while (cursor.info() & kClusterExtend);
  return {cursor.offset(), cursor.common(), cursor.AtEnd()};
}

// Moves `cursor`, which stands behind a segment in `*state`, over the next character that belongs
// to the segment. Returns false if none does; `*open` then tells whether more text could.
bool Continue(Cursor* cursor, WordClass* state, bool* open) {
  const WordClass ignored = cursor->SkipIgnorable();
  *open = cursor->AtEnd();
  const WordClass next = cursor->word_class();
  if (*open || In(next, kEnders)) return false;
  if (ignored == WordClass::kZwj && (cursor->info() & kPictographic)) {  // WB3c
    *state = next;
    cursor->Next();
    return true;
  }
  if (*state == WordClass::kHangul && ignored != WordClass::kOther) return false;
  if (In(next, At(kFollowers, *state))) {
    *state = next == WordClass::kRegional ? WordClass::kOther : next;
    cursor->Next();
    return true;
  }
  const uint32_t required = RequiredBehind(*state, next);
  if (required == 0) return false;
  Cursor ahead = *cursor;
  ahead.Next();
  ahead.SkipIgnorable();
  *open = ahead.AtEnd();
  if (*open || !In(ahead.word_class(), required)) return false;
  *state = ahead.word_class();
  ahead.Next();
  *cursor = ahead;
  return true;
}

}  // namespace

size_t SkipAnySeparators(const CodePointTable& table, std::string_view text, size_t begin) {
  while (begin < text.size()) {
    const CodePoint c = DecodeAt(text, begin);
    if (WordClassOf(table[c.value]) != WordClass::kSeparator) break;
    begin += c.length;
  }
  return begin;
}

ScannedSegment ScanAnySegment(const CodePointTable& table, std::string_view text, size_t begin) {
  Cursor cursor(table, text, begin);
  WordClass state = cursor.word_class();
  if (state == WordClass::kNoSpace) return ScanCluster(cursor);
  if (state == WordClass::kSingleQuote) state = WordClass::kOther;
  if (!In(state, kIgnorable)) cursor.Next();
  bool open = false;
  do {
    if (In(state, kJoiners)) state = cursor.SkipJoiners(state);
  } while (Continue(&cursor, &state, &open));
  return {cursor.offset(), cursor.common(), open};
}

}  // namespace spanroot
