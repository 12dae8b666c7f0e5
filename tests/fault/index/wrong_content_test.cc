// Shards whose checksums are right and whose content is not: verification says what is wrong, and
// a search ends with an answer or an error, whatever it reads.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "common/coding.h"
#include "indexer/store/index_verifier.h"
#include "indexer/store/shard_writer.h"
#include "tests/support/small_index.h"

namespace spanroot {
namespace {

using Edit = std::function<void(Family, std::string_view key, std::string* value)>;

// Copies an index of one shard entry by entry, each through `edit`, sealed as if all were well.
void CopyEdited(const IndexReader& from, const std::string& to, const Edit& edit) {
  Manifest manifest = from.manifest();
  const auto writer = ShardWriter::Create(to + "/" + manifest.shards[0].name);
  ASSERT_TRUE(writer.ok()) << writer.status();
  for (size_t i = 0; i < kFamilyNames.size(); ++i) {
    const auto family = static_cast<Family>(i);
    const absl::Status status = (*writer)->WriteRun(family, [&](EntrySink* sink) {
      return from.shards()[0]->ForEach(family, [&](std::string_view key, std::string_view value) {
        std::string edited(value);
        edit(family, key, &edited);
        return sink->Put(key, edited);
      });
    });
    ASSERT_TRUE(status.ok()) << status;
  }
  const auto info = (*writer)->Finish();
  ASSERT_TRUE(info.ok()) << info.status();
  manifest.shards[0].files = info->files;
  manifest.shards[0].fingerprint = info->fingerprint;
  ASSERT_TRUE(WriteManifest(to, manifest).ok());
}

// The columns of a block, to be changed and encoded again.
struct Columns {
  explicit Columns(std::string_view value) {
    const SuffixBlock block = *SuffixBlock::Decode(value);
    first = block.first_rank();
    words.resize(first);  // EncodeSuffixBlock works on ranks of the whole shard
    lcp.resize(first);
    branch.resize(first);
    for (uint32_t i = 0; i < block.size(); ++i) {
      words.push_back(static_cast<uint32_t>(position.size()));
      position.push_back(block.position(i));
      lcp.push_back(block.lcp(i));
      branch.push_back(block.branch(i));
    }
  }
  std::string Encode(unsigned bits) const {
    return EncodeSuffixBlock({"", {}, position, words, lcp, branch}, first,
                             static_cast<uint32_t>(words.size()), bits);
  }

  uint32_t first;
  std::vector<uint32_t> words, position, lcp;
  std::vector<uint8_t> branch;
};

class WrongContent : public testing::Test {
 protected:
  // What verification says of the index with this edit; every query is asked for on the way.
  std::string Verify(const Edit& edit) {
    const TempDir dir;
    CopyEdited(index_.index(), dir.path(), edit);
    if (HasFatalFailure()) return "";
    const auto reader = IndexReader::Open(dir.path());
    if (reader.ok()) {
      for (const std::string& document : index_.documents()) {
        absl::Status error;
        CompareSpans(**reader, index_.oracle(), document, false, index_.pool(), &error);
        EXPECT_TRUE(error.ok() || absl::IsDataLoss(error)) << error;
      }
    }
    const auto report = VerifyIndex(dir.path(), 1, [](const std::string&) {});
    EXPECT_TRUE(report.ok()) << report.status();
    std::string problems;
    if (report.ok()) {
      for (const absl::Status& problem : report->problems) {
        EXPECT_TRUE(absl::IsDataLoss(problem)) << problem;
        problems += std::string(problem.message()) + "\n";
      }
    }
    return problems;
  }

  // The same for a change of the columns of block 2.
  std::string VerifyColumns(const std::function<void(Columns*)>& change, unsigned bits = 32) {
    return Verify([&](Family family, std::string_view key, std::string* value) {
      if (family != Family::kSuffixes || key != BigEndian32(2)) return;
      Columns columns(*value);
      change(&columns);
      *value = columns.Encode(bits);
    });
  }

  SmallIndex index_{
      {"the cat sat on the mat, the cat", "a mat on the cat", "the dog sat. a dog on a cat"},
      Profile::kVerbatim,
      4};
};

TEST_F(WrongContent, UnchangedIsSound) {
  EXPECT_EQ(Verify([](Family, std::string_view, std::string*) {}), "");
  EXPECT_EQ(VerifyColumns([](Columns*) {}), "");  // wider positions than needed
}

TEST_F(WrongContent, Suffixes) {
  EXPECT_NE(VerifyColumns([](Columns* c) {
              std::swap(c->position[0], c->position[1]);
            }).find("out of order"),
            std::string::npos);
  EXPECT_NE(VerifyColumns([](Columns* c) { ++c->position[1]; }).find("starts no word"),
            std::string::npos);
  EXPECT_NE(VerifyColumns([](Columns* c) { c->position[1] = c->position[0]; }).find("twice"),
            std::string::npos);
  for (const int change : {-1, 1, 3, 300}) {
    EXPECT_NE(VerifyColumns([&](Columns* c) {
                c->lcp[c->first + 1] += static_cast<uint32_t>(change);
              }).find("shares"),
              std::string::npos);
  }
  EXPECT_NE(VerifyColumns([](Columns* c) { ++c->lcp[c->first]; }).find("shares"),
            std::string::npos);
  EXPECT_NE(VerifyColumns([](Columns* c) { ++c->branch[c->first + 2]; }).find("shares"),
            std::string::npos);
}

// Positions behind the text, in its last chunk and far away; and a block that is none.
TEST_F(WrongContent, PositionsOutsideTheText) {
  for (const uint32_t position : {75u, 100u, 16000u, 16384u, 1u << 31, UINT32_MAX}) {
    EXPECT_NE(VerifyColumns([&](Columns* c) {
                for (uint32_t& each : c->position) each = position;
              }).find("starts no word"),
              std::string::npos)
        << position;
  }
  EXPECT_NE(VerifyColumns([](Columns* c) {
              c->first += 1, c->words.insert(c->words.begin(), 0), c->lcp.insert(c->lcp.begin(), 0),
                  c->branch.insert(c->branch.begin(), 0);
            }).find("does not fit"),
            std::string::npos);
  EXPECT_NE(Verify([](Family family, std::string_view key, std::string* value) {
              if (family == Family::kSuffixes && key == BigEndian32(1)) *value = "no block";
            }).find("block 1"),
            std::string::npos);
}

TEST_F(WrongContent, Text) {
  const auto edit_text = [&](const std::function<void(std::string*)>& edit) {
    return Verify([&](Family family, std::string_view, std::string* value) {
      if (family == Family::kText) edit(value);
    });
  };
  EXPECT_NE(edit_text([](std::string* text) { (*text)[0] = 'z'; }), "");     // another word
  EXPECT_NE(edit_text([](std::string* text) { (*text)[3] = 'x'; }), "");     // two words in one
  EXPECT_NE(edit_text([](std::string* text) { (*text)[0] = '\xff'; }), "");  // not UTF-8
  EXPECT_NE(edit_text([](std::string* text) { (*text)[3] = '\0'; }), "");    // a document ends
  EXPECT_NE(edit_text([](std::string* text) { text->pop_back(); }), "");
  EXPECT_NE(edit_text([](std::string* text) { text->back() = ' '; }), "");  // none ends
  EXPECT_NE(edit_text([](std::string* text) {
              for (char& c : *text) c = 'a';
            }),
            "");
}

TEST_F(WrongContent, Directories) {
  const auto edit_directory = [&](const char* which,
                                  const std::function<void(std::string*)>& edit) {
    return Verify([&](Family family, std::string_view key, std::string* value) {
      if (family == Family::kDirectory && key == which) edit(value);
    });
  };
  EXPECT_NE(edit_directory(kDocumentDirectoryKey,
                           [](std::string* value) {
                             // One byte moves from the first document to the second.
                             const size_t lengths = value->size() - 6;
                             --(*value)[lengths];
                             ++(*value)[lengths + 2];
                           })
                .find("does not end where the directory says"),
            std::string::npos);
  EXPECT_NE(edit_directory(kBlockDirectoryKey, [](std::string* value) { value->clear(); }), "");
  size_t separators = 0;
  const std::string good = [&] {
    std::string found;
    Verify([&](Family family, std::string_view key, std::string* value) {
      if (family == Family::kDirectory && key == kBlockDirectoryKey) found = *value;
    });
    return found;
  }();
  for (size_t at = 1; at < good.size(); ++at) {
    EXPECT_NE(edit_directory(kBlockDirectoryKey, [&](std::string* value) { ++(*value)[at]; }), "")
        << at;
    ++separators;
  }
  EXPECT_GT(separators, 10u);
}

}  // namespace
}  // namespace spanroot
