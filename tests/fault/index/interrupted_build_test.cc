// Builds that end early (killed, cancelled, out of space, without permission), then go on: at no
// time is there an index that is not whole, and in the end it is the one that an undisturbed build
// gives.
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "common/file.h"
#include "indexer/store/index_verifier.h"
#include "tests/support/hostile_text.h"
#include "tests/support/small_index.h"

namespace spanroot {
namespace {

constexpr char kChildVariable[] = "SPANROOT_TEST_BUILD_CHILD";  // "MODE FOLDER STEP MICROSECONDS"
constexpr int kRefused = 10;    // exit status of a child: the build ended with an error
constexpr int kPrevented = 11;  // what the child was to do first is not allowed here

BuildOptions SeveralShards(const std::string& folder) {
  BuildOptions options = SmallBuild(folder + "/corpus.jsonl", folder + "/out/index");
  options.memory_bytes = 1;  // every batch a shard
  options.batch_bytes = 30000;
  options.threads = 2;
  return options;
}

void WriteCorpus(const std::string& folder) {
  std::mt19937 random(71);
  std::vector<std::string> documents;
  for (int i = 0; i < 500; ++i) documents.push_back(HostileText(&random, 60));
  WriteTestFile(folder + "/corpus.jsonl", ToJsonLines(documents));
  std::filesystem::create_directories(folder + "/out");
}

// What an undisturbed build gives.
Fingerprint Undisturbed() {
  static const Fingerprint fingerprint = [] {
    const TempDir folder;
    WriteCorpus(folder.path());
    const auto manifest = BuildQuietly(SeveralShards(folder.path()));
    EXPECT_TRUE(manifest.ok()) << manifest.status();
    EXPECT_GE(manifest->shards.size(), 5u);
    return manifest->ContentFingerprint();
  }();
  return fingerprint;
}

// Finishes the build in this process. Returns how many shards it found finished.
uint32_t ExpectFinishes(const std::string& folder) {
  const BuildOptions options = SeveralShards(folder);
  EXPECT_TRUE(absl::IsNotFound(ReadManifest(options.out_dir).status()));
  uint32_t resumed = 0;
  const auto manifest = BuildIndex(
      options,
      [&](const BuildProgress& progress) {
        resumed = progress.resumed_shards;
        return absl::OkStatus();
      },
      [](const BadRecord&) {});
  EXPECT_TRUE(manifest.ok()) << manifest.status();
  if (!manifest.ok()) return 0;
  EXPECT_EQ(manifest->ContentFingerprint(), Undisturbed());
  const auto report = VerifyIndex(options.out_dir, 2, [](const std::string&) {});
  EXPECT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->problems.empty()) << report->problems[0];
  EXPECT_EQ(report->fingerprint, Undisturbed());
  // Nothing of the build is left but the index.
  EXPECT_EQ(ListDirectory(options.out_dir)->size(), manifest->shards.size() + 1);
  return resumed;
}

// Steps of progress that an undisturbed build reports.
size_t Steps() {
  static const size_t steps = [] {
    const TempDir folder;
    WriteCorpus(folder.path());
    size_t calls = 0;
    const auto manifest = BuildIndex(
        SeveralShards(folder.path()),
        [&](const BuildProgress&) { return ++calls, absl::OkStatus(); }, [](const BadRecord&) {});
    EXPECT_TRUE(manifest.ok()) << manifest.status();
    return calls;
  }();
  return steps;
}

// When a child is to be killed: so long after it has reported so many steps of progress. A step,
// not a time since the start, so that it comes in the middle of the build however fast the machine
// is.
struct Moment {
  size_t step = SIZE_MAX;
  std::chrono::microseconds after{0};
};

// In the child process.
int RunChild(const std::string& mode, const std::string& folder, Moment kill_at) {
  BuildOptions options = SeveralShards(folder);
  if (mode == "killed") {
    std::thread killer;
    size_t calls = 0;
    const auto manifest = BuildIndex(
        options,
        [&](const BuildProgress&) {
          if (calls++ == kill_at.step) {
            killer = std::thread([&] {
              std::this_thread::sleep_for(kill_at.after);
              kill(getpid(), SIGKILL);
            });
          }
          return absl::OkStatus();
        },
        [](const BadRecord&) {});
    _exit(manifest.ok() ? 0 : kRefused);
  }
  if (mode == "limited") {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {6000, 6000};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return kPrevented;
  } else if (mode == "nobody") {
    if (geteuid() == 0 && setuid(65534) != 0) return kPrevented;
  } else if (mode == "full") {
    const std::string out = folder + "/out";
    if (unshare(CLONE_NEWNS) != 0 ||
        mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("tmpfs", out.c_str(), "tmpfs", 0, "size=300k") != 0) {
      return kPrevented;
    }
  }
  const absl::Status status = BuildQuietly(options).status();
  if (mode == "full") {
    const std::string out = folder + "/out";
    if (!absl::IsResourceExhausted(status) ||
        !absl::IsNotFound(ReadManifest(options.out_dir).status())) {
      WriteTestFile(folder + "/status", status.ToString());
      return 1;
    }
    if (mount("none", out.c_str(), "tmpfs", MS_REMOUNT, "size=64m") != 0) return kPrevented;
    const auto manifest = BuildQuietly(options);
    WriteTestFile(folder + "/status", status.ToString() + "\n" +
                                          (manifest.ok() ? manifest->ContentFingerprint().ToString()
                                                         : manifest.status().ToString()));
    return kRefused;
  }
  if (mode != "limited") WriteTestFile(folder + "/status", status.ToString());
  if (mode == "limited") std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : kRefused;
}

// Not a test: this program starts itself again with only this, so that the child has no threads or
// locks of the parent.
TEST(BuildChild, DISABLED_Run) {
  const char* const value = std::getenv(kChildVariable);
  ASSERT_NE(value, nullptr);
  std::istringstream arguments(value);
  std::string mode, folder;
  Moment kill_at;
  int64_t microseconds = 0;
  arguments >> mode >> folder >> kill_at.step >> microseconds;
  kill_at.after = std::chrono::microseconds(microseconds);
  _exit(RunChild(mode, folder, kill_at));
}

pid_t StartChild(const std::string& mode, const std::string& folder, Moment kill_at = {}) {
  std::ostringstream setting;
  setting << kChildVariable << "=" << mode << " " << folder << " " << kill_at.step << " "
          << kill_at.after.count();
  std::string variable = setting.str();
  std::vector<char*> environment = {variable.data()};
  for (char** each = environ; *each != nullptr; ++each) environment.push_back(*each);
  environment.push_back(nullptr);
  const std::vector<const char*> arguments = {
      "build_child", "--gtest_filter=BuildChild.DISABLED_Run", "--gtest_also_run_disabled_tests",
      "--gtest_brief=1", nullptr};
  const pid_t child = vfork();
  if (child == 0) {
    execve("/proc/self/exe", const_cast<char* const*>(arguments.data()), environment.data());
    _exit(127);
  }
  return child;
}

int WaitForChild(pid_t child) {
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return status;
}

TEST(InterruptedBuild, KilledAtAnyMoment) {
  std::mt19937 random(72);
  uint32_t resumed = 0, killed = 0;
  for (int history = 0; history < 12; ++history) {
    const TempDir folder;
    WriteCorpus(folder.path());
    const std::string out = SeveralShards(folder.path()).out_dir;
    bool finished = false;
    for (int kills = 0; kills <= history % 3 && !finished; ++kills) {
      Moment kill_at;
      kill_at.step = random() % Steps();
      kill_at.after = std::chrono::microseconds(random() % 3000);
      const pid_t child = StartChild("killed", folder.path(), kill_at);
      ASSERT_GT(child, 0);
      const int status = WaitForChild(child);
      finished = WIFEXITED(status);
      if (finished) {
        ASSERT_EQ(WEXITSTATUS(status), 0);
      } else {
        ++killed;
        // It may have been killed behind the last step that counts.
        finished = ReadManifest(out).ok();
      }
      if (finished) {
        const auto report = VerifyIndex(out, 2, [](const std::string&) {});
        ASSERT_TRUE(report.ok()) << report.status();
        ASSERT_TRUE(report->problems.empty()) << report->problems[0];
        ASSERT_EQ(report->fingerprint, Undisturbed());
      } else {
        ASSERT_TRUE(absl::IsNotFound(ReadManifest(out).status()));
        ASSERT_FALSE(IndexReader::Open(out).ok());
      }
    }
    if (!finished) resumed += ExpectFinishes(folder.path());
    if (HasFailure()) return;
  }
  EXPECT_GT(killed, 5u);
  EXPECT_GT(resumed, 0u);
}

TEST(InterruptedBuild, CancelledAtEveryStep) {
  bool finished = false;
  size_t steps = 0;
  for (; !finished; ++steps) {
    const TempDir folder;
    WriteCorpus(folder.path());
    size_t calls = 0;
    const auto cancelled = BuildIndex(
        SeveralShards(folder.path()),
        [&](const BuildProgress&) {
          return calls++ == steps ? absl::CancelledError("enough") : absl::OkStatus();
        },
        [](const BadRecord&) {});
    finished = cancelled.ok();
    if (finished) break;
    ASSERT_TRUE(absl::IsCancelled(cancelled.status())) << cancelled.status();
    if (steps % 3 == 0) ExpectFinishes(folder.path());
    ASSERT_FALSE(HasFailure()) << "step " << steps;
  }
  EXPECT_GT(steps, 15u);  // four stages of five shards
}

TEST(InterruptedBuild, FilesMayNotGrow) {
  const TempDir folder;
  WriteCorpus(folder.path());
  const int status = WaitForChild(StartChild("limited", folder.path()));
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kPrevented) GTEST_SKIP() << "skipped: RLIMIT_FSIZE cannot be set";
  EXPECT_EQ(WEXITSTATUS(status), kRefused);
  ExpectFinishes(folder.path());
}

TEST(InterruptedBuild, NoSpaceLeft) {
  const TempDir folder;
  WriteCorpus(folder.path());
  const int status = WaitForChild(StartChild("full", folder.path()));
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kPrevented)
    GTEST_SKIP() << "skipped: no small file system without root";
  const std::string said = *ReadFile(folder.File("status"));
  ASSERT_EQ(WEXITSTATUS(status), kRefused) << said;
  EXPECT_NE(said.find("No space left on device"), std::string::npos) << said;
  EXPECT_NE(said.find(folder.path() + "/out/index"), std::string::npos) << said;
  EXPECT_TRUE(said.ends_with(Undisturbed().ToString())) << said;
}

TEST(InterruptedBuild, NoPermission) {
  const TempDir folder;
  WriteCorpus(folder.path());
  ASSERT_EQ(chmod(folder.path().c_str(), 0777), 0);
  ASSERT_EQ(chmod(folder.File("out").c_str(), 0555), 0);
  const int status = WaitForChild(StartChild("nobody", folder.path()));
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kPrevented) GTEST_SKIP() << "skipped: cannot become another user";
  const std::string said = *ReadFile(folder.File("status"));
  EXPECT_EQ(WEXITSTATUS(status), kRefused) << said;
  EXPECT_NE(said.find("PERMISSION_DENIED"), std::string::npos) << said;
  EXPECT_NE(said.find(folder.path() + "/out/index"), std::string::npos) << said;
  ASSERT_EQ(chmod(folder.File("out").c_str(), 0755), 0);
  ExpectFinishes(folder.path());
}

}  // namespace
}  // namespace spanroot
