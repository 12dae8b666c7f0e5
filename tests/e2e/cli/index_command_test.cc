// Building, describing and verifying an index with the real program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "common/file.h"
#include "tests/e2e/cli/sample_index.h"
#include "tests/support/corpus_files.h"

namespace spanroot {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// ThreadSanitizer holds a signal back until a read that waits has returned.
#ifdef __SANITIZE_THREAD__
constexpr bool kSignalsComeLate = true;
#else
constexpr bool kSignalsComeLate = false;
#endif

std::string Fingerprint(const std::string& index) {
  return json::parse(RunProgram({"spanroot", "info", "--index", index, "--json"}).out)
      .at("fingerprint");
}

TEST(IndexCommand, SummarisesAndInfoAgrees) {
  const CorpusFolder inputs;
  const TempDir folder;
  const std::string corpus = inputs.Write("c.jsonl", SampleLines());
  const std::string index = folder.File("index");
  const ProgramResult built =
      RunProgram({"spanroot", "index", corpus, "--out", index, "--profile", "folded", "--json"});
  ASSERT_EQ(built.exit_code, 0) << built.err;
  EXPECT_THAT(built.err, HasSubstr("reading"));
  EXPECT_THAT(built.err, HasSubstr("writing"));
  EXPECT_THAT(built.err, Not(HasSubstr("\x1b")));
  const json summary = json::parse(built.out);
  EXPECT_EQ(summary.at("documents"), 5);
  EXPECT_EQ(summary.at("name"), "index");

  const json info = json::parse(RunProgram({"spanroot", "info", "--index", index, "--json"}).out);
  EXPECT_EQ(info.at("profile"), "folded");
  EXPECT_EQ(info.at("fingerprint"), summary.at("fingerprint"));
  EXPECT_EQ(info.at("sources").at("tales").at("documents"), 3);
  EXPECT_EQ(info.at("shards").size(), 1u);
  const ProgramResult text = RunProgram({"spanroot", "info", "--index", index});
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_THAT(text.out, HasSubstr("5 documents"));
  EXPECT_THAT(text.out, HasSubstr("folded"));
}

TEST(IndexCommand, ReadsStandardInputAndOtherFields) {
  const TempDir folder;
  const std::string index = folder.File("index");
  const ProgramResult built =
      RunProgram({"spanroot", "index", "-", "--out", index, "--text-field", "body.words",
                  "--id-field", "key", "--source", "letters"},
                 "{\"key\":\"a7\",\"body\":{\"words\":\"dear friend, the roof leaks\"}}\n");
  ASSERT_EQ(built.exit_code, 0) << built.err;
  const ProgramResult found =
      RunProgram({"spanroot", "search", "--index", index, "--json", "the roof leaks"});
  const json hit = json::parse(found.out).at("hits").at(0);
  EXPECT_EQ(hit.at("id"), "a7");
  EXPECT_EQ(hit.at("source"), "letters");
}

TEST(IndexCommand, BadRecordsAreNamedAndCounted) {
  const CorpusFolder inputs;
  const TempDir folder;
  std::string lines = "{\"text\":\"a good record\"}\n";
  for (int i = 0; i < 15; ++i) lines += "{broken \x1b[31m\n";
  const std::string corpus = inputs.Write("c.jsonl", lines);
  const ProgramResult lenient =
      RunProgram({"spanroot", "index", corpus, "--out", folder.File("lenient")});
  EXPECT_EQ(lenient.exit_code, 0);
  EXPECT_THAT(lenient.err, HasSubstr("c.jsonl:2:"));
  EXPECT_THAT(lenient.err, HasSubstr("c.jsonl:11:"));
  EXPECT_THAT(lenient.err, Not(HasSubstr("c.jsonl:12:")));
  EXPECT_TRUE(IsHarmless(lenient.err)) << lenient.err;
  EXPECT_THAT(lenient.out, HasSubstr("15 bad records"));
  const ProgramResult strict =
      RunProgram({"spanroot", "index", corpus, "--out", folder.File("strict"), "--strict"});
  EXPECT_NE(strict.exit_code, 0);
  EXPECT_THAT(strict.err, HasSubstr("c.jsonl:2:"));
}

TEST(IndexCommand, AnIndexIsNotOverwritten) {
  const CorpusFolder inputs;
  const TempDir folder;
  const std::string corpus = inputs.Write("c.jsonl", SampleLines());
  const std::string before = Fingerprint(SampleIndex::Dir());
  const ProgramResult again =
      RunProgram({"spanroot", "index", corpus, "--out", SampleIndex::Dir()});
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_THAT(again.err, HasSubstr("stands there already"));
  EXPECT_EQ(Fingerprint(SampleIndex::Dir()), before);
  EXPECT_EQ(RunProgram({"spanroot", "index", "/no/such", "--out", folder.File("x")}).exit_code, 3);
}

TEST(VerifyCommand, SoundThenDamaged) {
  const CorpusFolder inputs;
  const TempDir folder;
  const std::string corpus = inputs.Write("c.jsonl", SampleLines());
  const std::string index = folder.File("index");
  ASSERT_EQ(RunProgram({"spanroot", "index", corpus, "--out", index}).exit_code, 0);
  const ProgramResult sound = RunProgram({"spanroot", "verify", "--index", index});
  EXPECT_EQ(sound.exit_code, 0) << sound.err;
  EXPECT_THAT(sound.out, HasSubstr(Fingerprint(index)));

  std::string damaged;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(index)) {
    if (entry.path().extension() == ".sst") damaged = entry.path();
  }
  ASSERT_NE(damaged, "");
  std::fstream(damaged, std::ios::in | std::ios::out | std::ios::binary).seekp(100).put('~');
  const ProgramResult broken = RunProgram({"spanroot", "verify", "--index", index});
  EXPECT_EQ(broken.exit_code, 3);
  EXPECT_THAT(broken.out, HasSubstr(std::filesystem::path(damaged).filename().string()));
  const json report =
      json::parse(RunProgram({"spanroot", "verify", "--index", index, "--json"}).out);
  EXPECT_EQ(report.at("sound"), false);
  EXPECT_EQ(report.at("problems").size(), 1u);
}

// About `bytes` of records that differ.
std::string ManyLines(size_t bytes) {
  std::string lines;
  for (int i = 0; lines.size() < bytes; ++i) {
    const std::string number = std::to_string(i);
    lines += R"({"id":")" + number + R"(","text":"record )" + number;
    for (int k = 0; k < 100; ++k) lines += " word" + std::to_string((i * 31 + k * 17) % 5000);
    lines += "\"}\n";
  }
  return lines;
}

class Interrupted : public testing::TestWithParam<int> {};

TEST_P(Interrupted, KeepsFinishedShardsAndGoesOn) {
  if (kSignalsComeLate) GTEST_SKIP();
  const TempDir folder;
  const std::string index = folder.File("index");
  const std::string lines = ManyLines(9 << 20);
  const auto command = [&](const std::string& out) {
    return std::vector<std::string>{"spanroot", "index",    "-",   "--out",
                                    out,        "--memory", "64K", "--threads=1"};
  };
  RunningProgram program(command(index));
  program.Write(lines);
  ASSERT_TRUE(program.WaitForError("shard 1 reading"));
  program.Signal(GetParam());
  ASSERT_TRUE(program.WaitForError("stopping"));
  const ProgramResult stopped = program.Wait();
  EXPECT_EQ(stopped.exit_code, 128 + GetParam()) << stopped.err;
  EXPECT_THAT(stopped.err, HasSubstr("finished shards are kept"));
  EXPECT_EQ(stopped.out, "");
  const ProgramResult half = RunProgram({"spanroot", "count", "--index", index, "record 1"});
  EXPECT_EQ(half.exit_code, 3);
  EXPECT_THAT(half.err, HasSubstr("not finished"));

  const ProgramResult resumed = RunProgram(command(index), lines);
  ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
  EXPECT_THAT(resumed.err, HasSubstr("resuming: "));
  const std::string whole = folder.File("whole");
  ASSERT_EQ(RunProgram(command(whole), lines).exit_code, 0);
  EXPECT_EQ(Fingerprint(index), Fingerprint(whole));
}

INSTANTIATE_TEST_SUITE_P(Signals, Interrupted, testing::Values(SIGINT, SIGTERM));

TEST(IndexCommand, ASecondSignalEndsItAtOnce) {
  if (kSignalsComeLate) GTEST_SKIP();
  const TempDir folder;
  RunningProgram program({"spanroot", "index", "-", "--out", folder.File("index")});
  program.Write("{\"text\":\"one record\"}\n");
  ASSERT_TRUE(program.WaitForError("reading"));
  program.Signal(SIGINT);
  ASSERT_TRUE(program.WaitForError("once more"));
  program.Signal(SIGINT);
  EXPECT_EQ(program.Wait().exit_code, 128 + SIGINT);
}

}  // namespace
}  // namespace spanroot
