// What a build makes of its options: the same index whatever the threads, shards within memory,
// blocks as asked for, statistics, progress.
#include "indexer/build/index_builder.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "common/coding.h"
#include "indexer/store/index_verifier.h"
#include "tests/support/hostile_text.h"
#include "tests/support/small_index.h"

namespace spanroot {
namespace {

TEST(IndexBuilder, SameContentWhateverTheThreads) {
  const TempDir folder;
  std::mt19937 random(81);
  std::vector<std::string> documents = HostileDocuments(&random, 400);
  documents.insert(documents.end(), 60, documents[0]);
  WriteTestFile(folder.File("a.jsonl"), ToJsonLines(documents));
  WriteTestFile(folder.File("b.jsonl"), ToJsonLines(HostileDocuments(&random, 200)));
  for (const uint64_t memory : {uint64_t{1}, uint64_t{600000}, uint64_t{64} << 20}) {
    std::string first;
    size_t shards = 0;
    for (const unsigned threads : {1, 2, 4}) {
      const TempDir out;
      BuildOptions options = SmallBuild(folder.path(), out.File("index"));
      options.memory_bytes = memory;
      options.batch_bytes = 20000;
      options.threads = threads;
      const auto manifest = BuildQuietly(options);
      ASSERT_TRUE(manifest.ok()) << manifest.status();
      std::string content;
      for (const ShardInfo& shard : manifest->shards) {
        content += shard.fingerprint.ToString() + " " + std::to_string(shard.counts.words) + " " +
                   std::to_string(shard.next_line) + "\n";
      }
      if (first.empty()) {
        first = content;
        shards = manifest->shards.size();
      }
      EXPECT_EQ(content, first) << threads << " threads, memory " << memory;
    }
    EXPECT_EQ(shards == 1, memory == uint64_t{64} << 20) << memory;
  }
}

TEST(IndexBuilder, EveryOptionOfContentChangesTheFingerprint) {
  const TempDir folder;
  WriteTestFile(folder.File("a.jsonl"), ToJsonLines({"One, two.", "Three: one two three"}));
  const auto build = [&](const std::string& name, Profile profile, uint32_t block_words) {
    BuildOptions options = SmallBuild(folder.File("a.jsonl"), folder.File(name));
    options.profile = profile;
    options.block_words = block_words;
    const auto manifest = BuildQuietly(options);
    EXPECT_TRUE(manifest.ok()) << manifest.status();
    return manifest->ContentFingerprint().ToString();
  };
  const std::string fingerprint = build("1", Profile::kVerbatim, 3);
  EXPECT_EQ(build("2", Profile::kVerbatim, 3), fingerprint);
  EXPECT_NE(build("3", Profile::kFolded, 3), fingerprint);
  EXPECT_NE(build("4", Profile::kVerbatim, 2), fingerprint);
}

TEST(IndexBuilder, CountsStatisticsAndDocuments) {
  const TempDir folder;
  WriteTestFile(folder.File("news.jsonl"),
                "{\"id\":\"x1\",\"text\":\"one two\",\"source\":\"web\",\"url\":"
                "\"https://u@Example.ORG:80/p\",\"date\":\"2019-07-04\",\"extra\":[1]}\n"
                "not json\n"
                "{\"text\":\"\"}\n"
                "{\"text\":\"three, four, five\",\"date\":\"20199\"}\n"
                "{\"text\":\"six\",\"source\":\"web\",\"date\":\"2019\"}\n");
  BuildOptions options = SmallBuild(folder.File("news.jsonl"), folder.File("index"));
  std::vector<std::string> bad;
  const auto manifest = BuildIndex(
      options, [](const BuildProgress&) { return absl::OkStatus(); },
      [&](const BadRecord& record) { bad.push_back(record.message); });
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->name, "index");
  EXPECT_EQ(manifest->inputs, options.corpus.inputs);
  EXPECT_EQ(manifest->Totals(), (Counts{3, 6, 7 + 17 + 3}));
  EXPECT_EQ(manifest->Sources().at("web"), (Counts{2, 3, 10}));
  EXPECT_EQ(manifest->Sources().at("news"), (Counts{1, 3, 17}));
  EXPECT_EQ(manifest->Input().bad_records, 1u);
  EXPECT_EQ(manifest->Input().empty_records, 1u);
  ASSERT_EQ(bad.size(), 1u);
  EXPECT_NE(bad[0].find("news.jsonl:2:"), std::string::npos) << bad[0];

  const auto index = IndexReader::Open(options.out_dir);
  ASSERT_TRUE(index.ok()) << index.status();
  const ShardReader& shard = *(*index)->shards()[0];
  std::map<std::string, std::vector<uint64_t>> statistics;
  const absl::Status status =
      shard.ForEach(Family::kStatistics, [&](std::string_view key, std::string_view value) {
        uint64_t number = 0;
        while (TakeVarint(&value, &number)) statistics[std::string(key)].push_back(number);
        return absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  const auto key = [](std::string dimension, const std::string& value) {
    return dimension + '\0' + value;
  };
  EXPECT_EQ(statistics[key("domain", "example.org")], (std::vector<uint64_t>{1, 2, 7}));
  EXPECT_EQ(statistics[key("year", "2019")], (std::vector<uint64_t>{2, 3, 10}));
  EXPECT_EQ(statistics[key("source", "web")], (std::vector<uint64_t>{2, 3, 10}));
  EXPECT_FALSE(statistics.contains(key("year", "20199")));
  const auto document = shard.ReadDocument(0);
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->id, "x1");
  EXPECT_EQ(document->source, "web");
  EXPECT_EQ(document->url, "https://u@Example.ORG:80/p");
  EXPECT_EQ(document->date, "2019-07-04");
  EXPECT_EQ(document->metadata, "{\"extra\":[1]}");
}

TEST(IndexBuilder, ShardsStayWithinMemoryAndProgressAscends) {
  const TempDir folder;
  std::mt19937 random(82);
  std::vector<std::string> documents;
  for (int i = 0; i < 3000; ++i) documents.push_back(HostileText(&random, 60));
  WriteTestFile(folder.File("a.jsonl"), ToJsonLines(documents));
  BuildOptions options = SmallBuild(folder.File("a.jsonl"), folder.File("index"));
  options.memory_bytes = 4 << 20;
  options.batch_bytes = 50000;
  BuildProgress last;
  const auto manifest = BuildIndex(
      options,
      [&](const BuildProgress& progress) {
        EXPECT_GE(progress.shard, last.shard);
        EXPECT_GE(progress.bytes_read, last.bytes_read);
        EXPECT_GE(progress.counts.documents, last.counts.documents);
        EXPECT_LE(progress.bytes_read, progress.bytes_total);
        last = progress;
        return absl::OkStatus();
      },
      [](const BadRecord&) {});
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(last.bytes_read, last.bytes_total);
  EXPECT_EQ(last.counts, manifest->Totals());
  EXPECT_GT(manifest->shards.size(), 1u);
  for (const ShardInfo& shard : manifest->shards) {
    EXPECT_LT(shard.text_bytes, options.memory_bytes / 3) << shard.name;
  }
}

// Where the input ends decides nothing: each record is in the index once.
TEST(IndexBuilder, BatchesOfAnySizeHoldTheSameDocuments) {
  const TempDir folder;
  std::mt19937 random(83);
  WriteTestFile(folder.File("a.jsonl"), ToJsonLines(HostileDocuments(&random, 50)));
  WriteTestFile(folder.File("b.jsonl"), "\n" + ToJsonLines(HostileDocuments(&random, 3)) + "\n\n");
  std::vector<Counts> totals;
  for (const uint64_t batch : {1, 300, 5000, 1 << 20}) {
    const TempDir out;
    BuildOptions options = SmallBuild(folder.path(), out.File("index"));
    options.batch_bytes = batch;
    options.memory_bytes = batch == 5000 ? 1 : options.memory_bytes;
    const auto manifest = BuildQuietly(options);
    ASSERT_TRUE(manifest.ok()) << manifest.status();
    totals.push_back(manifest->Totals());
    EXPECT_EQ(totals.back(), totals.front());
    EXPECT_EQ(totals.back().documents, 53u);
  }
}

}  // namespace
}  // namespace spanroot
