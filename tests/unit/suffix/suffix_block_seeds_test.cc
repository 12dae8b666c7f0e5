// Runs the fuzzer's seeds through its checks, also where the fuzzer itself is not built.
#include <gtest/gtest.h>

#include "common/file.h"
#include "tests/fuzz/suffix_block_target.h"

namespace spanroot {
namespace {

TEST(SuffixBlockSeeds, AllHold) {
  const std::string folder = SPANROOT_SOURCE_DIR "/tests/fuzz/corpus/suffix_block";
  const auto names = ListDirectory(folder);
  ASSERT_TRUE(names.ok()) << names.status();
  EXPECT_GE(names->size(), 6u);
  for (const std::string& name : *names) {
    const auto seed = ReadFile(folder + "/" + name);
    ASSERT_TRUE(seed.ok()) << seed.status();
    // Seeds that are whole stay readable: the format has not changed unnoticed.
    if (name.starts_with("block")) {
      EXPECT_TRUE(SuffixBlock::Decode(*seed).ok()) << name;
    }
    if (name.starts_with("directory")) {
      EXPECT_TRUE(BlockDirectory::Decode(*seed).ok()) << name;
    }
    UseSuffixBlock(*seed);
    UseBlockDirectory(*seed);
  }
}

}  // namespace
}  // namespace spanroot
