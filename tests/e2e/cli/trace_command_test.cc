// One text traced with the real program: where it comes from, how it is shown, what JSON says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "indexer/text/utf8.h"
#include "tests/e2e/cli/sample_index.h"
#include "tests/support/corpus_files.h"

namespace spanroot {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const std::string kText = std::string("I once read this: ") + kLighthouse + " Xyzzy quux.";

ProgramResult Trace(const std::vector<std::string>& arguments, const std::string& input = "",
                    const RunningProgram::Options& options = {}) {
  std::vector<std::string> command = {"trace", "--index", SampleIndex::Dir()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return RunProgram(command, input, options);
}

std::string Cut(const json& range, const std::string& text) {
  const size_t begin = range.at("begin_byte");
  const size_t end = range.at("end_byte");
  return text.substr(begin, end - begin);
}

TEST(TraceCommand, TakesTextFromAnywhere) {
  const CorpusFolder folder;
  const std::string file = folder.Write("text.txt", kText);
  const std::string from_argument = Trace({"--json", kText}).out;
  const auto spans = [](const std::string& out) { return json::parse(out).at("spans").dump(); };
  EXPECT_EQ(spans(Trace({"--json", file}).out), spans(from_argument));
  EXPECT_EQ(spans(Trace({"--json", "--file", file}).out), spans(from_argument));
  EXPECT_EQ(spans(Trace({"--json"}, kText).out), spans(from_argument));
  EXPECT_EQ(spans(Trace({"--json", "-"}, kText).out), spans(from_argument));
  EXPECT_EQ(
      spans(RunProgram({"spanroot", "trace", "--index", SampleIndex::Dir(), "--json", kText}).out),
      spans(from_argument));
}

TEST(TraceCommand, JsonTellsWhatStandsWhere) {
  const ProgramResult result = Trace({"--json", kText});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const json trace = json::parse(result.out);
  EXPECT_EQ(trace.at("text"), kText);
  ASSERT_EQ(trace.at("spans").size(), 1u);
  const json& span = trace.at("spans").at(0);
  EXPECT_THAT(std::string(kLighthouse), HasSubstr(Cut(span, kText)));
  EXPECT_EQ(span.at("words"), 17);
  EXPECT_EQ(span.at("occurrences"), 1);
  const json& document = trace.at("documents").at(0);
  EXPECT_EQ(document.at("id"), "light");
  EXPECT_EQ(document.at("license"), "CC0-1.0");
  EXPECT_EQ(document.at("explained_words"), 17);
  const json& snippet = document.at("snippets").at(0);
  EXPECT_EQ(Cut(snippet.at("matches").at(0), snippet.at("text")), Cut(span, kText));
  EXPECT_EQ(trace.at("coverage").at("longest_match"), 17);
  EXPECT_EQ(Cut(trace.at("coverage").at("unknown_words").back(), kText), "quux");
  EXPECT_EQ(trace.at("claim").at("kind"), "unknown");
  EXPECT_EQ(trace.at("statistics").at("spans_kept"), 1);
  EXPECT_EQ(trace.at("index").at("profile"), "verbatim");
}

TEST(TraceCommand, OffsetsAreBytesAndCodePoints) {
  const std::string text = std::string("序言：") + kChinese;
  const json trace = json::parse(Trace({"--json", text}).out);
  for (const json& span : trace.at("spans")) {
    const size_t begin = span.at("begin_byte");
    EXPECT_EQ(CountCodePoints(text.substr(0, begin)), span.at("begin_code_point"));
    EXPECT_THAT(std::string(kChinese), HasSubstr(Cut(span, text)));
  }
  EXPECT_EQ(trace.at("documents").at(0).at("id"), "zh");
}

TEST(TraceCommand, NothingFoundIsSaid) {
  const ProgramResult result = Trace({"zzz yyy xxx www vvv"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("No span"));
  EXPECT_THAT(result.out, HasSubstr("Claim"));
  EXPECT_EQ(Trace({"--json", ""}, "").exit_code, 1);
}

TEST(TraceCommand, PipedOutputIsPlainAndComplete) {
  const ProgramResult result = Trace({kText});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_TRUE(IsHarmless(result.out)) << result.out;
  EXPECT_THAT(result.out, HasSubstr("[The lighthouse"));
  EXPECT_THAT(result.out, HasSubstr("][1]"));
  for (const char* part : {"Morwen Point", "https://example.org/light", "1901-05-02", "CC0-1.0",
                           "tales", "relevance", "Coverage", "quux", "Claim", "Work"}) {
    EXPECT_THAT(result.out, HasSubstr(part));
  }
}

TEST(TraceCommand, ColorIsChosen) {
  EXPECT_THAT(Trace({"--color=always", kText}).out, HasSubstr("\x1b[4;"));
  EXPECT_THAT(Trace({"--color=always", kText}, "", {{"NO_COLOR=1"}}).out, HasSubstr("\x1b[4;"));
  const RunningProgram::Options terminal = {{}, /*terminal=*/true};
  EXPECT_THAT(Trace({kText}, "", terminal).out, HasSubstr("\x1b[4;"));
  EXPECT_THAT(Trace({"--color=never", kText}, "", terminal).out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(Trace({kText}, "", {{"NO_COLOR=1"}, true}).out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(Trace({kText}, "", {{"NO_COLOR="}, true}).out, HasSubstr("\x1b[4;"));
  EXPECT_THAT(Trace({kText}, "", {{"TERM=dumb"}, true}).out, Not(HasSubstr("\x1b")));
}

TEST(TraceCommand, LinesKeepToTheWidth) {
  const std::string text = kText + " " + kChinese;
  const auto widest = [](const std::string& out) {
    size_t width = 0;
    for (size_t begin = 0, end; (end = out.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
      width = std::max(width, DisplayWidth(out.substr(begin, end - begin)));
    }
    return width;
  };
  EXPECT_LE(widest(Trace({"--width", "50", text}).out), 50u);
  const size_t by_environment = widest(Trace({text}, "", {{"COLUMNS=64"}}).out);
  EXPECT_LE(by_environment, 64u);
  EXPECT_GT(by_environment, 50u);
}

TEST(TraceCommand, HostileTextAndDocumentsAreHarmless) {
  const std::string text = "\x1b]0;title\x07 the purple submarine sails again at midnight\xff\n";
  for (const char* color : {"--color=never", "--color=always"}) {
    const ProgramResult result = Trace({color}, text);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_TRUE(IsHarmless(WithoutColor(result.out))) << result.out;
    EXPECT_THAT(result.out, HasSubstr("alert line two"));
  }
  const ProgramResult as_json = Trace({"--json"}, text);
  EXPECT_THAT(as_json.out, Not(HasSubstr("\x1b")));
  const json span = json::parse(as_json.out).at("spans").at(0);
  EXPECT_EQ(Cut(span, text), "the purple submarine sails again at midnight");
}

TEST(TraceCommand, SourcesAndDensityChoose) {
  const std::string text = "Look: the tide was out. " + kText;
  const json by_source =
      json::parse(Trace({"--json", "--all-spans", "--source", "logs", text}).out);
  for (const json& document : by_source.at("documents")) EXPECT_EQ(document.at("source"), "logs");
  EXPECT_GT(by_source.at("statistics").at("documents_filtered"), 0);
  EXPECT_EQ(by_source.at("spans").size(), 2u);
  const ProgramResult few = Trace({"--density", "0.001", text});
  EXPECT_THAT(few.out, HasSubstr("Left out    1 of 2 spans"));
  EXPECT_EQ(json::parse(Trace({"--json", "--min-words", "5", "--all-spans", text}).out)
                .at("spans")
                .size(),
            1u);
}

TEST(TraceCommand, TooLongATextIsRefused) {
  const ProgramResult result = Trace({"--max-text", "1K"}, std::string(2000, 'a'));
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("1.0 KiB"));
}

TEST(TraceBatch, KeepsOrderAndLosesNothing) {
  const CorpusFolder folder;
  std::string lines;
  for (int i = 0; i < 200; ++i) {
    lines +=
        json{{"id", i}, {"prompt", "tell"}, {"output", i % 3 == 0 ? kText : "the tide was out"}}
            .dump() +
        "\n";
  }
  const ProgramResult result =
      Trace({"--jsonl", folder.Write("in.jsonl.gz", Gzip(lines)), "--threads", "3"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  std::istringstream out(result.out);
  int count = 0;
  for (std::string line; std::getline(out, line); ++count) {
    const json record = json::parse(line);
    EXPECT_EQ(record.at("id"), count);
    EXPECT_EQ(record.at("line"), count + 1);
    EXPECT_EQ(record.at("spans").at(0).at("words"), count % 3 == 0 ? 17 : 4);
  }
  EXPECT_EQ(count, 200);
}

TEST(TraceBatch, BadLinesAreReportedInPlace) {
  const std::string input =
      "{\"id\":\"a\",\"output\":\"the tide was out\"}\n\nnot json\n{\"id\":\"b\"}\n"
      "{\"id\":[1],\"output\":\"x\"}\n{\"id\":\"c\",\"output\":7}\n"
      "{\"id\":\"d\",\"output\":\"the tide was out\",\"model\":\"no-such-model\"}";
  const ProgramResult result = Trace({"--jsonl", "-"}, input);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("-:3: not JSON"));
  EXPECT_THAT(result.err, HasSubstr("4 records of 6"));
  std::istringstream out(result.out);
  std::vector<json> records;
  for (std::string line; std::getline(out, line);) records.push_back(json::parse(line));
  ASSERT_EQ(records.size(), 6u);
  EXPECT_TRUE(records[0].contains("spans"));
  EXPECT_EQ(records[1].at("id"), nullptr);
  EXPECT_EQ(records[1].at("line"), 3);
  EXPECT_EQ(records[2].at("id"), "b");
  EXPECT_THAT(std::string(records[2].at("error")), HasSubstr("output"));
  EXPECT_TRUE(records[3].contains("error"));
  EXPECT_EQ(records[4].at("id"), "c");
  EXPECT_EQ(records[5].at("claim").at("model"), "no-such-model");
  EXPECT_EQ(Trace({"--jsonl", "/no/such/file"}).exit_code, 3);
}

// Whoever feeds it line by line gets each answer before the next line.
TEST(TraceBatch, AnswersAsItReads) {
  RunningProgram program({"trace", "--index", SampleIndex::Dir(), "--jsonl", "-"});
  program.Write("{\"id\":\"first\",\"output\":\"the tide was out\"}\n");
  EXPECT_TRUE(program.WaitForOutput("\"first\""));
  program.Write("{\"id\":\"second\",\"output\":\"the tide was out\"}\n");
  EXPECT_THAT(program.Wait().out, HasSubstr("\"second\""));
}

}  // namespace
}  // namespace spanroot
