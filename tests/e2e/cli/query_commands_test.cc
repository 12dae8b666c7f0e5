// count, search and dump with the real program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/e2e/cli/sample_index.h"

namespace spanroot {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

ProgramResult Ask(std::vector<std::string> command) {
  command.insert(command.begin(), "spanroot");
  command.insert(command.begin() + 2, {"--index", SampleIndex::Dir()});
  return RunProgram(command);
}

TEST(CountCommand, CountsExactly) {
  const ProgramResult found = Ask({"count", "the tide was out"});
  EXPECT_EQ(found.exit_code, 0);
  EXPECT_EQ(found.out, "3\n");
  const ProgramResult nothing = Ask({"count", "the tide was in"});
  EXPECT_EQ(nothing.exit_code, 1);
  EXPECT_EQ(nothing.out, "0\n");
  const json counted = json::parse(Ask({"count", "--json", "the tide was out"}).out);
  EXPECT_EQ(counted.at("count"), 3);
  EXPECT_EQ(counted.at("words"), 4);
  EXPECT_EQ(counted.at("index").at("name"), "sample");
  EXPECT_EQ(Ask({"count", "黄昏点亮"}).out, "1\n");
}

TEST(SearchCommand, JoinsPhrases) {
  const json both = json::parse(Ask({"search", "--json", "the tide was out", "three summers"}).out);
  ASSERT_EQ(both.at("hits").size(), 1u);
  EXPECT_EQ(both.at("hits").at(0).at("id"), "light");
  EXPECT_EQ(both.at("hits").at(0).at("metadata").at("keeper"), "Ansel");
  const json any = json::parse(Ask({"search", "--json", "--any", "the tide was out", "三"}).out);
  EXPECT_EQ(any.at("documents"), 3);
  const json filtered =
      json::parse(Ask({"search", "--json", "--source", "logs", "the tide was out"}).out);
  ASSERT_EQ(filtered.at("hits").size(), 1u);
  EXPECT_EQ(filtered.at("hits").at(0).at("id"), "boat");
  EXPECT_EQ(json::parse(Ask({"search", "--json", "--limit", "2", "the tide was out"}).out)
                .at("hits")
                .size(),
            2u);
  EXPECT_EQ(Ask({"search", "the tide was in"}).exit_code, 1);
}

TEST(SearchCommand, MatchesLieWhereJsonSays) {
  const json hit = json::parse(Ask({"search", "--json", "eleven masons"}).out).at("hits").at(0);
  const json snippet = hit.at("snippets").at(0);
  const json match = snippet.at("matches").at(0);
  const std::string text = snippet.at("text");
  const size_t begin = match.at("begin_byte");
  const size_t end = match.at("end_byte");
  EXPECT_EQ(text.substr(begin, end - begin), "eleven masons");
}

TEST(SearchCommand, ShowsCards) {
  const ProgramResult result = Ask({"search", "eleven masons"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("Morwen Point"));
  EXPECT_THAT(result.out, HasSubstr("https://example.org/light"));
  EXPECT_THAT(result.out, HasSubstr("CC0-1.0"));
  EXPECT_THAT(result.out, HasSubstr("[eleven masons]"));
  EXPECT_TRUE(IsHarmless(result.out)) << result.out;
}

TEST(SearchCommand, HostileDocumentsAreHarmless) {
  const ProgramResult plain = Ask({"search", "purple submarine"});
  EXPECT_EQ(plain.exit_code, 0);
  EXPECT_TRUE(IsHarmless(plain.out)) << plain.out;
  EXPECT_THAT(plain.out, HasSubstr("[purple submarine]"));
  const ProgramResult colored = Ask({"search", "--color", "always", "purple submarine"});
  EXPECT_TRUE(IsHarmless(WithoutColor(colored.out))) << colored.out;
  const ProgramResult as_json = Ask({"search", "--json", "purple submarine"});
  EXPECT_EQ(json::parse(as_json.out).at("hits").at(0).at("id"), "evil\x1b[31m");
  EXPECT_THAT(as_json.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(as_json.out, Not(HasSubstr("\xc2\x9b")));
}

TEST(DumpCommand, ShowsTheInside) {
  const ProgramResult directory = Ask({"dump"});
  EXPECT_EQ(directory.exit_code, 0);
  EXPECT_THAT(directory.out, HasSubstr("shard-000000"));
  const ProgramResult block = Ask({"dump", "--block", "0", "--limit", "1000", "--width", "150"});
  EXPECT_EQ(block.exit_code, 0);
  EXPECT_THAT(block.out, HasSubstr("tide was out, they counted stones."));
  EXPECT_TRUE(IsHarmless(block.out)) << block.out;
  EXPECT_THAT(Ask({"dump", "--block", "0", "--limit", "3"}).out, HasSubstr("more (--limit)"));
  const ProgramResult document = Ask({"dump", "--document", "0"});
  EXPECT_THAT(document.out, HasSubstr("Ansel"));
  EXPECT_THAT(document.out, HasSubstr("eleven masons"));
  EXPECT_TRUE(IsHarmless(Ask({"dump", "--document", "3"}).out));
  EXPECT_EQ(Ask({"dump", "--word", "tide"}).out,
            "tide: 3 occurrences in 3 documents of shard-000000\n");
  EXPECT_EQ(Ask({"dump", "--word", "zeppelin"}).exit_code, 1);
}

}  // namespace
}  // namespace spanroot
