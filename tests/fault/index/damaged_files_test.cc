// The fault matrix: every file of an index cut short, lengthened, removed, and changed at every
// byte (at samples of a large file). Verification finds it and names the file; opening refuses, or
// every answer is right or an error.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
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

bool FindsDamage(const std::string& dir, const std::string& file) {
  const auto report = VerifyIndex(dir, 1, [](const std::string&) {});
  if (!report.ok()) return false;
  for (const absl::Status& problem : report->problems) {
    if (absl::IsDataLoss(problem) && problem.message().find(file) != std::string::npos) return true;
  }
  return false;
}

// Calls `check` with one byte of the file changed, for each of `positions` in turn.
void ForEachFlip(const std::string& file, const std::string& whole,
                 const std::vector<size_t>& positions, const std::function<void(size_t)>& check) {
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  const auto put = [&](size_t at, char byte) {
    bytes.seekp(static_cast<std::streamoff>(at)).put(byte).flush();
    ASSERT_TRUE(bytes.good());
  };
  for (const size_t at : positions) {
    put(at, static_cast<char>(whole[at] ^ (1 << (at % 8))));
    check(at);
    put(at, whole[at]);
  }
}

// All positions of a small file, `samples` of a large one, the ends always among them.
std::vector<size_t> Positions(size_t size, size_t samples, std::mt19937* random) {
  std::vector<size_t> positions;
  if (size <= 4096) {
    for (size_t i = 0; i < size; ++i) positions.push_back(i);
    return positions;
  }
  for (size_t i = 0; i < 60; ++i) positions.insert(positions.end(), {i, size - 1 - i});
  while (positions.size() < samples) positions.push_back((*random)() % size);
  return positions;
}

TEST(DamagedIndex, VerifyFindsAndNamesEveryByte) {
  std::mt19937 random(61);
  SmallIndex index(HostileDocuments(&random, 10), Profile::kVerbatim, 16);
  const std::vector<std::string> files = FilesBelow(index.dir());
  ASSERT_GE(files.size(), 8u);
  for (const std::string& file : files) {
    SCOPED_TRACE(file);
    const std::string whole = *ReadFile(file);
    ForEachFlip(file, whole, Positions(whole.size(), 320, &random),
                [&](size_t at) { ASSERT_TRUE(FindsDamage(index.dir(), file)) << "byte " << at; });
    for (const size_t size : {size_t{0}, whole.size() / 3, whole.size() - 1}) {
      if (whole.empty()) break;
      WriteTestFile(file, whole.substr(0, size));
      EXPECT_TRUE(FindsDamage(index.dir(), file)) << "cut to " << size;
      EXPECT_TRUE(absl::IsDataLoss(IndexReader::Open(index.dir()).status())) << size;
    }
    WriteTestFile(file, whole + '\0');
    EXPECT_TRUE(FindsDamage(index.dir(), file)) << "one byte more";
    std::filesystem::remove(file);
    if (!file.ends_with("MANIFEST.json")) {
      EXPECT_TRUE(FindsDamage(index.dir(), file)) << "removed";
    }
    EXPECT_FALSE(IndexReader::Open(index.dir()).ok());
    WriteTestFile(file, whole);
    if (HasFatalFailure()) return;
  }
  const auto report = VerifyIndex(index.dir(), 1, [](const std::string&) {});
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->problems.empty()) << report->problems[0];
  EXPECT_EQ(report->files, files.size() - 1);  // all but the manifest
}

// Large enough that some files are not hashed when the index is opened.
TEST(DamagedIndex, AnswersAreRightOrErrors) {
  std::mt19937 random(62);
  std::vector<std::string> documents;
  for (int i = 0; i < 9000; ++i) {
    documents.push_back(HostileText(&random, 20) + " " + std::to_string(random()) + " " +
                        std::to_string(random()));
  }
  SmallIndex index(documents, Profile::kVerbatim, 256);
  std::vector<std::string> queries;
  for (int i = 0; i < 25; ++i) queries.push_back(PieceOf(documents, 200, &random));
  size_t large = 0, refused = 0, errors = 0, right = 0;
  for (const std::string& file : FilesBelow(index.dir())) {
    const std::string whole = *ReadFile(file);
    if (whole.size() <= (64 << 10)) continue;
    ++large;
    std::vector<size_t> positions = Positions(whole.size(), 160, &random);
    positions.erase(positions.begin() + 10, positions.begin() + 110);
    ForEachFlip(file, whole, positions, [&](size_t at) {
      const auto reader = IndexReader::Open(index.dir());
      if (!reader.ok()) {
        ++refused;
        ASSERT_TRUE(absl::IsDataLoss(reader.status())) << reader.status();
        return;
      }
      for (const std::string& query : queries) {
        absl::Status error;
        ASSERT_EQ(CompareSpans(**reader, index.oracle(), query, false, index.pool(), &error), "")
            << file << ", byte " << at;
        ASSERT_TRUE(error.ok() || absl::IsDataLoss(error)) << error;
        ++(error.ok() ? right : errors);
      }
    });
    if (HasFatalFailure()) return;
  }
  EXPECT_GE(large, 4u);
  EXPECT_GT(errors, 0u);
  EXPECT_GT(right, 0u);
  EXPECT_GT(refused, 0u);
}

}  // namespace
}  // namespace spanroot
