// The segmenter's rules by example, its limits, and its time on hostile text.
#include "indexer/text/segmenter.h"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/support/naive_segmenter.h"

namespace spanroot {
namespace {

// The units as "key|key", marks in brackets, "+" before a further piece of a segment.
std::string Units(const SegmentedText& segmented) {
  std::string out;
  for (const NaiveUnit& unit : ToNaiveUnits(segmented)) {
    if (!out.empty()) out += unit.starts_segment ? "|" : "+";
    out += unit.is_word ? unit.key : "<" + unit.key + ">";
  }
  return out;
}

std::string Segment(std::string_view text, Profile profile = Profile::kVerbatim) {
  SegmentedText out;
  (*Segmenter::Create(profile))->Segment(text, &out);
  return Units(out);
}

std::string Folded(std::string_view text) { return Segment(text, Profile::kFolded); }

TEST(Profiles, NamesRoundTrip) {
  EXPECT_EQ(*ParseProfile("verbatim"), Profile::kVerbatim);
  EXPECT_EQ(*ParseProfile("folded"), Profile::kFolded);
  EXPECT_EQ(ParseProfile("Folded").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Segmenter, WordsAndMarks) {
  EXPECT_EQ(Segment("Don't stop, Mr. Smith!"), "Don't|stop|<,>|Mr|<.>|Smith|<!>");
  EXPECT_EQ(Segment("3.14 1,000 a1 1a a_b a@b.c x:y"), "3.14|1,000|a1|1a|a_b|a@b.c|x|<:>|y");
  EXPECT_EQ(Segment("$5 + \u20ac6"), "$|5|+|\u20ac|6");
  EXPECT_EQ(Segment(" \t\r\n\x01\u0085\u00a0\u3000"), "");
  EXPECT_EQ(Segment(""), "");
}

TEST(Segmenter, RunsOfOneMarkAreOne) {
  EXPECT_EQ(Segment("Wait... -- ?! . ."), "Wait|<...>|<-->|<?>|<!>|<.>|<.>");
  EXPECT_EQ(Segment("=="), "=|=");  // symbols are words
  EXPECT_EQ(Segment("\u037e;;"), "<;;;>");
}

TEST(Segmenter, ScriptsWithoutSpacesAreCutIntoClusters) {
  EXPECT_EQ(Segment("\u6f22\u5b57abc\u304b\u3099_x"), "\u6f22|\u5b57|abc|\u304c|_x");
  EXPECT_EQ(Segment("\u30ab\u30fc\u3001"), "\u30ab|\u30fc|<\u3001>");
  EXPECT_EQ(Segment("\u0e01\u0e33\u0e25\u0e31\u0e07"), "\u0e01\u0e33|\u0e25\u0e31|\u0e07");
}

TEST(Segmenter, HangulInAnyForm) {
  EXPECT_EQ(Segment("\ud55c\uad6d\uc5b4 2020\ub144"), "\ud55c\uad6d\uc5b4|2020|\ub144");
  EXPECT_EQ(Segment("a\u1112\u1161\u11ab\u1100\u1161b"), "a|\ud55c\uac00|b");
}

TEST(Segmenter, Emoji) {
  EXPECT_EQ(Segment("\U0001F468\u200d\U0001F469!\u2764\ufe0f"),
            "\U0001F468\u200d\U0001F469|<!>|\u2764\ufe0f");
  EXPECT_EQ(Segment("\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7\U0001F1EF"),
            "\U0001F1E9\U0001F1EA|\U0001F1EB\U0001F1F7|\U0001F1EF");
}

TEST(Segmenter, FoldedKeys) {
  EXPECT_EQ(Folded("HELLO, \u201cWorld\u201d \u2013 it\u2019s"), "hello|world|it's");
  EXPECT_EQ(Folded("Stra\u00dfe \ufb01n \uff21\u00c9 caf\u00adE\u0301"),
            "strasse|fin|a\u00e9|caf\u00e9");
  EXPECT_EQ(Folded("... !? \u00ad \u115f"), "");
}

TEST(Segmenter, LongSegmentsAreCutAtCodePoints) {
  const std::string a(32, 'a');
  EXPECT_EQ(Segment(a), a);
  EXPECT_EQ(Segment(a + "b " + a + a), a + "+b|" + a + "+" + a);
  std::string accents;
  for (int i = 0; i < 17; ++i) accents += "\u00e9";
  EXPECT_EQ(Segment("x" + accents), "x" + accents.substr(0, 30) + "+" + accents.substr(30));
}

TEST(Segmenter, OffsetsAndFlags) {
  SegmentedText out;
  (*Segmenter::Create(Profile::kFolded))->Segment("  (A\u030a" + std::string(40, 'b') + ")", &out);
  ASSERT_EQ(out.units.size(), 2u);
  EXPECT_EQ(out.units[0].begin, 3u);
  EXPECT_EQ(out.units[0].end, 46u);
  EXPECT_EQ(out.units[1].begin, 3u);
  EXPECT_TRUE(out.units[0].starts_word() && !out.units[0].ends_segment);
  EXPECT_TRUE(!out.units[1].starts_word() && out.units[1].ends_segment);
  EXPECT_EQ(out.key_form, "\u00e5" + std::string(30, 'b') + '\x02' + std::string(10, 'b') + '\x01');
}

TEST(SegmentPart, StopsBeforeWhatMoreTextCouldChange) {
  const auto segmenter = *Segmenter::Create(Profile::kVerbatim);
  SegmentedText out;
  EXPECT_EQ(segmenter->SegmentPart("one two", 0, false, 99, &out), 4u);
  EXPECT_EQ(Units(out), "one");
  EXPECT_EQ(segmenter->SegmentPart("one two.", 4, false, 99, &out), 4u);
  EXPECT_EQ(segmenter->SegmentPart("one two. ", 4, false, 99, &out), 9u);
  EXPECT_EQ(Units(out), "one|two|<.>");
  EXPECT_EQ(segmenter->SegmentPart("a..", 1, false, 99, &out), 1u);
  EXPECT_EQ(segmenter->SegmentPart("a \xe6\xbc", 1, false, 99, &out), 2u);
  EXPECT_EQ(segmenter->SegmentPart("a ", 2, true, 99, &out), 2u);
}

TEST(SegmentPart, StopsBehindTheSegmentThatReachesTheLimit) {
  const auto segmenter = *Segmenter::Create(Profile::kVerbatim);
  SegmentedText out;
  EXPECT_EQ(segmenter->SegmentPart("a b c d", 0, true, 2, &out), 3u);
  EXPECT_EQ(Units(out), "a|b");
  EXPECT_EQ(segmenter->SegmentPart("a b c d", 3, true, 2, &out), 3u);
  out.clear();
  EXPECT_EQ(segmenter->SegmentPart(std::string(100, 'a') + " b", 0, true, 2, &out), 100u);
  EXPECT_EQ(out.units.size(), 4u);
}

// Megabytes that quadratic code would not finish in hours. The bound is loose, for sanitizers.
TEST(Segmenter, HostileTextTakesLinearTime) {
  std::vector<std::string> texts;
  for (const std::string& piece :
       {std::string("a"), std::string("."), std::string("\u0301"), std::string("\u0301\u0323"),
        std::string("a.\u0301"), std::string("\x01"), std::string("\u200d"), std::string("_"),
        std::string("\u0e33\u0e31"), std::string("\ufdfa"), std::string("\u1161"),
        std::string("\uff9e\u0345"), std::string("\U0001F1E9"), std::string("'\"")}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    texts.push_back(text);
  }
  const auto start = std::chrono::steady_clock::now();
  for (const Profile profile : {Profile::kVerbatim, Profile::kFolded}) {
    const auto segmenter = *Segmenter::Create(profile);
    for (const std::string& text : texts) {
      SegmentedText out;
      segmenter->Segment(text, &out);
      const size_t units = out.units.size();
      out.clear();
      for (size_t begin = 0; begin < text.size();) {
        begin = segmenter->SegmentPart(text, begin, true, out.units.size() + 1, &out);
      }
      EXPECT_EQ(out.units.size(), units);
    }
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
}

TEST(Segmenter, MalformedTextDoesNotCrash) {
  for (const Profile profile : {Profile::kVerbatim, Profile::kFolded}) {
    SegmentedText out;
    std::string text;
    for (int i = 0; i < 2000; ++i) text += static_cast<char>(i * i * 7 + i / 3);
    (*Segmenter::Create(profile))->Segment(text, &out);
    EXPECT_GT(out.units.size(), 0u);
    for (const Unit& unit : out.units) EXPECT_LE(unit.end, text.size());
    for (const char byte : {'\x80', '\xc3', '\xe2', '\xf0', '\xff'}) {
      (*Segmenter::Create(profile))->Segment(std::string(99, byte), &out);
      for (const Unit& unit : out.units) EXPECT_LE(unit.end, 99u);
    }
  }
}

}  // namespace
}  // namespace spanroot
