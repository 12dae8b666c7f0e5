#include <gtest/gtest.h>
#include <chrono>
#include "tests/support/small_index.h"
#include "indexer/store/index_verifier.h"
namespace spanroot { namespace {
TEST(Probe, PunctuationSharesBytes) {
  for (const auto& docs : std::vector<std::vector<std::string>>{{"a \u00ab", "a \u00b5"}, {"a _ b", "a _foo"}, {"a -b", "a b"}}) {
    SmallIndex index(docs, Profile::kVerbatim, 2);
    for (const auto& d : docs) EXPECT_EQ(index.Compare(d), "");
    auto report = VerifyIndex(index.dir(), 1, [](const std::string&) {});
    ASSERT_TRUE(report.ok());
    for (const auto& p : report->problems) ADD_FAILURE() << p;
    for (const auto& shard : index.index().shards()) for (uint32_t b = 0; b < shard->blocks().blocks(); ++b) { auto s = shard->ReadSuffixBlock(b); for (uint32_t i = 0; i < (*s)->size(); ++i) printf("%u %u lcp %u branch %02x\n", b, (*s)->position(i), (*s)->lcp(i), (*s)->branch(i)); }
  }
}
TEST(Probe, Speed) {
  auto t = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) SmallIndex index({"a b a", "b a b"}, Profile::kVerbatim, 2);
  printf("%f ms\n", std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - t).count() / 20);
}
}}
