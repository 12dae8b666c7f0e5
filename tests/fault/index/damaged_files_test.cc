// The fault matrix: every file of an index cut short, lengthened, removed, and changed at every
// byte (at samples of a large file). Verification finds it and names the file; opening refuses, or
// every answer is right or an error.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "common/file.h"
#include "indexer/store/index_verifier.h"
#include "tests/support/hostile_text.h"
#include "tests/support/small_index.h"

namespace spanroot {
namespace {

std::vector<std::string> FilesBelow(const std::string& dir) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
    if (entry.is_regular_file()) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// What verification has to say, all of it about damage.
std::string Problems(const std::string& dir) {
  const auto report = VerifyIndex(dir, 1, [](const std::string&) {});
  EXPECT_TRUE(report.ok()) << report.status();
  std::string problems;
  for (size_t i = 0; report.ok() && i < report->problems.size(); ++i) {
    EXPECT_TRUE(absl::IsDataLoss(report->problems[i])) << report->problems[i];
    problems += std::string(report->problems[i].message()) + "\n";
  }
  return problems;
}

// A file and the positions at which to change it: all of a small file, `samples` of a large one,
// both ends among them.
class Target {
 public:
  Target(const std::string& path, size_t samples, std::mt19937* random)
      : path_(path),
        whole_(*ReadFile(path)),
        file_(path, std::ios::in | std::ios::out | std::ios::binary) {
    if (whole_.size() <= 4096) samples = whole_.size();
    for (size_t i = 0; i < samples; ++i) {
      positions_.push_back(samples == whole_.size() ? i
                           : i % 8 == 0             ? i / 8
                           : i % 8 == 1             ? whole_.size() - 1 - i / 8
                                                    : (*random)() % whole_.size());
    }
  }

  const std::string& path() const { return path_; }
  const std::string& whole() const { return whole_; }
  size_t positions() const { return positions_.size(); }
  void Change(size_t i) {
    Put(positions_[i], static_cast<char>(whole_[positions_[i]] ^ (1 << i % 8)));
  }
  void Restore(size_t i) { Put(positions_[i], whole_[positions_[i]]); }

 private:
  void Put(size_t at, char byte) {
    file_.seekp(static_cast<std::streamoff>(at)).put(byte).flush();
    ASSERT_TRUE(file_.good());
  }

  const std::string path_;
  const std::string whole_;
  std::fstream file_;
  std::vector<size_t> positions_;
};

TEST(DamagedIndex, VerifyNamesFilesOfAnotherLength) {
  std::mt19937 random(60);
  SmallIndex index(HostileDocuments(&random, 10), Profile::kVerbatim, 16);
  const std::vector<std::string> files = FilesBelow(index.dir());
  ASSERT_GE(files.size(), 8u);
  for (const std::string& file : files) {
    SCOPED_TRACE(file);
    const std::string whole = *ReadFile(file);
    for (const size_t size : {size_t{0}, whole.size() / 3, whole.size() - 1, whole.size() + 1}) {
      if (whole.empty() && size != 1) continue;
      WriteTestFile(file, (whole + '\0').substr(0, size));
      EXPECT_NE(Problems(index.dir()).find(file), std::string::npos) << size << " bytes";
      EXPECT_TRUE(absl::IsDataLoss(IndexReader::Open(index.dir()).status())) << size << " bytes";
    }
    std::filesystem::remove(file);
    if (!file.ends_with("MANIFEST.json")) {
      EXPECT_NE(Problems(index.dir()).find(file), std::string::npos) << "removed";
    }
    EXPECT_FALSE(IndexReader::Open(index.dir()).ok());
    WriteTestFile(file, whole);
  }
  EXPECT_EQ(Problems(index.dir()), "");
}

// Changes a byte of every file at a time. Those of the manifest: tests/unit/store/manifest_test.cc.
TEST(DamagedIndex, VerifyFindsAndNamesEveryByte) {
  std::mt19937 random(61);
  SmallIndex index(HostileDocuments(&random, 10), Profile::kVerbatim, 16);
  std::vector<std::unique_ptr<Target>> targets;
  size_t rounds = 0;
  for (const std::string& file : FilesBelow(index.dir())) {
    if (file.ends_with("MANIFEST.json")) continue;
    targets.push_back(std::make_unique<Target>(file, 320, &random));
    rounds = std::max(rounds, targets.back()->positions());
  }
  ASSERT_GT(rounds, 500u);
  for (size_t round = 0; round < rounds; ++round) {
    for (const auto& target : targets) {
      if (round < target->positions()) target->Change(round);
    }
    const std::string problems = Problems(index.dir());
    for (const auto& target : targets) {
      if (round >= target->positions()) continue;
      ASSERT_NE(problems.find(target->path()), std::string::npos)
          << target->path() << ", " << round;
      target->Restore(round);
    }
  }
  EXPECT_EQ(Problems(index.dir()), "");
}

// Large enough that some files are not hashed when the index is opened.
TEST(DamagedIndex, AnswersAreRightOrErrors) {
  std::mt19937 random(62);
  std::vector<std::string> documents;
  for (int i = 0; i < 6000; ++i) {
    documents.push_back(HostileText(&random, 20) + " " + std::to_string(random()) + " " +
                        std::to_string(random()));
  }
  SmallIndex index(documents, Profile::kVerbatim, 256);
  std::vector<std::string> queries;
  for (int i = 0; i < 12; ++i) queries.push_back(PieceOf(documents, 200, &random));
  size_t large = 0, refused = 0, errors = 0, right = 0;
  for (const std::string& file : FilesBelow(index.dir())) {
    Target target(file, 50, &random);
    if (target.whole().size() <= (64 << 10)) continue;
    ++large;
    for (size_t i = 0; i < target.positions(); ++i, target.Restore(i - 1)) {
      target.Change(i);
      const auto reader = IndexReader::Open(index.dir());
      if (!reader.ok()) {
        ++refused;
        ASSERT_TRUE(absl::IsDataLoss(reader.status())) << reader.status();
        continue;
      }
      for (const std::string& query : queries) {
        absl::Status error;
        ASSERT_EQ(CompareSpans(**reader, index.oracle(), query, false, index.pool(), &error), "")
            << file << ", change " << i;
        ASSERT_TRUE(error.ok() || absl::IsDataLoss(error)) << error;
        ++(error.ok() ? right : errors);
      }
    }
  }
  EXPECT_GE(large, 4u);
  EXPECT_GT(errors, 0u);
  EXPECT_GT(right, 0u);
  EXPECT_GT(refused, 0u);
}

}  // namespace
}  // namespace spanroot
