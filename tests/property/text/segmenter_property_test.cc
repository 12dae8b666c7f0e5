// The segmenter against ICU and against the oracle: every short string over the classes that the
// rules know, every code point in every context, random texts.
#include <gtest/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <random>

#include "tests/fuzz/segmenter_target.h"

namespace spanroot {
namespace {

using Alphabet = std::vector<std::string>;

// One or more of each word-break class, by themselves and where classes overlap.
Alphabet Classes() {
  return {"a",      "B",      "@",          "1",          "_",      ".",      ",",
          ":",      ";",      "'",          "\"",         "-",      " ",      "\n",
          "\r",     "\x01",   "\u00e9",     "\u00b7",     "\u2019", "\u201c", "\u0301",
          "\u0323", "\u0345", "\u200d",     "\u00ad",     "\u05d0", "\u05f4", "\ufb2a",
          "\u0663", "\u066c", "\u0628",     "\u0915",     "\u094d", "\u093f", "\uac00",
          "\uac01", "\u1112", "\u1161",     "\u11ab",     "\u6f22", "\u304b", "\u3099",
          "\u30fc", "\uff76", "\uff9e",     "\u0e01",     "\u0e33", "\u0e31", "\u1019",
          "\u102c", "\u1031", "\U0001F1E9", "\U0001F600", "\u2764", "\ufe0f", "\U0001F3FD",
          "\u2139", "\u24c2", "\u203f",     "\u202f",     "\u00a0", "\u3000", "\u2028",
          "\u037e", "\u3002", "\u200b",     "\u2060",     "\u1e9e", "\u212b", "\ufdfa",
          "\ufe55", "\uff1a", "\U00020000", "\U0001F201"};
}

std::string RandomText(const Alphabet& alphabet, size_t length, std::mt19937* random) {
  std::string text;
  for (size_t i = 0; i < length; ++i) text += alphabet[(*random)() % alphabet.size()];
  return text;
}

// Calls visit(text) for every text of 1 to `length` elements of `alphabet`.
template <typename Visit>
void ForEachText(const Alphabet& alphabet, size_t length, const std::string& prefix,
                 const Visit& visit) {
  for (const std::string& next : alphabet) {
    if (testing::Test::HasFatalFailure()) return;
    visit(prefix + next);
    if (length > 1) ForEachText(alphabet, length - 1, prefix + next, visit);
  }
}

class SegmenterProperty : public testing::TestWithParam<Profile> {
 protected:
  std::vector<NaiveUnit> Segment(std::string_view text) {
    segmenter_->Segment(text, &out_);
    return ToNaiveUnits(out_);
  }

  std::string KeyForm(std::string_view text) {
    segmenter_->Segment(text, &out_);
    return out_.key_form;
  }

  const std::unique_ptr<Segmenter> segmenter_ = *Segmenter::Create(GetParam());
  SegmentedText out_;
};

INSTANTIATE_TEST_SUITE_P(Profiles, SegmenterProperty,
                         testing::Values(Profile::kVerbatim, Profile::kFolded),
                         [](const auto& p) { return std::string(ProfileName(p.param)); });

// Segments of ICU's word iterator over the whole text, without the white space they start with.
std::vector<std::string> IcuSegments(icu::BreakIterator* words, const std::string& text) {
  const auto utf16 = icu::UnicodeString::fromUTF8(text);
  words->setText(utf16);
  std::vector<std::string> segments;
  for (int32_t last = 0, next; (next = words->next()) != icu::BreakIterator::DONE; last = next) {
    while (last < next &&
           (u_isUWhiteSpace(utf16[last]) || u_charType(utf16[last]) == U_CONTROL_CHAR)) {
      ++last;
    }
    if (last == next) continue;
    std::string segment;
    utf16.tempSubStringBetween(last, next).toUTF8String(segment);
    segments.push_back(segment);
  }
  return segments;
}

// The raw text of every segment; runs of one mark, which the segmenter joins, one by one.
std::vector<std::string> OurSegments(Segmenter* segmenter, const std::string& text,
                                     SegmentedText* out) {
  segmenter->Segment(text, out);
  std::vector<std::string> segments;
  for (const Unit& unit : out->units) {
    if (!unit.starts_segment) continue;
    const std::string raw = text.substr(unit.begin, unit.end - unit.begin);
    const bool run = !unit.is_word && raw.size() > 1 && raw[0] != '_' &&
                     raw.find_first_not_of(raw[0]) == std::string::npos;
    if (run && raw[0] != '@') {
      for (const char c : raw) segments.emplace_back(1, c);
    } else {
      segments.push_back(raw);
    }
  }
  return segments;
}

TEST(SegmenterIcu, EveryShortAsciiTextIsCutLikeIcu) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> words(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  const auto segmenter = *Segmenter::Create(Profile::kVerbatim);
  SegmentedText out;
  const auto check = [&](const std::string& text) {
    ASSERT_EQ(OurSegments(segmenter.get(), text, &out), IcuSegments(words.get(), text)) << text;
  };
  ForEachText({"a", "1", "_", ".", ",", ":", "'", "\"", "-", " ", "\n"}, 5, "", check);
  Alphabet ascii;
  for (char c = 1; c > 0 && c < 0x7f; ++c) ascii.emplace_back(1, c);
  ascii.emplace_back(1, '\x7f');
  ForEachText(ascii, 2, "", check);
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) check(RandomText(ascii, 1 + random() % 60, &random));
}

// No script without spaces, no jamo, no U+202F, which ICU takes for a letter; no runs of one mark.
TEST(SegmenterIcu, TextWithSpacesIsCutLikeIcu) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> words(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  const auto segmenter = *Segmenter::Create(Profile::kVerbatim);
  const Alphabet alphabet = {
      "a",      "1",      "_",      ".",      ",",      "'",          "\"",         " ",
      "\n",     "\u00e9", "\u2019", "\u0301", "\u200d", "\u00ad",     "\u05d0",     "\u05d0",
      "\u0663", "\u066c", "\u0628", "\u0915", "\u094d", "\uac00",     "\ud55c",     "\U0001F1E9",
      "\u2139", "\u2764", "\ufe0f", "\u203f", "\u3000", "\U0001F600", "\U0001F3FD", "\u00b7"};
  SegmentedText out;
  std::mt19937 random(2);
  for (int i = 0; i < 100000; ++i) {
    const std::string text = RandomText(alphabet, 1 + random() % 12, &random);
    segmenter->Segment(text, &out);
    std::vector<std::string> segments;
    for (const NaiveUnit& unit : ToNaiveUnits(out)) {
      if (unit.starts_segment) segments.push_back(text.substr(unit.begin, unit.end - unit.begin));
    }
    std::vector<std::string> expected;
    size_t end = 0;  // of the last segment, to join runs of one mark as rule 3 does
    std::string mark;
    for (const std::string& segment : IcuSegments(words.get(), text)) {
      const size_t begin = text.find(segment, end);
      const bool is_mark = !NaiveSegment(segment, Profile::kVerbatim)[0].is_word;
      if (is_mark && segment == mark && begin == end) {
        expected.back() += segment;
      } else {
        expected.push_back(segment);
      }
      mark = is_mark ? segment : "";
      end = begin + segment.size();
    }
    ASSERT_EQ(segments, expected) << text;
  }
}

TEST_P(SegmenterProperty, EveryShortTextIsCutLikeTheOracle) {
  ForEachText(Classes(), 2, "", [&](const std::string& text) {
    ASSERT_EQ(CheckSegments(text, GetParam()), "") << text;
  });
  ForEachText({"a", "1", ".", "'", "\u0301", "\u200d", "\u05d0", "\"", "\uac00", "\u11ab",
               "\U0001F1E9", "\u2139", "\u6f22", " "},
              4, "", [&](const std::string& text) {
                const auto naive = NaiveSegment(text, GetParam());
                ASSERT_EQ(Segment(text), naive) << text << "\nexpected:\n" << DescribeUnits(naive);
              });
}

TEST_P(SegmenterProperty, RandomTextIsCutLikeTheOracle) {
  const Alphabet alphabet = Classes();
  std::mt19937 random(3);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = RandomText(alphabet, 1 + random() % 60, &random);
    ASSERT_EQ(CheckSegments(text, GetParam()), "") << text;
  }
}

TEST_P(SegmenterProperty, EveryCodePointInEveryContextIsCutLikeTheOracle) {
  for (UChar32 c = 1; c < 0x110000; ++c) {
    const bool ideograph = u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) && c % 64 != 0;
    const bool syllable = c >= 0xac00 && c <= 0xd7a3 && c % 64 != 0;
    const auto type = u_charType(c);
    if (ideograph || syllable || type == U_SURROGATE) continue;
    if ((type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR) && c % 256 != 0) continue;
    std::string x;
    icu::UnicodeString(c).toUTF8String(x);
    const std::string text = x + " " + x + x + " a" + x + "b 1" + x + "2 \u05d0" + x + "\u05d0 a" +
                             x + "\u0301. a." + x + " 1," + x + " \u200d" + x + " \uac00" + x +
                             "\uac00 \u6f22" + x + "\u3042 \U0001F1E9" + x + "\U0001F1E9 _" + x;
    const auto naive = NaiveSegment(text, GetParam());
    const auto units = Segment(text);
    ASSERT_EQ(units, naive) << "U+" << std::hex << c << " expected:\n"
                            << DescribeUnits(naive) << "got:\n"
                            << DescribeUnits(units);
  }
}

TEST_P(SegmenterProperty, ContextFreeFromEverySegmentStart) {
  const Alphabet alphabet = Classes();
  std::mt19937 random(4);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = RandomText(alphabet, 1 + random() % 30, &random);
    const auto units = Segment(text);
    for (size_t k = 0; k < units.size(); ++k) {
      if (!units[k].starts_segment) continue;
      std::vector<NaiveUnit> rest(units.begin() + static_cast<ptrdiff_t>(k), units.end());
      for (NaiveUnit& unit : rest) {
        unit.begin -= units[k].begin;
        unit.end -= units[k].begin;
      }
      ASSERT_EQ(Segment(text.substr(units[k].begin)), rest) << text << "\nfrom unit " << k;
    }
  }
}

TEST_P(SegmenterProperty, CanonicallyEquivalentTextsHaveTheSameKeys) {
  UErrorCode error = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(error);
  const auto* nfd = icu::Normalizer2::getNFDInstance(error);
  const auto check = [&](const std::string& text) {
    std::string composed, decomposed;
    nfc->normalize(icu::UnicodeString::fromUTF8(text), error).toUTF8String(composed);
    nfd->normalize(icu::UnicodeString::fromUTF8(text), error).toUTF8String(decomposed);
    const std::string key_form = KeyForm(text);
    ASSERT_EQ(KeyForm(composed), key_form) << text;
    ASSERT_EQ(KeyForm(decomposed), key_form) << text;
  };
  const Alphabet alphabet = Classes();
  std::mt19937 random(5);
  for (int i = 0; i < 20000; ++i) check(RandomText(alphabet, 1 + random() % 30, &random));
  for (UChar32 c = 1; c < 0x110000; ++c) {
    if (u_getIntPropertyValue(c, UCHAR_NFD_QUICK_CHECK) == UNORM_YES) continue;
    std::string x;
    icu::UnicodeString(c).toUTF8String(x);
    check(x + x + " a" + x + "b \u0323" + x + "\u0323 1." + x + "2 \u6f22" + x + " \uac00" + x);
  }
}

}  // namespace
}  // namespace spanroot
