#include "indexer/corpus/file_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/corpus_files.h"

namespace spanroot {
namespace {

using ::testing::ElementsAre;

class FileListTest : public ::testing::Test {
 protected:
  FileListTest() {
    for (const char* name : {"c4/b.json.gz", "c4/a.jsonl", "c4/deep/er/z.ndjson.zstd", "c4/B.json",
                             "c4/notes.txt", "c4/a.parquet", "c4/deep/y.jsonl.zst", "c4/json",
                             "pile/01.jsonl.zst", "pile/[x].json", "none/readme.md"}) {
      folder_.Write(name, "");
    }
  }

  // The files, relative to the folder; or the error.
  std::vector<std::string> List(const std::vector<std::string>& inputs) {
    std::vector<std::string> paths;
    for (const std::string& input : inputs) paths.push_back(folder_.path() + "/" + input);
    const auto files = ListFiles(paths);
    if (!files.ok()) return {std::string(absl::StatusCodeToString(files.status().code()))};
    std::vector<std::string> names;
    for (const std::string& file : *files) names.push_back(file.substr(folder_.path().size() + 1));
    return names;
  }

  const CorpusFolder folder_;
};

TEST_F(FileListTest, Folders) {
  EXPECT_THAT(List({"c4"}), ElementsAre("c4/B.json", "c4/a.jsonl", "c4/b.json.gz",
                                        "c4/deep/er/z.ndjson.zstd", "c4/deep/y.jsonl.zst"));
  EXPECT_THAT(List({"none"}), ElementsAre("NOT_FOUND"));
}

TEST_F(FileListTest, FilesInTheOrderGivenEachOnce) {
  EXPECT_THAT(List({"c4/notes.txt", "c4/a.jsonl", "c4/notes.txt", "c4/./deep/../a.jsonl"}),
              ElementsAre("c4/notes.txt", "c4/a.jsonl"));
  EXPECT_THAT(List({"c4/a.jsonl", "c4/missing.jsonl"}), ElementsAre("NOT_FOUND"));
}

TEST_F(FileListTest, Patterns) {
  EXPECT_THAT(List({"c4/*.json*"}), ElementsAre("c4/B.json", "c4/a.jsonl", "c4/b.json.gz"));
  EXPECT_THAT(List({"c4/[ab].json*"}), ElementsAre("c4/a.jsonl", "c4/b.json.gz"));
  EXPECT_THAT(List({"*/?1.jsonl.zst"}), ElementsAre("pile/01.jsonl.zst"));
  EXPECT_THAT(List({"c4/**/*.zst*"}),
              ElementsAre("c4/deep/er/z.ndjson.zstd", "c4/deep/y.jsonl.zst"));
  EXPECT_THAT(List({"**/01*"}), ElementsAre("pile/01.jsonl.zst"));
  EXPECT_THAT(List({"p*"}), ElementsAre("pile/01.jsonl.zst", "pile/[x].json"));  // a folder
  EXPECT_THAT(List({"pile/[x].json"}), ElementsAre("pile/[x].json"));  // a file of that name
  EXPECT_THAT(List({"c4/*.xml"}), ElementsAre("NOT_FOUND"));
}

TEST_F(FileListTest, RelativePatterns) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder_.path());
  const auto files = ListFiles({"pil?/0*", "**/z.*"});
  std::filesystem::current_path(before);
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_THAT(*files, ElementsAre("pile/01.jsonl.zst", "c4/deep/er/z.ndjson.zstd"));
}

TEST_F(FileListTest, LinksToFoldersAreNotFollowed) {
  std::filesystem::create_directory_symlink(folder_.path() + "/c4", folder_.path() + "/c4/loop");
  EXPECT_EQ(List({"c4"}).size(), 5u);
}

TEST_F(FileListTest, NothingAndEmptyNames) {
  EXPECT_EQ(ListFiles({""}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(CorpusReader::Open(CorpusOptions()).ok());
}

TEST_F(FileListTest, UnreadableFilesAreReportedAtOnce) {
  if (geteuid() == 0) GTEST_SKIP() << "skipped: root may read everything";
  CorpusOptions options;
  options.inputs = {folder_.Write("secret.json", "{}")};
  std::filesystem::permissions(options.inputs[0], std::filesystem::perms::none);
  EXPECT_EQ(CorpusReader::Open(options).status().code(), absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace spanroot
