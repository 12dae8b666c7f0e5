#include "ui_client/cli/text_layout.h"

#include <gtest/gtest.h>

#include "indexer/text/utf8.h"
#include "ui_client/cli/output.h"

namespace spanroot {
namespace {

std::string Flat(const std::vector<Line>& lines) {
  std::string out;
  for (const Line& line : lines) {
    for (const auto& run : line) out += run.text;
    out += "|";
  }
  return out;
}

TEST(Printable, MakesControlsVisible) {
  EXPECT_EQ(Printable("a\x1b[31mb\x07\x7f", LineBreaks::kFold), "a␛[31mb␇␡");
  EXPECT_EQ(Printable("a\xc2\x9b"
                      "31mb",
                      LineBreaks::kFold),
            "a\ufffd31mb");
  EXPECT_EQ(Printable(std::string_view("a\0b", 3), LineBreaks::kKeep), "a␀b");
  EXPECT_EQ(Printable("a\xff\xe2\x82 b", LineBreaks::kKeep), "a\ufffd\ufffd b");
}

TEST(Printable, DropsWhatTurnsDirection) {
  EXPECT_EQ(Printable("\u202egnp.exe\u202c \u2066x\u2069 \u200fy\u061c", LineBreaks::kKeep),
            "gnp.exe x y");
  EXPECT_EQ(Printable("שלום עולם", LineBreaks::kKeep), "שלום עולם");
}

TEST(Printable, LineBreaks) {
  EXPECT_EQ(Printable("a\r\nb\rc\u2028d\te", LineBreaks::kKeep), "a\nb\nc\nd    e");
  EXPECT_EQ(Printable("a \r\n\t b\n\nc", LineBreaks::kFold), "a b c");
}

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_EQ(Flat(Wrap({{"aa bb cc dd"}}, 5)), "aa bb|cc dd|");
  EXPECT_EQ(Flat(Wrap({{"  indented\n\nnext"}}, 20)), "  indented||next|");
  EXPECT_EQ(Flat(Wrap({{""}}, 5)), "");
}

TEST(Wrap, AWordThatIsTooLongIsCut) {
  EXPECT_EQ(Flat(Wrap({{"x abcdefghij y"}}, 4)), "x|abcd|efgh|ij y|");
}

TEST(Wrap, StylesDoNotBreakWords) {
  const std::vector<Line> lines = Wrap({{"one tw"}, {"o", Style::kBold}, {"[1]", Style::kLow}}, 8);
  EXPECT_EQ(Flat(lines), "one|two[1]|");
  ASSERT_EQ(lines[1].size(), 3u);
  EXPECT_EQ(lines[1][1].style, Style::kBold);
}

TEST(Wrap, WideCharactersBreakAnywhere) {
  EXPECT_EQ(Flat(Wrap({{"灯塔的守护者"}}, 5)), "灯塔|的守|护者|");
  EXPECT_EQ(Flat(Wrap({{"灯塔"}, {"[1]", Style::kPlain, /*glued=*/true}}, 5)), "灯|塔[1]|");
}

TEST(Wrap, SignsStayWhole) {
  const std::string family = "👨\u200d👩\u200d👧";
  for (const Line& line : Wrap({{family + family + "👍🏽👍🏽e\u0301"}}, 7)) {
    for (const auto& run : line) {
      EXPECT_FALSE(run.text.starts_with("\u200d") || run.text.ends_with("\u200d")) << run.text;
      EXPECT_FALSE(run.text.starts_with("🏽") || run.text.starts_with("\u0301")) << run.text;
    }
  }
}

TEST(Wrap, NoLineIsTooWide) {
  const std::string text =
      "Mixed 灯塔 text with a verylongwordthatmustbecut and 한국어 words, 👍 and ไทย too.";
  for (size_t width = 2; width < 60; ++width) {
    std::string joined;
    for (const Line& line : Wrap({{text}}, width)) {
      std::string whole;
      for (const auto& run : line) whole += run.text;
      EXPECT_LE(DisplayWidth(whole), width) << whole;
      joined += whole;
    }
    std::string without_spaces = text;
    std::erase(without_spaces, ' ');
    std::erase(joined, ' ');
    EXPECT_EQ(joined, without_spaces) << width;
  }
}

TEST(Shorten, CutsAtColumns) {
  EXPECT_EQ(Shorten("abc", 3), "abc");
  EXPECT_EQ(Shorten("abcd", 3), "ab…");
  EXPECT_EQ(Shorten("灯塔的", 4), "灯…");
}

TEST(Output, Numbers) {
  EXPECT_EQ(WithCommas(0), "0");
  EXPECT_EQ(WithCommas(999), "999");
  EXPECT_EQ(WithCommas(1234567), "1,234,567");
  EXPECT_EQ(Plural(1, "word"), "1 word");
  EXPECT_EQ(Plural(2, "suffix", "suffixes"), "2 suffixes");
  EXPECT_EQ(FormatPercent(0, 10), "0%");
  EXPECT_EQ(FormatPercent(1, 1000), "<1%");
  EXPECT_EQ(FormatPercent(999, 1000), "99%");
  EXPECT_EQ(FormatPercent(5, 5), "100%");
  EXPECT_EQ(FormatPercent(1, 0), "0%");
  EXPECT_EQ(FormatSeconds(0.0123), "12.3 ms");
  EXPECT_EQ(FormatSeconds(65), "1:05");
  EXPECT_EQ(FormatSeconds(7384), "2:03:04");
}

}  // namespace
}  // namespace spanroot
