#include "tracer/evidence/redact.h"

#include <gtest/gtest.h>

namespace spanroot {
namespace {

std::string Redacted(std::string text, uint64_t count) {
  EXPECT_EQ(RedactEmails(&text), count) << text;
  return text;
}

TEST(RedactEmails, MasksAddressesByteForByte) {
  EXPECT_EQ(Redacted("mail a.b+c@mail.example.org.", 1), "mail **********************.");
  EXPECT_EQ(Redacted("x@y.de,z@y.de", 2), "******,******");
  EXPECT_EQ(Redacted("\xc3\xa9 bob_1@a-b.co\xc3\xa9", 1), "\xc3\xa9 ************\xc3\xa9");
  EXPECT_EQ(Redacted("<bob@example.com>", 1), "<***************>");
}

TEST(RedactEmails, LeavesWhatIsNone) {
  for (const std::string text : {"", "@", "@@@", "user@", "@handle", "meet @ 5.30", "user@host",
                                 "a @b.org", "a@.org", "a@-"}) {
    EXPECT_EQ(Redacted(text, 0), text);
  }
}

TEST(RedactEmails, NeighboursKeepTheirOwnParts) {
  EXPECT_EQ(Redacted("a@b@c.org", 1), "a@*******");
  EXPECT_EQ(Redacted("a@b.org@c.org", 1), "*******@c.org");
}

TEST(RedactEmails, OfADocument) {
  StoredDocument stored;
  stored.id = "a@b.org";
  stored.title = "From a@b.org";
  stored.metadata = R"({"to":"c@d.org"})";
  std::vector<Snippet> snippets(2);
  snippets[1].text = "cc e@f.org";
  EXPECT_EQ(RedactEmails(&stored, &snippets), 3u);
  EXPECT_EQ(stored.id, "a@b.org");
  EXPECT_EQ(stored.title, "From *******");
  EXPECT_EQ(stored.metadata, R"({"to":"*******"})");
  EXPECT_EQ(snippets[1].text, "cc *******");
}

}  // namespace
}  // namespace spanroot
