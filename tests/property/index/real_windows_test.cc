// Windows of real documents in many languages: what the index finds is what the oracle finds.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/corpus_files.h"
#include "tests/support/sample_texts.h"
#include "tests/support/small_index.h"

namespace spanroot {
namespace {

TEST(RealWindows, MatchesAreTheOracles) {
  const std::string path = SharedData() + "/text/multilingual.jsonl.zst";
  if (SharedData().empty()) GTEST_SKIP() << "skipped: ../shared/data not found";
  std::vector<std::string> documents;
  for (Document& document : ReadDocuments(path, size_t{1} << 30)) {
    documents.push_back(std::move(document.text));
  }
  ASSERT_GT(documents.size(), 1000u);
  const TempDir folder;
  BuildOptions options = SmallBuild(path, folder.File("index"));
  options.threads = 2;
  const auto manifest = BuildQuietly(options);
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  // NaiveSegment takes a minute for all of it; a sample shows that both give the same units.
  Segmenter* const segmenter = *ThreadSegmenter(Profile::kVerbatim);
  const auto segment = [segmenter](std::string_view text) {
    SegmentedText segmented;
    segmenter->Segment(text, &segmented);
    return ToNaiveUnits(segmented);
  };
  for (size_t i = 0; i < documents.size(); i += 97) {
    ASSERT_EQ(segment(documents[i]), NaiveSegment(documents[i], Profile::kVerbatim)) << i;
  }
  const Oracle oracle(documents, segment);
  ASSERT_EQ(manifest->Totals().words, oracle.words());
  ASSERT_GT(manifest->shards.size(), 1u);
  const auto index = IndexReader::Open(options.out_dir);
  ASSERT_TRUE(index.ok()) << index.status();

  std::mt19937_64 random(51);
  ThreadPool pool(2);
  size_t windows = 0;
  while (windows < 1000) {
    const std::string window =
        CutWindow(documents[random() % documents.size()], 5 + random() % 40, &random);
    if (window.empty()) continue;
    const std::string text = windows % 2 == 0   ? window
                             : windows % 4 == 1 ? Shuffle(window, &random)
                                                : Disguise(window, &random);
    ASSERT_EQ(CompareSpans(**index, oracle, text, windows % 3 == 0, &pool), "");
    ++windows;
  }
}

}  // namespace
}  // namespace spanroot
