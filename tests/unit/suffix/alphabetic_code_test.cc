#include "indexer/suffix/alphabetic_code.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

namespace spanroot {
namespace {

std::string Bytes(AlphabeticCode code) {
  std::string bytes;
  for (unsigned i = 0; i < code.length(); ++i) {
    bytes += static_cast<char>(code.bytes() >> (56 - 8 * i));
  }
  return bytes;
}

void ExpectAlphabetic(const std::vector<uint32_t>& occurrences, const std::string& shape) {
  SCOPED_TRACE(shape + ", " + std::to_string(occurrences.size()) + " units");
  const std::vector<AlphabeticCode> codes = MakeAlphabeticCodes(occurrences);
  ASSERT_EQ(codes.size(), occurrences.size());
  std::string before;
  for (size_t unit = 0; unit < codes.size(); ++unit) {
    const std::string code = Bytes(codes[unit]);
    ASSERT_TRUE(!code.empty() && code.size() <= kMaxCodeBytes) << unit;
    ASSERT_EQ(code.find(static_cast<char>(kEndCode)), code.npos) << unit;
    ASSERT_EQ(codes[unit].bytes() << (8 * code.size()), 0u) << "bytes behind the code of " << unit;
    // In ascending order, a code that is a prefix of another is one of its next neighbour's.
    ASSERT_TRUE(unit == 0 || (before < code && !code.starts_with(before))) << unit;
    before = code;
  }
}

TEST(AlphabeticCode, KeepsOrderAndIsPrefixFree) {
  std::mt19937 random(7);
  using Shape = std::function<uint32_t(size_t unit, size_t size)>;
  const std::vector<std::pair<std::string, Shape>> shapes = {
      {"equal", [](size_t, size_t) { return 1; }},
      {"rising", [](size_t unit, size_t) { return unit + 1; }},
      {"falling", [](size_t unit, size_t size) { return size - unit; }},
      {"few frequent ones in the middle",
       [](size_t unit, size_t size) { return unit / 3 == size / 6 ? 1000000 : 1; }},
      {"like words", [&](size_t, size_t size) { return size / (1 + random() % size); }},
      {"zero and largest", [&](size_t, size_t) { return random() % 2 == 0 ? 0 : UINT32_MAX; }},
  };
  for (const size_t size :
       {0, 1, 2, 127, 128, 254, 255, 256, 257, 511, 5000, 65025, 65026, 70000}) {
    for (const auto& [name, shape] : shapes) {
      std::vector<uint32_t> occurrences(size);
      for (size_t unit = 0; unit < size; ++unit) occurrences[unit] = shape(unit, size);
      ExpectAlphabetic(occurrences, name);
    }
  }
  // More than the even levels' first byte can tell apart.
  std::vector<uint32_t> rising(500000);
  for (size_t unit = 0; unit < rising.size(); ++unit) rising[unit] = static_cast<uint32_t>(unit);
  ExpectAlphabetic(rising, "rising");
}

TEST(AlphabeticCode, FrequentUnitsHaveOneByte) {
  std::vector<uint32_t> occurrences(100000, 1);
  for (size_t i = 0; i < 127; ++i) occurrences[i * 700] = 1000;
  const std::vector<AlphabeticCode> codes = MakeAlphabeticCodes(occurrences);
  for (size_t i = 0; i < 127; ++i) EXPECT_EQ(codes[i * 700].length(), 1u) << i;
}

}  // namespace
}  // namespace spanroot
