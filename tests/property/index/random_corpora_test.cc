// Random hostile corpora in both profiles, blocks and shards of many sizes, against the oracle.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "indexer/store/index_verifier.h"
#include "tests/support/hostile_text.h"
#include "tests/support/small_index.h"

namespace spanroot {
namespace {

void ExpectSound(const std::string& dir) {
  const auto report = VerifyIndex(dir, 2, [](const std::string&) {});
  ASSERT_TRUE(report.ok()) << report.status();
  for (const absl::Status& problem : report->problems) ADD_FAILURE() << problem;
}

TEST(RandomCorpora, AnswersAreTheOracles) {
  std::mt19937 random(41);
  const uint32_t blocks[] = {2, 3, 4, 9, 64, 1024};
  for (int round = 0; round < 30; ++round) {
    const Profile profile = round % 2 == 0 ? Profile::kVerbatim : Profile::kFolded;
    const std::vector<std::string> documents = HostileDocuments(&random, 1 + random() % 60);
    SmallIndex index(documents, profile, blocks[random() % 6],
                     round % 3 == 0 ? 0 : static_cast<uint32_t>(1 + documents.size() / 3));
    ExpectSound(index.dir());
    for (int query = 0; query < 40; ++query) {
      const std::string text = PieceOf(documents, 1 + random() % 600, &random);
      const uint32_t step = text.size() > 300 ? 7 : 1;
      ASSERT_EQ(index.Compare(text, step), "") << "round " << round << ", corpus:\n"
                                               << ToJsonLines(documents);
      ASSERT_EQ(CompareSpans(index.index(), index.oracle(), text, true, index.pool()), "");
    }
  }
}

// Patterns longer than a separator may be: the directory alone does not name their block.
TEST(RandomCorpora, SharedPrefixesBeyondTheSeparators) {
  std::mt19937 random(42);
  const std::vector<std::string> documents = DeeplySharedDocuments(&random);
  for (const Profile profile : {Profile::kVerbatim, Profile::kFolded}) {
    for (const uint32_t block_words : {2, 3, 16}) {
      for (const uint32_t per_shard : {0, 25}) {
        SmallIndex index(documents, profile, block_words, per_shard);
        if (block_words == 3) ExpectSound(index.dir());
        for (size_t i = 0; i < documents.size(); i += 2 + random() % 5) {
          std::string text = documents[i];
          if (i % 3 == 1) text += " " + documents[(i + 1) % documents.size()];
          if (i % 3 == 2) text.replace(text.size() - 3, 3, "x");
          ASSERT_EQ(index.Compare(text, 3), "")
              << "document " << i << ", blocks of " << block_words;
        }
      }
    }
  }
}

// Words across the chunks of the text, at every offset, and documents longer than a chunk.
TEST(RandomCorpora, WordsAcrossTextChunks) {
  std::mt19937 random(43);
  for (int round = 0; round < 8; ++round) {
    const std::string filler(kTextChunkBytes - 200 - random() % 40, ' ');
    const std::vector<std::string> documents = {filler + HostileText(&random, 60),
                                                HostileText(&random, 300) + filler,
                                                HostileText(&random, 60)};
    SmallIndex index(documents, round % 2 == 0 ? Profile::kVerbatim : Profile::kFolded, 32);
    ExpectSound(index.dir());
    for (const std::string& document : documents) {
      const size_t begin = document.find_first_not_of(' ');
      size_t end = std::min(document.size(), begin + 900);
      while (end < document.size() && (document[end] & 0xc0) == 0x80) --end;
      ASSERT_EQ(index.Compare(document.substr(begin, end - begin), 5), "");
    }
  }
}

}  // namespace
}  // namespace spanroot
