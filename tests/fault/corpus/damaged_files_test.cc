// Compressed corpus files cut short at every byte and with every bit flipped. What holds:
// - gzip, and zstd with a checksum: the same documents, or an error, or records reported as bad.
//   Never fewer documents in silence.
// - zstd without a checksum: damage inside a block may go unseen, since the frame says nothing to
// see
//   it by; a cut never does.
// - a file cut exactly between two members or frames looks whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/support/corpus_files.h"

namespace spanroot {
namespace {

using ::testing::HasSubstr;

// Rows of words that compress badly enough to leave a file of some hundred bytes.
std::string Rows(int count) {
  std::mt19937 random(7);
  std::string rows;
  for (int i = 0; i < count; ++i) {
    rows += R"({"id":)" + std::to_string(i) + R"(,"text":")";
    for (int letters = 0; letters < 30; ++letters) {
      rows.push_back(static_cast<char>('a' + random() % 26));
    }
    rows += "\"}\n";
  }
  return rows;
}

class DamagedFiles : public ::testing::Test {
 protected:
  WholeCorpus Read(const std::string& bytes) {
    CorpusOptions options;
    options.inputs = {folder_.Write("damaged.json", bytes)};
    return ReadWholeCorpus(options);
  }

  static bool SameDocuments(const WholeCorpus& a, const WholeCorpus& b) {
    return a.status.ok() &&
           std::equal(a.all.documents.begin(), a.all.documents.end(), b.all.documents.begin(),
                      b.all.documents.end(), [](const Document& x, const Document& y) {
                        return x.text == y.text && x.id == y.id;
                      });
  }

  // Every cut of `bytes`, which are one member or frame, but those that leave no magic bytes.
  void ExpectEveryCutIsSeen(const std::string& bytes) {
    for (size_t size = 4; size < bytes.size(); ++size) {
      const WholeCorpus cut = Read(bytes.substr(0, size));
      ASSERT_EQ(cut.status.code(), absl::StatusCode::kDataLoss) << size;
      EXPECT_THAT(std::string(cut.status.message()), HasSubstr("damaged.json: truncated")) << size;
      EXPECT_THAT(std::string(cut.status.message()),
                  HasSubstr("at compressed offset " + std::to_string(size)))
          << size;
    }
    for (size_t size = 1; size < 4; ++size) {
      const WholeCorpus cut = Read(bytes.substr(0, size));
      EXPECT_TRUE(!cut.status.ok() || cut.all.bad.size() == 1) << size;
    }
  }

  void ExpectEveryFlipIsSeen(const std::string& bytes, const WholeCorpus& whole) {
    for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      std::string flipped = bytes;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
      const WholeCorpus corpus = Read(flipped);
      EXPECT_TRUE(!corpus.status.ok() || !corpus.all.bad.empty() || SameDocuments(corpus, whole))
          << "byte " << bit / 8 << " bit " << bit % 8;
    }
  }

 private:
  const CorpusFolder folder_;
};

TEST_F(DamagedFiles, Gzip) {
  const std::string rows = Rows(5);
  const WholeCorpus whole = Read(rows);
  ASSERT_EQ(whole.all.documents.size(), 5u);
  ASSERT_TRUE(SameDocuments(Read(Gzip(rows)), whole));
  ExpectEveryCutIsSeen(Gzip(rows));
  ExpectEveryFlipIsSeen(Gzip(rows), whole);
}

TEST_F(DamagedFiles, ZstdWithChecksum) {
  const std::string rows = Rows(5);
  const WholeCorpus whole = Read(rows);
  ASSERT_TRUE(SameDocuments(Read(Zstd(rows, true)), whole));
  ExpectEveryCutIsSeen(Zstd(rows, true));
  ExpectEveryFlipIsSeen(Zstd(rows, true), whole);
}

TEST_F(DamagedFiles, ZstdWithoutChecksum) {
  const std::string bytes = Zstd(Rows(5), false);
  ExpectEveryCutIsSeen(bytes);
  size_t seen = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string flipped = bytes;
    flipped[i] = static_cast<char>(~flipped[i]);
    const WholeCorpus corpus = Read(flipped);
    seen += !corpus.status.ok() || !corpus.all.bad.empty();
  }
  EXPECT_GT(seen, 0u);
}

TEST_F(DamagedFiles, TheSecondMemberOrFrame) {
  const std::string rows = Rows(4);
  for (const std::string& part : {Gzip(rows), Zstd(rows, true)}) {
    const WholeCorpus between = Read(part);  // as the two of them cut between
    EXPECT_TRUE(between.status.ok());
    EXPECT_EQ(between.all.documents.size(), 4u);
    for (size_t size = part.size() + 4; size < 2 * part.size(); ++size) {
      const WholeCorpus cut = Read((part + part).substr(0, size));
      ASSERT_EQ(cut.status.code(), absl::StatusCode::kDataLoss) << size;
      EXPECT_GE(cut.all.documents.size(), 4u) << size;
    }
  }
}

TEST_F(DamagedFiles, TrailingGarbage) {
  const std::string gzip = Gzip(Rows(3)), zstd = Zstd(Rows(3), true);
  const std::string zeros(5000, '\0');
  EXPECT_TRUE(Read(gzip + zeros).status.ok());
  for (const std::string& bytes :
       {gzip + "x", gzip + zeros + "x", gzip + "\x1f", gzip + "\x1f\x8b", gzip + zstd, zstd + "x",
        zstd + zeros, zstd + gzip, zstd + "\x28\xb5\x2f\xfd"}) {
    const WholeCorpus corpus = Read(bytes);
    EXPECT_EQ(corpus.status.code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(corpus.all.documents.size(), 3u);  // what came before is not lost
    EXPECT_THAT(std::string(corpus.status.message()), HasSubstr(", after 3 records"));
  }
}

TEST_F(DamagedFiles, RecordsBeforeTheDamageAreCounted) {
  const std::string rows = Rows(30'000);
  const WholeCorpus whole = Read(rows);
  for (const std::string& bytes : {Gzip(rows), Zstd(rows, true)}) {
    const WholeCorpus cut = Read(bytes.substr(0, bytes.size() * 2 / 3));
    ASSERT_EQ(cut.status.code(), absl::StatusCode::kDataLoss);
    const size_t count = cut.all.documents.size();
    EXPECT_GT(count, 1000u);
    EXPECT_EQ(cut.all.bad.size(), 0u);  // the last record, cut short, is not tried
    EXPECT_EQ(cut.all.documents.back().text, whole.all.documents[count - 1].text);
    EXPECT_THAT(std::string(cut.status.message()),
                HasSubstr(", after " + std::to_string(count) + " records"));
  }
}

TEST_F(DamagedFiles, ACutPlainFileReportsItsLastRecord) {
  const std::string rows = Rows(3);
  for (size_t size = rows.rfind("{\"id\"") + 1; size + 2 < rows.size(); ++size) {
    const WholeCorpus cut = Read(rows.substr(0, size));
    EXPECT_EQ(cut.all.documents.size(), 2u) << size;
    EXPECT_EQ(cut.all.bad.size(), 1u) << size;
  }
}

TEST_F(DamagedFiles, AZstdWindowBeyondWhatTheFormatAllowsHere) {
  // Magic, descriptor without content size, window of 2^41 bytes.
  const WholeCorpus corpus = Read(std::string("\x28\xb5\x2f\xfd\x00\xf8\x01\x00\x00", 9));
  EXPECT_EQ(corpus.status.code(), absl::StatusCode::kResourceExhausted) << corpus.status;
}

}  // namespace
}  // namespace spanroot
