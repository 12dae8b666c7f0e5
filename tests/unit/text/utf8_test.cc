#include "indexer/text/utf8.h"

#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <random>

namespace spanroot {
namespace {

std::string Repaired(std::string text, size_t replaced) {
  EXPECT_EQ(ReplaceInvalidUtf8(&text), replaced) << text;
  return text;
}

TEST(Utf8, ValidTextIsLeftAlone) {
  for (const std::string text : {"", "abc", "\u00e9\u6f22\U0001F600", "\ud7ff\ue000\U0010FFFF",
                                 "plain ASCII longer than a machine word, then \u00df"}) {
    EXPECT_EQ(Repaired(text, 0), text);
  }
  EXPECT_EQ(Repaired(std::string("\0", 1), 0), std::string("\0", 1));
}

// Unicode standard, section 3.9, tables 3-8 to 3-11.
TEST(Utf8, MaximalSubsequencesAreReplacedOnce) {
  EXPECT_EQ(Repaired("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41", 8),
            "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
            "A");
  EXPECT_EQ(Repaired("\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41", 8),
            "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
            "A");
  EXPECT_EQ(Repaired("\xf4\x91\x92\x93\xff\x41\x80\xbf\x42", 7),
            "\ufffd\ufffd\ufffd\ufffd\ufffd"
            "A\ufffd\ufffd"
            "B");
  EXPECT_EQ(Repaired("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", 4),
            "\ufffd\ufffd\ufffd\ufffd"
            "A");
}

TEST(Utf8, CutSequencesAtTheEnd) {
  EXPECT_EQ(Repaired("12345678\xf0\x9f\x98", 1), "12345678\ufffd");
  EXPECT_EQ(Repaired("\xe6\xbc", 1), "\ufffd");
  EXPECT_EQ(Repaired("\xc3", 1), "\ufffd");
}

TEST(Utf8, RepairAgreesWithIcuOnRandomBytes) {
  std::mt19937 random(1);
  constexpr std::string_view kBytes(
      "a\x7f\x80\x8f\x90\x9f\xa0\xbf\xc1\xc2\xdf\xe0\xe1\xed\xef\xf0\xf1\xf4\xf5\xff", 20);
  for (int i = 0; i < 50000; ++i) {
    std::string text;
    for (size_t n = random() % 12; n > 0; --n) text += kBytes[random() % kBytes.size()];
    std::string expected;
    icu::UnicodeString::fromUTF8(text).toUTF8String(expected);
    ReplaceInvalidUtf8(&text);
    ASSERT_EQ(text, expected);
  }
}

TEST(Utf8, CountAndFloor) {
  const std::string text = "a\u00e9\u6f22\U0001F600";
  EXPECT_EQ(CountCodePoints(text), 4u);
  EXPECT_EQ(CountCodePoints(""), 0u);
  const size_t floors[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
  for (size_t i = 0; i < std::size(floors); ++i) EXPECT_EQ(FloorToCodePoint(text, i), floors[i]);
}

TEST(Utf8, DisplayWidth) {
  EXPECT_EQ(DisplayWidth(""), 0u);
  EXPECT_EQ(DisplayWidth("abc ~"), 5u);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
  EXPECT_EQ(DisplayWidth("\u6f22\u5b57\uff21"), 6u);
  EXPECT_EQ(DisplayWidth("\uff76"), 1u);
  EXPECT_EQ(DisplayWidth("\U0001F600"), 2u);
  EXPECT_EQ(DisplayWidth("\ud55c"), 2u);
  EXPECT_EQ(DisplayWidth("\u1112\u1161\u11ab"), 2u);
  EXPECT_EQ(DisplayWidth("a\u200db\u00ad"), 2u);
  EXPECT_EQ(DisplayWidth("\u05e9\u05c1\u0e01\u0e31"), 2u);
}

}  // namespace
}  // namespace spanroot
