// The fuzzer's seeds, and damaged copies of them, through the fuzzer's checks.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "common/file.h"
#include "tests/fuzz/corpus_reader_target.h"

namespace spanroot {
namespace {

TEST(CorpusReaderFuzz, Seeds) {
  const std::string folder = SPANROOT_SOURCE_DIR "/tests/fuzz/corpus/corpus_reader";
  const auto names = ListDirectory(folder);
  ASSERT_TRUE(names.ok()) << names.status();
  ASSERT_GE(names->size(), 10u);
  std::mt19937 random(1);
  for (const std::string& name : *names) {
    const auto seed = ReadFile(folder + "/" + name);
    ASSERT_TRUE(seed.ok()) << seed.status();
    FuzzCorpusReader(*seed);
    for (int round = 0; round < 300 && !seed->empty(); ++round) {
      std::string damaged = *seed;
      for (int edits = 0; edits <= round % 3; ++edits) {
        damaged[random() % damaged.size()] = static_cast<char>(random());
      }
      if (round % 5 == 0) damaged.resize(random() % damaged.size());
      FuzzCorpusReader(damaged);
    }
  }
}

}  // namespace
}  // namespace spanroot
