// What a shard says of its documents, words and text, and what it refuses.
#include "indexer/store/shard_reader.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "common/coding.h"
#include "common/file.h"
#include "indexer/store/index_verifier.h"
#include "indexer/store/shard_writer.h"
#include "tests/support/naive_segmenter.h"
#include "tests/support/small_index.h"

namespace spanroot {
namespace {

TEST(ShardReader, TextAndDocuments) {
  std::string long_text;  // over several chunks
  while (long_text.size() < 3 * kTextChunkBytes)
    long_text += "Ein \xc3\xa4lterer Satz, " + std::to_string(long_text.size()) + ". ";
  SmallIndex index({"First, of all.", long_text, "...", " \t\n", "last"}, Profile::kVerbatim, 16);
  const ShardReader& shard = *index.index().shards()[0];
  ASSERT_EQ(shard.documents().documents(), 5u);
  uint64_t begin = 0;
  for (uint32_t document = 0; document < 5; ++document) {
    const std::string& text = index.documents()[document];
    EXPECT_EQ(shard.documents().Begin(document), begin);
    EXPECT_EQ(shard.documents().End(document), begin + text.size());
    for (const uint64_t position : {begin, begin + text.size()}) {
      EXPECT_EQ(shard.documents().At(position), document);
    }
    const auto stored_text = shard.ReadText(begin, begin + text.size());
    ASSERT_TRUE(stored_text.ok()) << stored_text.status();
    EXPECT_EQ(*stored_text, text);
    const auto stored = shard.ReadDocument(document);
    ASSERT_TRUE(stored.ok()) << stored.status();
    EXPECT_EQ(stored->id, std::to_string(document));
    begin += text.size() + 1;
  }
  EXPECT_EQ(shard.text_bytes(), begin);
  EXPECT_TRUE(absl::IsDataLoss(shard.ReadDocument(5).status()));
  EXPECT_TRUE(absl::IsDataLoss(shard.ReadTextChunk(4000).status()));
  EXPECT_TRUE(absl::IsDataLoss(shard.ReadSuffixBlock(UINT32_MAX).status()));
}

TEST(ShardReader, WordCountsAreThoseOfTheText) {
  const std::string long_word = std::string(40, 'x');
  for (const Profile profile : {Profile::kVerbatim, Profile::kFolded}) {
    const std::vector<std::string> documents = {
        "The cat and the cat.", "the Cat -- " + long_word, long_word + "y " + std::string(32, 'x'),
        "\xe6\x96\x87\xe5\xad\x97\xe3\x80\x82\xe6\x96\x87", "_ _a a_"};
    SmallIndex index(documents, profile, 4, 2);
    std::map<std::string, WordCount> expected;
    for (const std::string& document : documents) {
      std::map<std::string, uint64_t> here;
      for (const NaiveUnit& unit : NaiveSegment(document, profile)) {
        if (unit.is_word && unit.starts_segment)
          ++here[unit.key + (unit.ends_segment ? "" : "\x02")];
      }
      for (const auto& [word, count] : here) {
        expected[word].occurrences += count;
        ++expected[word].documents;
      }
    }
    uint64_t entries = 0;
    for (const auto& [word, count] : expected) {
      WordCount sum;
      for (const auto& shard : index.index().shards()) {
        const auto here = shard->ReadWordCount(word);
        ASSERT_TRUE(here.ok()) << here.status();
        sum.occurrences += here->occurrences;
        sum.documents += here->documents;
        entries += here->occurrences > 0 ? 1 : 0;
      }
      EXPECT_EQ(sum.occurrences, count.occurrences) << word;
      EXPECT_EQ(sum.documents, count.documents) << word;
    }
    uint64_t stored = 0;  // nothing else is counted, no punctuation and no piece of a word
    for (const auto& shard : index.index().shards()) {
      ASSERT_TRUE(shard
                      ->ForEach(Family::kWords,
                                [&](std::string_view, std::string_view) {
                                  ++stored;
                                  return absl::OkStatus();
                                })
                      .ok());
      for (const char* absent : {"", "zebra", ".", "\xe3\x80\x82"}) {
        const auto count = shard->ReadWordCount(absent);
        ASSERT_TRUE(count.ok()) << count.status();
        EXPECT_EQ(count->occurrences, 0u) << absent;
      }
    }
    EXPECT_EQ(stored, entries);
  }
}

TEST(ShardReader, ShardsWithoutWords) {
  SmallIndex index({"...", " ", "!?"}, Profile::kVerbatim, 2, 1);
  for (const char* query : {"a", "...", "a b. c", ""}) EXPECT_EQ(index.Compare(query), "");
  const auto report = VerifyIndex(index.dir(), 1, [](const std::string&) {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->problems.empty()) << report->problems[0];
}

// A cache of nothing is slow, and answers all the same.
TEST(IndexReader, CacheOfNothing) {
  SmallIndex index({"a b c a b d", "b c a b c", "a b"}, Profile::kVerbatim, 2, 2);
  for (const uint64_t bytes : {0, 1, 3000}) {
    const auto reader = IndexReader::Open(index.dir(), {bytes});
    ASSERT_TRUE(reader.ok()) << reader.status();
    EXPECT_EQ(CompareAll(**reader, index.oracle(), "a b c a b c d", index.pool()), "");
    EXPECT_GT((*reader)->reads().suffix_blocks, 0u);
  }
}

TEST(ShardWriter, RefusesAFolderThatExists) {
  const TempDir dir;
  EXPECT_TRUE(absl::IsAlreadyExists(ShardWriter::Create(dir.path()).status()));
}

TEST(DocumentDirectory, DamagedBytes) {
  DocumentDirectoryBuilder builder;
  for (uint64_t i = 1; i < 40; ++i) builder.Add(i * i, i % 3 == 0 ? "web" : "news");
  const std::string value = builder.Encode();
  const auto whole = DocumentDirectory::Decode(value);
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_EQ(whole->documents(), 39u);
  EXPECT_EQ(whole->sources()[whole->Source(2)], "web");
  for (size_t size = 0; size < value.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(DocumentDirectory::Decode(value.substr(0, size)).status()))
        << size;
  }
  EXPECT_FALSE(DocumentDirectory::Decode(value + '\x01').ok());
  for (size_t at = 0; at < value.size(); ++at) {
    for (int change = 1; change < 256; ++change) {
      std::string damaged = value;
      damaged[at] = static_cast<char>(damaged[at] ^ change);
      const auto directory = DocumentDirectory::Decode(damaged);
      if (!directory.ok()) continue;
      for (uint64_t position = 0; position < directory->text_bytes();
           position += 1 + directory->text_bytes() / 50) {
        const uint32_t document = directory->At(position);
        ASSERT_LT(document, directory->documents());
        ASSERT_LE(directory->Begin(document), position);
        ASSERT_LE(position, directory->End(document));
        ASSERT_LT(directory->Source(document), directory->sources().size());
      }
    }
  }
}

}  // namespace
}  // namespace spanroot
