#include "indexer/store/manifest.h"

#include <gtest/gtest.h>

#include <string>

#include "common/file.h"
#include "indexer/store/format.h"
#include "tests/support/small_index.h"

namespace spanroot {
namespace {

Manifest SomeManifest() {
  Manifest manifest;
  manifest.profile = Profile::kFolded;
  manifest.block_words = 77;
  manifest.name = "a \"name\" of \xc3\xa9t\xc3\xa9";
  manifest.inputs = {"/corpus/a.jsonl", ""};
  ShardInfo shard;
  shard.name = "shard-000000";
  shard.files = {{"000012.sst", 1234, 0x0123456789abcdef}, {"CURRENT", 16, UINT64_MAX}};
  shard.counts = {3, 400, 5000};
  shard.text_bytes = 5003;
  shard.fingerprint.sum = {1, UINT64_MAX};
  shard.sources = {{"news", {1, 2, 3}}, {"web", {2, 398, 4997}}};
  shard.input = {1, 2, 3};
  shard.next_file = 4;
  shard.next_line = uint64_t{1} << 40;
  manifest.shards = {shard, shard};
  manifest.shards[1].name = "shard-000001";
  return manifest;
}

TEST(Manifest, ComesBackAsWritten) {
  const TempDir dir;
  const Manifest written = SomeManifest();
  ASSERT_TRUE(WriteManifest(dir.path(), written).ok());
  const auto read = ReadManifest(dir.path());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->profile, written.profile);
  EXPECT_EQ(read->block_words, written.block_words);
  EXPECT_EQ(read->name, written.name);
  EXPECT_EQ(read->inputs, written.inputs);
  ASSERT_EQ(read->shards.size(), 2u);
  const ShardInfo &a = read->shards[0], &b = written.shards[0];
  EXPECT_EQ(a.name, b.name);
  ASSERT_EQ(a.files.size(), 2u);
  EXPECT_EQ(a.files[0].name, b.files[0].name);
  EXPECT_EQ(a.files[0].bytes, b.files[0].bytes);
  EXPECT_EQ(a.files[0].hash, b.files[0].hash);
  EXPECT_EQ(a.files[1].hash, UINT64_MAX);
  EXPECT_EQ(a.counts, b.counts);
  EXPECT_EQ(a.text_bytes, b.text_bytes);
  EXPECT_EQ(a.fingerprint, b.fingerprint);
  EXPECT_EQ(a.sources, b.sources);
  EXPECT_EQ(a.input.empty_records, 2u);
  EXPECT_EQ(a.next_file, b.next_file);
  EXPECT_EQ(a.next_line, b.next_line);
  EXPECT_EQ(read->Totals(), (Counts{6, 800, 10000}));
  EXPECT_EQ(read->Sources().at("web"), (Counts{4, 796, 9994}));
  EXPECT_EQ(read->Input().invalid_utf8, 6u);
  EXPECT_EQ(read->StoredBytes(), 2500u);
}

TEST(Manifest, SaysWhyThereIsNone) {
  const TempDir dir;
  EXPECT_TRUE(absl::IsNotFound(ReadManifest(dir.File("absent")).status()));
  const absl::Status empty = ReadManifest(dir.path()).status();
  EXPECT_TRUE(absl::IsNotFound(empty));
  EXPECT_NE(empty.message().find("not an index"), std::string::npos) << empty;
  WriteTestFile(dir.File(kBuildFile), "{}");
  const absl::Status unfinished = ReadManifest(dir.path()).status();
  EXPECT_TRUE(absl::IsNotFound(unfinished));
  EXPECT_NE(unfinished.message().find("has not finished"), std::string::npos) << unfinished;
}

TEST(Manifest, EveryDamagedByteIsFound) {
  const TempDir dir;
  ASSERT_TRUE(WriteManifest(dir.path(), SomeManifest()).ok());
  const std::string path = dir.File(kManifestFile);
  const std::string whole = *ReadFile(path);
  for (size_t at = 0; at < whole.size(); ++at) {
    for (const char change : {'\x01', '\x20', '\x80'}) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ change);
      WriteTestFile(path, damaged);
      const absl::Status status = ReadManifest(dir.path()).status();
      ASSERT_TRUE(absl::IsDataLoss(status)) << at << ": " << status;
      ASSERT_NE(status.message().find(path), std::string::npos) << status;
    }
  }
  for (size_t size = 0; size < whole.size(); size += 7) {
    WriteTestFile(path, whole.substr(0, size));
    ASSERT_TRUE(absl::IsDataLoss(ReadManifest(dir.path()).status())) << size;
  }
  for (const char* more : {"\n", " ", "{}"}) {
    WriteTestFile(path, whole + more);
    EXPECT_TRUE(absl::IsDataLoss(ReadManifest(dir.path()).status()));
  }
}

// Sealed content that is not what a manifest holds: an error, whatever its types.
TEST(Manifest, UnexpectedContent) {
  const TempDir dir;
  const std::string path = dir.File(kManifestFile);
  for (const char* content :
       {"{}", "[]", "1", "null", "\"text\"", "{\"format\":1}", "{\"format\":\"1\"}",
        "{\"format\":1,\"profile\":\"verbatim\",\"block_words\":-1,\"name\":\"\",\"inputs\":{},"
        "\"shards\":[1]}"}) {
    ASSERT_TRUE(WriteSealedJson(path, content).ok());
    EXPECT_TRUE(absl::IsDataLoss(ReadManifest(dir.path()).status()))
        << content << ": " << ReadManifest(dir.path()).status();
  }
  ASSERT_TRUE(WriteSealedJson(path, "{\"format\":2}").ok());
  const absl::Status version = ReadManifest(dir.path()).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(version));
  EXPECT_NE(version.message().find("format 2"), std::string::npos) << version;
}

TEST(Fingerprint, DoesNotDependOnOrderButOnEverythingElse) {
  const auto of = [](std::vector<std::tuple<uint8_t, std::string, std::string>> entries) {
    Fingerprint fingerprint;
    for (const auto& [family, key, value] : entries) fingerprint.Add(family, key, value);
    return fingerprint;
  };
  const Fingerprint fingerprint = of({{0, "a", "1"}, {1, "b", "2"}});
  EXPECT_EQ(fingerprint, of({{1, "b", "2"}, {0, "a", "1"}}));
  EXPECT_EQ(fingerprint.ToString().size(), 32u);
  for (const Fingerprint& other :
       {of({{0, "a", "2"}, {1, "b", "1"}}), of({{1, "a", "1"}, {0, "b", "2"}}), of({{0, "a", "1"}}),
        of({{0, "a", "1"}, {1, "b", "2"}, {1, "b", "2"}}), of({{0, "", "a1"}, {1, "b", "2"}})}) {
    EXPECT_FALSE(fingerprint == other);
  }
}

}  // namespace
}  // namespace spanroot
