// See naive_segmenter.h. Texts are vectors of code points here; a segment is a range of them.
#include "tests/support/naive_segmenter.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace spanroot {
namespace {

using Segments = std::vector<std::pair<size_t, size_t>>;  // [first, second) of code points

const icu::UnicodeSet* NewSet(const char* pattern) {
  UErrorCode error = U_ZERO_ERROR;
  auto* set = new icu::UnicodeSet(icu::UnicodeString::fromUTF8(pattern), error);
  if (U_FAILURE(error)) throw std::runtime_error(pattern);
  return set->freeze();
}

bool IsSeparator(char32_t c) {
  static const auto* const set = NewSet("[\\p{White_Space}\\p{Cc}]");
  return set->contains(static_cast<UChar32>(c));
}

bool IsNoSpace(char32_t c) {
  static const auto* const set = NewSet(
      "[[\\p{sc=Hani}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Bopo}\\p{WB=Katakana}\\p{lb=SA}]"
      "-[\\p{GCB=Extend}\\p{GCB=ZWJ}\\p{GCB=Control}]]");
  return set->contains(static_cast<UChar32>(c));
}

bool ContinuesCluster(char32_t c) {
  static const auto* const set = NewSet("[\\p{GCB=Extend}\\p{GCB=ZWJ}\\p{GCB=SpacingMark}]");
  return set->contains(static_cast<UChar32>(c));
}

bool IsPunctuation(char32_t c) {
  static const auto* const set = NewSet("[\\p{P}\\p{M}\\p{Cf}]");
  return set->contains(static_cast<UChar32>(c));
}

// What ICU's word iterator shall see instead of `c` outside of runs without spaces: all jamo are
// syllables, and marks of other scripts do not call up a dictionary.
char32_t ForWordIterator(char32_t c) {
  static const auto* const jamo = NewSet("[\\p{hst=L}\\p{hst=V}\\p{hst=T}]");
  static const auto* const mark = NewSet("[\\p{lb=SA}&\\p{GCB=Extend}]");
  if (jamo->contains(static_cast<UChar32>(c))) return 0xac00;
  if (mark->contains(static_cast<UChar32>(c))) return 0x301;
  return c;
}

// Appends the parts of text[begin, end) between the boundaries of `iterator`.
void Cut(icu::BreakIterator& iterator, const std::u32string& text, size_t begin, size_t end,
         Segments* out) {
  icu::UnicodeString utf16;
  std::vector<size_t> index_at;  // UTF-16 offset -> code point
  for (size_t i = begin; i < end; ++i) {
    utf16.append(static_cast<UChar32>(text[i]));
    index_at.resize(static_cast<size_t>(utf16.length()), i);
  }
  index_at.push_back(end);
  iterator.setText(utf16);
  size_t last = begin;
  while (iterator.next() != icu::BreakIterator::DONE) {
    const size_t next = index_at[static_cast<size_t>(iterator.current())];
    out->emplace_back(last, next);
    last = next;
  }
}

Segments CutIntoSegments(const std::u32string& text) {
  UErrorCode error = U_ZERO_ERROR;
  static icu::BreakIterator* const words =
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error);
  static icu::BreakIterator* const clusters =
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error);
  Segments segments;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    if (IsSeparator(text[i])) {
      i = end;
      continue;
    }
    if (IsNoSpace(text[i])) {
      while (end < text.size() && (IsNoSpace(text[end]) || ContinuesCluster(text[end]))) ++end;
      Cut(*clusters, text, i, end, &segments);
    } else {
      while (end < text.size() && !IsSeparator(text[end]) && !IsNoSpace(text[end])) ++end;
      std::u32string seen = text;
      for (size_t k = i; k < end; ++k) seen[k] = ForWordIterator(text[k]);
      Cut(*words, seen, i, end, &segments);
    }
    i = end;
  }
  return segments;
}

icu::UnicodeString ToUtf16(const std::u32string& text) {
  return icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                       static_cast<int32_t>(text.size()));
}

std::string KeyOf(const std::u32string& segment, bool is_word, Profile profile) {
  if (profile == Profile::kFolded && !is_word) return "";
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString key =
      icu::Normalizer2::getNFCInstance(error)->normalize(ToUtf16(segment), error);
  if (profile == Profile::kFolded) {
    key = icu::Normalizer2::getNFKCCasefoldInstance(error)->normalize(key, error);
    for (int32_t i = 0; i < key.length(); ++i) {
      const char16_t c = key.charAt(i);
      if (c >= 0x2010 && c <= 0x2015) key.setCharAt(i, u'-');
      if (c >= 0x2018 && c <= 0x201b) key.setCharAt(i, u'\'');
      if (c >= 0x201c && c <= 0x201f) key.setCharAt(i, u'"');
    }
  }
  std::string utf8;
  key.toUTF8String(utf8);
  return utf8;
}

bool IsBoundary(const std::string& utf8, size_t i) {
  return i >= utf8.size() || (static_cast<unsigned char>(utf8[i]) & 0xc0) != 0x80;
}

void AppendUnits(const std::string& key, NaiveUnit unit, std::vector<NaiveUnit>* out) {
  for (size_t begin = 0; begin < key.size();) {
    size_t end = std::min(begin + kMaxUnitBytes, key.size());
    while (!IsBoundary(key, end)) --end;
    unit.key = key.substr(begin, end - begin);
    unit.starts_segment = begin == 0;
    unit.ends_segment = end == key.size();
    out->push_back(unit);
    begin = end;
  }
}

}  // namespace

std::vector<NaiveUnit> NaiveSegment(std::string_view text, Profile profile) {
  std::u32string code_points;
  std::vector<size_t> offset;  // of each code point, and text.size()
  for (size_t i = 0; i < text.size();) {
    int32_t at = static_cast<int32_t>(i);
    UChar32 c;
    U8_NEXT(text.data(), at, static_cast<int32_t>(text.size()), c);
    code_points.push_back(static_cast<char32_t>(c));
    offset.push_back(i);
    i = static_cast<size_t>(at);
  }
  offset.push_back(text.size());

  const Segments segments = CutIntoSegments(code_points);
  std::vector<NaiveUnit> units;
  for (size_t i = 0; i < segments.size(); ++i) {
    const auto text_of = [&](size_t k) {
      return code_points.substr(segments[k].first, segments[k].second - segments[k].first);
    };
    bool is_word = false;
    for (const char32_t c : text_of(i)) is_word |= !IsPunctuation(c);
    const std::string mark = KeyOf(text_of(i), is_word, Profile::kVerbatim);
    size_t last = i;  // of the segments that are one with segment i
    while (!is_word && last + 1 < segments.size() &&
           segments[last + 1].first == segments[last].second &&
           KeyOf(text_of(last + 1), is_word, Profile::kVerbatim) == mark) {
      ++last;
    }
    std::string key;
    for (size_t k = i; k <= last; ++k) key += KeyOf(text_of(k), is_word, profile);
    AppendUnits(
        key, {offset[segments[i].first], offset[segments[last].second], "", is_word, false, false},
        &units);
    i = last;
  }
  return units;
}

std::vector<NaiveUnit> ToNaiveUnits(const SegmentedText& segmented) {
  std::vector<NaiveUnit> units;
  for (const Unit& unit : segmented.units) {
    units.push_back({unit.begin, unit.end, std::string(segmented.Key(unit)), unit.is_word,
                     unit.starts_segment, unit.ends_segment});
  }
  return units;
}

std::string DescribeUnits(const std::vector<NaiveUnit>& units) {
  std::string out;
  for (const NaiveUnit& unit : units) {
    out += std::to_string(unit.begin) + ".." + std::to_string(unit.end) +
           (unit.is_word ? " word" : " mark") + (unit.starts_segment ? " [" : " (") + unit.key +
           (unit.ends_segment ? "]" : ")");
    for (const char c : unit.key) {
      char hex[4];
      std::snprintf(hex, sizeof(hex), " %02x", static_cast<unsigned char>(c));
      out += hex;
    }
    out += "\n";
  }
  return out;
}

}  // namespace spanroot
