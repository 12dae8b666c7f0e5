// Clients that are killed in the middle of a stream: the server forgets them. Under sanitizers it
// also ends without a leak, which its exit code says.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "tests/e2e/cli/running_server.h"
#include "tests/support/http_client.h"

namespace spanroot {
namespace {

using nlohmann::json;

constexpr int kClients = 8;  // of each kind

ptrdiff_t OpenFiles(pid_t pid) {
  const std::filesystem::directory_iterator files("/proc/" + std::to_string(pid) + "/fd");
  return std::distance(begin(files), end(files));
}

bool IsIdle(int http_port) {
  const std::string metrics = AskHttp(http_port, HttpRequestText("GET", "/metrics")).body;
  return metrics.find("spanroot_questions_running 0\n") != std::string::npos &&
         metrics.find("spanroot_questions_waiting 0\n") != std::string::npos;
}

// A text that takes a while to trace.
std::string LongText() {
  std::string text;
  while (text.size() < 100000) text += std::string(kLighthouse) + " The tide was out. ";
  return text;
}

TEST(KilledClients, LeaveNothingBehind) {
  RunningServer server({});
  ASSERT_TRUE(server.is_ready());
  const pid_t pid = server.program().pid();
  const auto answers = [&] {
    return RunProgram({"trace", "--server", server.grpc(), kLighthouse}).exit_code == 0;
  };
  ASSERT_TRUE(answers());
  ASSERT_TRUE(IsIdle(server.http_port()));
  const ptrdiff_t open_files = OpenFiles(pid);

  const std::string text = LongText();
  const std::string line = json({{"output", text}}).dump() + "\n";
  const std::string question = json({{"query", {{"text", text}}}}).dump();
  for (int i = 0; i < kClients; ++i) {
    // A batch over gRPC: some texts answered, some on their way, no end of the stream.
    RunningProgram batch({"trace", "--server", server.grpc(), "--jsonl", "-"});
    for (int texts = 0; texts < 4; ++texts) batch.Write(line);
    if (i % 2 == 0) {
      ASSERT_TRUE(batch.WaitForOutput("\n"));
    }
    batch.Signal(SIGKILL);
    EXPECT_EQ(batch.Wait().exit_code, 128 + SIGKILL);
    // One text over gRPC, killed while it is traced, or before, or after.
    RunningProgram one({"trace", "--server", server.grpc(), "-"});
    one.Write(text);
    one.CloseInput();
    std::this_thread::sleep_for(std::chrono::milliseconds(5 * i));
    one.Signal(SIGKILL);
    one.Wait();
    // A stream over HTTP, cut off after its first part.
    HttpClient stream(server.http_port());
    stream.Send(JsonRequestText("/v1/trace:stream", question));
    EXPECT_NE(stream.ReadUntil("event: spans\n").find("200"), std::string::npos);
    stream.Reset();
  }
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  bool is_clean = false;  // looking needs a connection too, so it may take some tries
  while (!is_clean && std::chrono::steady_clock::now() < give_up) {
    is_clean = IsIdle(server.http_port()) && OpenFiles(pid) <= open_files;
    if (!is_clean) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_TRUE(is_clean) << OpenFiles(pid) << " files open, " << open_files << " before";
  EXPECT_TRUE(answers());
  server.program().Signal(SIGTERM);
  const ProgramResult result = server.program().Wait();
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

}  // namespace
}  // namespace spanroot
