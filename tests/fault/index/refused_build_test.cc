// Builds that may not or cannot go on: each ends with a clear error and nothing that looks whole.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "common/file.h"
#include "indexer/store/format.h"
#include "tests/support/small_index.h"

namespace spanroot {
namespace {

class RefusedBuild : public testing::Test {
 protected:
  void SetUp() override {
    std::vector<std::string> documents;
    for (int i = 0; i < 30; ++i)
      documents.push_back("document number " + std::to_string(i) + " of many");
    input_ = folder_.File("corpus.jsonl");
    WriteTestFile(input_, ToJsonLines(documents));
    options_ = SmallBuild(input_, folder_.File("index"));
    options_.memory_bytes = 1;  // every batch a shard
    options_.batch_bytes = 400;
  }

  absl::Status Build() { return BuildQuietly(options_).status(); }

  // Leaves a build that was cancelled while its second shard was being made.
  void Interrupt() {
    const auto manifest = BuildIndex(
        options_,
        [](const BuildProgress& progress) {
          return progress.shard == 1 ? absl::CancelledError("stop") : absl::OkStatus();
        },
        [](const BadRecord&) {});
    ASSERT_TRUE(absl::IsCancelled(manifest.status())) << manifest.status();
    ASSERT_TRUE(PathExists(options_.out_dir + "/shard-000000"));
    ASSERT_TRUE(absl::IsNotFound(ReadManifest(options_.out_dir).status()));
  }

  const TempDir folder_;
  std::string input_;
  BuildOptions options_;
};

TEST_F(RefusedBuild, IndexStandsThereAlready) {
  ASSERT_TRUE(Build().ok());
  const std::string before = *ReadFile(options_.out_dir + "/" + kManifestFile);
  for (const bool restart : {false, true}) {
    options_.restart = restart;
    const absl::Status status = Build();
    EXPECT_TRUE(absl::IsAlreadyExists(status)) << status;
  }
  EXPECT_EQ(*ReadFile(options_.out_dir + "/" + kManifestFile), before);
  EXPECT_TRUE(IndexReader::Open(options_.out_dir).ok());
}

TEST_F(RefusedBuild, FolderHoldsSomethingElse) {
  std::filesystem::create_directories(options_.out_dir);
  WriteTestFile(options_.out_dir + "/thesis.tex", "years of work");
  for (const bool restart : {false, true}) {
    options_.restart = restart;
    const absl::Status status = Build();
    EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
    EXPECT_NE(status.message().find("thesis.tex"), std::string::npos) << status;
  }
  EXPECT_EQ(*ReadFile(options_.out_dir + "/thesis.tex"), "years of work");
  EXPECT_EQ(ListDirectory(options_.out_dir)->size(), 1u);
}

TEST_F(RefusedBuild, OutIsAFile) {
  WriteTestFile(options_.out_dir, "a file");
  EXPECT_FALSE(Build().ok());
  options_.out_dir += "/below";
  const absl::Status status = Build();
  EXPECT_FALSE(status.ok());
  EXPECT_NE(status.message().find(options_.out_dir), std::string::npos) << status;
}

TEST_F(RefusedBuild, AnotherBuilderHoldsTheFolder) {
  std::filesystem::create_directories(options_.out_dir);
  const int other = open(options_.out_dir.c_str(), O_RDONLY | O_DIRECTORY);
  ASSERT_EQ(flock(other, LOCK_EX), 0);
  const absl::Status status = Build();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_NE(status.message().find("another process"), std::string::npos) << status;
  EXPECT_TRUE(ListDirectory(options_.out_dir)->empty());
  close(other);
  EXPECT_TRUE(Build().ok());
}

TEST_F(RefusedBuild, EmptyFolderIsTaken) {
  std::filesystem::create_directories(options_.out_dir);
  EXPECT_TRUE(Build().ok());
}

TEST_F(RefusedBuild, OptionsOfTheInterruptedBuildDiffer) {
  const std::vector<std::pair<std::string, std::function<void(BuildOptions*)>>> changes = {
      {"profile", [](BuildOptions* o) { o->profile = Profile::kFolded; }},
      {"memory", [](BuildOptions* o) { o->memory_bytes = 2; }},
      {"block words", [](BuildOptions* o) { o->block_words = 99; }},
      {"batch", [](BuildOptions* o) { o->batch_bytes = 401; }},
      {"source", [](BuildOptions* o) { o->corpus.source = "web"; }},
      {"largest record", [](BuildOptions* o) { o->corpus.max_record_bytes = 50; }},
      {"fields", [](BuildOptions* o) { o->corpus.fields.title = {"headline"}; }},
      {"inputs",
       [this](BuildOptions* o) {
         WriteTestFile(folder_.File("more.jsonl"), "{\"text\":\"more\"}\n");
         o->corpus.inputs.push_back(folder_.File("more.jsonl"));
       }},
  };
  Interrupt();
  if (HasFatalFailure()) return;
  const BuildOptions before = options_;
  const auto files = ListDirectory(options_.out_dir);
  for (const auto& [name, change] : changes) {
    options_ = before;
    change(&options_);
    const absl::Status status = Build();
    EXPECT_TRUE(absl::IsFailedPrecondition(status)) << name << ": " << status;
    EXPECT_NE(status.message().find(name), std::string::npos) << status;
    EXPECT_EQ(*ListDirectory(options_.out_dir), *files);
  }
  options_ = before;
  options_.threads = 3;  // does not change the index
  options_.name = "another name";
  EXPECT_TRUE(Build().ok());
}

TEST_F(RefusedBuild, InputChangedSinceTheInterruption) {
  Interrupt();
  WriteTestFile(input_, *ReadFile(input_) + "{\"text\":\"a late one\"}\n");
  EXPECT_TRUE(absl::IsFailedPrecondition(Build()));
  options_.restart = true;
  const auto manifest = BuildQuietly(options_);
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->Totals().documents, 31u);
}

TEST_F(RefusedBuild, StateOfTheInterruptedBuildIsDamaged) {
  Interrupt();
  for (const std::string& file :
       {options_.out_dir + "/" + kBuildFile, options_.out_dir + "/shard-000000/" + kShardFile}) {
    const std::string whole = *ReadFile(file);
    WriteTestFile(file, whole.substr(0, whole.size() / 2));
    const absl::Status status = Build();
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    EXPECT_NE(status.message().find(file), std::string::npos) << status;
    WriteTestFile(file, whole);
  }
  // A finished shard that was damaged since does not get into an index.
  std::string sst;
  for (const auto& entry :
       std::filesystem::directory_iterator(options_.out_dir + "/shard-000000")) {
    if (entry.path().extension() == ".sst") sst = entry.path().string();
  }
  const std::string whole = *ReadFile(sst);
  WriteTestFile(sst, whole.substr(0, whole.size() - 1));
  const absl::Status status = Build();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_TRUE(absl::IsNotFound(ReadManifest(options_.out_dir).status()));
  options_.restart = true;
  EXPECT_TRUE(Build().ok());
}

TEST_F(RefusedBuild, BadOptionsAndInputs) {
  for (const uint32_t block_words : {0u, 1u, kMaxBlockWords + 1}) {
    options_.block_words = block_words;
    EXPECT_TRUE(absl::IsInvalidArgument(Build()));
  }
  options_.block_words = kDefaultBlockWords;
  options_.corpus.inputs = {folder_.File("absent.jsonl")};
  EXPECT_TRUE(absl::IsNotFound(Build()));
  EXPECT_FALSE(PathExists(options_.out_dir));

  const std::string bad = folder_.File("bad.jsonl");
  WriteTestFile(bad, "{\"text\":\"good\"}\n{\"text\":\n{\"text\":\"\"}\n");
  options_.corpus.inputs = {bad};
  options_.corpus.strict = true;
  const absl::Status strict = Build();
  EXPECT_TRUE(absl::IsInvalidArgument(strict)) << strict;
  EXPECT_NE(strict.message().find("bad.jsonl:2"), std::string::npos) << strict;
  EXPECT_TRUE(absl::IsNotFound(ReadManifest(options_.out_dir).status()));

  WriteTestFile(bad, "{\"text\":\n{\"text\":\"\"}\n");
  options_.corpus.strict = false;
  const absl::Status none = Build();
  EXPECT_TRUE(absl::IsInvalidArgument(none)) << none;
  EXPECT_NE(none.message().find("no documents"), std::string::npos) << none;
  EXPECT_TRUE(absl::IsNotFound(ReadManifest(options_.out_dir).status()));
}

// A compressed corpus that breaks off: the error comes through, and no index stands.
TEST_F(RefusedBuild, InputBreaksOff) {
  const std::string gz = folder_.File("cut.jsonl.gz");
  WriteTestFile(gz, std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10) + "not deflate");
  options_.corpus.inputs = {input_, gz};
  const absl::Status status = Build();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_NE(status.message().find(gz), std::string::npos) << status;
  EXPECT_TRUE(absl::IsNotFound(ReadManifest(options_.out_dir).status()));
}

}  // namespace
}  // namespace spanroot
