#include "indexer/text/sentences.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace spanroot {
namespace {

// The text with '|' at every end.
std::string Cut(std::string_view text) {
  const auto ends = SentenceEnds(text);
  EXPECT_TRUE(ends.ok()) << ends.status();
  std::string out;
  size_t begin = 0;
  for (const size_t end : *ends) {
    out.append(text.substr(begin, end - begin)).push_back('|');
    begin = end;
  }
  EXPECT_EQ(begin, text.size());
  return out;
}

TEST(Sentences, Empty) { EXPECT_EQ(Cut(""), ""); }

TEST(Sentences, PlainSentences) {
  EXPECT_EQ(Cut("One. Two! Three? Four"), "One. |Two! |Three? |Four|");
}

TEST(Sentences, AbbreviationsAndNumbersDoNotCut) {
  for (const std::string text :
       {"Pi is 3.14 or so.", "Use one, e.g. Foo, always.", "The U.S. Senate met.",
        "Ask Mr. Smith or Dr. Jones.", "By J. K. Rowling.", "(e.g. Foo)", "U.K. Parliament",
        "Hello.World", "See i.e. Bar.", "Version 2.0.1 is out."}) {
    EXPECT_EQ(Cut(text), text + "|");
  }
}

TEST(Sentences, OnlyInitialsCountAsAbbreviations) {
  EXPECT_EQ(Cut("Plan b. Then."), "Plan b. |Then.|");
  EXPECT_EQ(Cut("Visit a.com. Then."), "Visit a.com. |Then.|");
  EXPECT_EQ(Cut("Go to 5. Then..A. Now."), "Go to 5. |Then..|A. |Now.|");
}

TEST(Sentences, MarksBehindTheFullStopBelongToIt) {
  EXPECT_EQ(Cut("He said \"No.\" Then left."), "He said \"No.\" |Then left.|");
  EXPECT_EQ(Cut("(So it is.) Next."), "(So it is.) |Next.|");
  EXPECT_EQ(Cut("Well\u2026 Then"), "Well\u2026 Then|");  // U+2026 does not end a sentence in ICU
  EXPECT_EQ(Cut("Well... Then"), "Well... |Then|");
  EXPECT_EQ(Cut("Well... then"), "Well... then|");
  EXPECT_EQ(Cut("\u201cYes.\u201d She did."), "\u201cYes.\u201d |She did.|");
}

TEST(Sentences, IdeographicStopsCutWithoutSpace) {
  EXPECT_EQ(Cut("\u4f60\u597d\u3002\u5417\uff1f\u597d\uff01\u5b8c"),
            "\u4f60\u597d\u3002|\u5417\uff1f|\u597d\uff01|\u5b8c|");
}

TEST(Sentences, EveryLineBreakCuts) {
  for (const std::string line_break :
       {"\n", "\r", "\r\n", "\v", "\f", "\u0085", "\u2028", "\u2029"}) {
    EXPECT_EQ(Cut("a" + line_break + "b"), "a" + line_break + "|b|");
    EXPECT_EQ(Cut("Mr." + line_break + "Smith"), "Mr." + line_break + "|Smith|");
  }
  EXPECT_EQ(Cut("a\n\nb\n"), "a\n|\n|b\n|");
  EXPECT_EQ(Cut("\r\r\n\n"), "\r|\r\n|\n|");
}

TEST(Sentences, OffsetsAreBytesBehindSupplementaryCharacters) {
  EXPECT_EQ(Cut("\U0001F600 one. \U00020000\u3002\U0001F600 Two. \u00c9 x"),
            "\U0001F600 one. |\U00020000\u3002|\U0001F600 Two. |\u00c9 x|");
}

TEST(Sentences, ThreadsDoNotDisturbOneAnother) {
  const std::string text = "One. Two. Mr. Smith said 3.14. Done.";
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) EXPECT_EQ(SentenceEnds(text)->size(), 4u);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace spanroot
