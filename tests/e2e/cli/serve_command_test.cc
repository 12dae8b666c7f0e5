// `spanroot serve`, and `trace --server` that asks it: the answers are those of an index opened
// here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/e2e/cli/running_server.h"
#include "tests/support/tls_keys.h"

namespace spanroot {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

const std::string kText = std::string("He wrote: ") + kLighthouse + " And the tide was out, quux.";

// A trace without what differs from run to run.
json Timeless(const std::string& line) {
  json trace = json::parse(line);
  if (!trace.contains("statistics")) return trace;  // a record that could not be traced
  for (const char* name :
       {"match_seconds", "documents_seconds", "suffix_blocks_read", "text_chunks_read"}) {
    trace["statistics"].erase(name);
  }
  return trace;
}

TEST(ServeCommand, RemoteAndLocalTracesAreTheSame) {
  RunningServer server({});
  ASSERT_TRUE(server.is_ready());
  for (const std::vector<std::string>& options : std::vector<std::vector<std::string>>{
           {kText},
           {kText, "--all-spans", "--context", "3", "--source", "tales", "--redact-emails"},
           {std::string("\xff before \x1b[31m the purple submarine sails again \xc3"), "--seed",
            "9"},
           {kChinese, "--prompt", "\xff", "--model", "allenai/OLMo-2-1124-7B"},
           {""}}) {
    SCOPED_TRACE(options[0]);
    std::vector<std::string> local = {"trace", "--index", SampleIndex::Dir(), "--json"};
    std::vector<std::string> remote = {"trace", "--server", server.grpc(), "--json"};
    local.insert(local.end(), options.begin(), options.end());
    remote.insert(remote.end(), options.begin(), options.end());
    const ProgramResult here = RunProgram(local), there = RunProgram(remote);
    EXPECT_EQ(here.exit_code, there.exit_code) << there.err;
    EXPECT_EQ(Timeless(here.out), Timeless(there.out));
  }
}

TEST(ServeCommand, BatchesToo) {
  RunningServer server({});
  ASSERT_TRUE(server.is_ready());
  const std::string lines = json({{"id", 1}, {"output", kText}}).dump() + "\nnot JSON\n" +
                            json({{"id", "b"}, {"output", kChinese}}).dump() + "\n";
  const ProgramResult here =
      RunProgram({"trace", "--index", SampleIndex::Dir(), "--jsonl", "-"}, lines);
  const ProgramResult there =
      RunProgram({"trace", "--server", server.grpc(), "--jsonl", "-"}, lines);
  EXPECT_EQ(here.exit_code, 3);
  EXPECT_EQ(there.exit_code, 3);
  std::istringstream a(here.out), b(there.out);
  for (std::string x, y; std::getline(a, x) && std::getline(b, y);) {
    EXPECT_EQ(Timeless(x), Timeless(y));
  }
  EXPECT_EQ(std::count(there.out.begin(), there.out.end(), '\n'), 3);
}

TEST(ServeCommand, ErrorsOfTheServerAreExplained) {
  RunningServer server({});
  ASSERT_TRUE(server.is_ready());
  const auto trace = [&](std::vector<std::string> more) {
    std::vector<std::string> command = {"trace", "--server", server.grpc(), "some text"};
    command.insert(command.end(), more.begin(), more.end());
    return RunProgram(command);
  };
  ProgramResult result = trace({"--source", "nowhere"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("no source \"nowhere\""));
  result = trace({"--corpus", "other"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("no corpus is called \"other\"; there are sample"));
  result = trace({"--index", SampleIndex::Dir()});
  EXPECT_EQ(result.exit_code, 2);
  result = RunProgram({"trace", "some text"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--index or --server"));
  result = RunProgram({"trace", "--server", "127.0.0.1:1", "some text"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("no server answers at 127.0.0.1:1"));
}

TEST(ServeCommand, TlsAndTokens) {
  const TempDir folder;
  const TlsKeys keys;
  ASSERT_TRUE(keys.ok());
  std::ofstream(folder.File("tokens")) << "anna 0123456789abcdef\n";
  std::ofstream(folder.File("token")) << "0123456789abcdef\n";
  RunningServer server({"--tls-cert", keys.certificate(), "--tls-key", keys.key(), "--tokens",
                        folder.File("tokens")});
  ASSERT_TRUE(server.is_ready());
  const auto trace = [&](std::vector<std::string> more,
                         const RunningProgram::Options& options = {}) {
    std::vector<std::string> command = {"trace", "--server", server.grpc(), kText};
    command.insert(command.end(), more.begin(), more.end());
    return RunProgram(command, "", options);
  };
  EXPECT_EQ(trace({}).exit_code, 3);         // not TLS
  EXPECT_EQ(trace({"--tls"}).exit_code, 3);  // not an authority of this system
  const ProgramResult nobody = trace({"--tls-ca", keys.authority()});
  EXPECT_EQ(nobody.exit_code, 3);
  EXPECT_THAT(nobody.err, HasSubstr("token"));
  EXPECT_EQ(trace({"--tls-ca", keys.authority(), "--token-file", folder.File("token")}).exit_code,
            0);
  EXPECT_EQ(
      trace({"--tls-ca", keys.authority()}, {{"SPANROOT_TOKEN=0123456789abcdef"}, false}).exit_code,
      0);
}

TEST(ServeCommand, StopsAndLogsWithoutQuestions) {
  RunningServer server({});
  ASSERT_TRUE(server.is_ready());
  RunProgram({"trace", "--server", server.grpc(), kText});
  server.program().Signal(SIGTERM);
  const ProgramResult result = server.program().Wait();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("\"method\":\"Trace\""));
  EXPECT_THAT(result.err, ::testing::Not(HasSubstr("lighthouse")));
  std::istringstream lines(result.err);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_FALSE(json::parse(line, nullptr, false).is_discarded()) << line;
  }
}

TEST(ServeCommand, LogsQuestionsWhenAsked) {
  RunningServer server({"--log-questions"});
  ASSERT_TRUE(server.is_ready());
  RunProgram({"trace", "--server", server.grpc(), kText});
  server.program().Signal(SIGINT);
  EXPECT_THAT(server.program().Wait().err, HasSubstr("lighthouse"));
}

TEST(ServeCommand, BadOptions) {
  const auto serve = [](std::vector<std::string> more) {
    std::vector<std::string> command = {"spanroot", "serve"};
    command.insert(command.end(), more.begin(), more.end());
    return RunProgram(command);
  };
  EXPECT_EQ(serve({}).exit_code, 2);
  ProgramResult result = serve({"--index", SampleIndex::Dir(), "--grpc", "0.0.0.0:0"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--insecure"));
  result = serve({"--index", "/nowhere"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("/nowhere"));
  result = serve({"--index", SampleIndex::Dir(), "--index", SampleIndex::Dir()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("NAME=DIR"));
}

}  // namespace
}  // namespace spanroot
