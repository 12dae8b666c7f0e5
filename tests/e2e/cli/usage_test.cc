// Help, versions, wrong options, and the generated reference.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "tests/e2e/cli/sample_index.h"

namespace spanroot {
namespace {

using testing::TestWithParam;

class EveryCommand : public TestWithParam<const char*> {};

TEST_P(EveryCommand, HelpsWithExamples) {
  const ProgramResult help = RunProgram({"spanroot", GetParam(), "--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_EQ(help.err, "");
  EXPECT_NE(help.out.find(std::string("Usage: spanroot ") + GetParam()), std::string::npos);
  EXPECT_NE(help.out.find("Example"), std::string::npos);
  for (size_t begin = 0, end; (end = help.out.find('\n', begin)) != std::string::npos;
       begin = end + 1) {
    EXPECT_LE(end - begin, 110u) << help.out.substr(begin, end - begin);
  }
}

TEST_P(EveryCommand, NeedsAnIndex) {
  const ProgramResult result = RunProgram({"spanroot", GetParam()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("--help"), std::string::npos);
}

TEST_P(EveryCommand, RefusesUnknownOptions) {
  const ProgramResult result = RunProgram({"spanroot", GetParam(), "--no-such-option"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("unknown option --no-such-option"), std::string::npos) << result.err;
}

INSTANTIATE_TEST_SUITE_P(Cli, EveryCommand,
                         testing::Values("index", "trace", "count", "search", "serve", "info",
                                         "verify", "dump"),
                         [](const auto& command) { return std::string(command.param); });

TEST(Usage, ProgramsTellVersionAndCommands) {
  EXPECT_EQ(RunProgram({"spanroot", "--version"}).out.substr(0, 9), "spanroot ");
  EXPECT_EQ(RunProgram({"trace", "--version"}).out.substr(0, 6), "trace ");
  EXPECT_NE(RunProgram({"spanroot", "--help"}).out.find("verify"), std::string::npos);
  EXPECT_EQ(RunProgram({"spanroot"}).exit_code, 2);
}

TEST(Usage, NearMissesAreNamed) {
  EXPECT_NE(RunProgram({"spanroot", "serach"}).err.find("did you mean search?"), std::string::npos);
  EXPECT_NE(RunProgram({"spanroot", "index", "x", "--out", "y", "--memroy", "1G"})
                .err.find("did you mean --memory?"),
            std::string::npos);
  EXPECT_NE(RunProgram({"trace", "--idnex", "x"}).err.find("did you mean --index?"),
            std::string::npos);
}

TEST(Usage, WrongValuesAreUsageErrors) {
  const std::string& index = SampleIndex::Dir();
  const std::vector<std::vector<std::string>> wrong = {
      {"trace", "--index", index, "--density", "1.5", "a b c d"},
      {"trace", "--index", index, "--density", "nan", "a b c d"},
      {"trace", "--index", index, "--min-words", "0", "a b c d"},
      {"trace", "--index", index, "--min-words", "-3", "a b c d"},
      {"trace", "--index", index, "--cache", "12Q", "a b c d"},
      {"trace", "--index", index, "--color", "pink", "a b c d"},
      {"trace", "--index", index, "--source", "nowhere", "a b c d"},
      {"trace", "--index", index, "a", "b"},
      {"trace", "--index", index, "--file", "f", "b"},
      {"spanroot", "count", "--index", index, "..."},
      {"spanroot", "search", "--index", index, "--limit", "0", "tide"},
      {"spanroot", "dump", "--index", index, "--block", "99"},
      {"spanroot", "dump", "--index", index, "--block", "0", "--word", "tide"},
      {"spanroot", "index", "x", "--out", "y", "--profile", "loose"},
  };
  for (const std::vector<std::string>& command : wrong) {
    const ProgramResult result = RunProgram(command);
    EXPECT_EQ(result.exit_code, 2) << testing::PrintToString(command) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err, "");
  }
}

TEST(Usage, WhatIsNoIndexIsAFailure) {
  const TempDir folder;
  for (const std::string& dir : {folder.path(), folder.File("absent"), std::string("/dev/null")}) {
    for (const char* command : {"info", "verify", "dump"}) {
      const ProgramResult result = RunProgram({"spanroot", command, "--index", dir});
      EXPECT_EQ(result.exit_code, 3) << command << dir;
      EXPECT_NE(result.err.find(dir), std::string::npos) << result.err;
    }
    EXPECT_EQ(RunProgram({"trace", "--index", dir, "some text"}).exit_code, 3);
  }
  const ProgramResult result = RunProgram({"trace", "--index", folder.path(), "some text"});
  EXPECT_NE(result.err.find("not an index"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("spanroot index"), std::string::npos) << result.err;
}

TEST(Usage, OutputThatCannotBeWrittenIsAFailure) {
  const std::string command =
      SPANROOT_BINARY_DIR "/bin/spanroot info --index " + SampleIndex::Dir() + " >/dev/full 2>&1";
  const int status = system(command.c_str());
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 3);
}

TEST(Usage, TheReferenceIsUpToDate) {
  const std::string command =
      SPANROOT_SOURCE_DIR "/scripts/make_cli_reference --check " SPANROOT_BINARY_DIR "/bin";
  EXPECT_EQ(system(command.c_str()), 0) << "run scripts/make_cli_reference";
}

}  // namespace
}  // namespace spanroot
