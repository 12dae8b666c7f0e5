// Runs the fuzzer's seeds through its check, also where the fuzzer itself is not built.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/segmenter_target.h"

namespace spanroot {
namespace {

TEST(SegmenterSeeds, AllHold) {
  size_t seeds = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(SPANROOT_SOURCE_DIR "/tests/fuzz/corpus/segmenter")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string data(std::istreambuf_iterator<char>(file), {});
    EXPECT_EQ(CheckSegmenter(data), "") << entry.path();
    ++seeds;
  }
  EXPECT_GE(seeds, 8u);
}

}  // namespace
}  // namespace spanroot
