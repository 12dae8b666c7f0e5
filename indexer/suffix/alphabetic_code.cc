#include "indexer/suffix/alphabetic_code.h"

#include <algorithm>
#include <numeric>

namespace spanroot {
namespace {

constexpr size_t kLeadBytes = 255;        // 1..255; 0 is kEndCode
constexpr size_t kFrequent = 127;         // units that own a lead byte; 128 ranges lie between
constexpr unsigned kFrequencyLevels = 2;  // bytes chosen by frequency; the rest split evenly

class Coder {
 public:
  explicit Coder(absl::Span<const uint32_t> occurrences)
      : occurrences_(occurrences), codes_(occurrences.size()) {}

  // Gives codes to the units [first, last), which share the `depth` bytes of `prefix`.
  void Assign(size_t first, size_t last, uint64_t prefix, unsigned depth) {
    if (last - first <= kLeadBytes) {
      for (size_t unit = first; unit < last; ++unit) SetLeaf(unit, prefix, depth, unit - first + 1);
    } else if (depth < kFrequencyLevels) {
      AssignByFrequency(first, last, prefix, depth);
    } else {
      const size_t step = (last - first + kLeadBytes - 1) / kLeadBytes;
      size_t lead = 1;
      for (size_t begin = first; begin < last; begin += step, ++lead) {
        AssignRange(begin, std::min(last, begin + step), prefix, depth, lead);
      }
    }
  }

  std::vector<AlphabeticCode> Take() { return std::move(codes_); }

 private:
  static uint64_t Extend(uint64_t prefix, unsigned depth, size_t lead) {
    return prefix | (static_cast<uint64_t>(lead) << (56 - 8 * depth));
  }

  void SetLeaf(size_t unit, uint64_t prefix, unsigned depth, size_t lead) {
    codes_[unit] = AlphabeticCode(Extend(prefix, depth, lead), depth + 1);
  }

  // [begin, end) behind one lead byte: a single unit needs no further byte.
  void AssignRange(size_t begin, size_t end, uint64_t prefix, unsigned depth, size_t lead) {
    if (end - begin == 1) {
      SetLeaf(begin, prefix, depth, lead);
    } else if (end > begin) {
      Assign(begin, end, Extend(prefix, depth, lead), depth + 1);
    }
  }

  void AssignByFrequency(size_t first, size_t last, uint64_t prefix, unsigned depth) {
    std::vector<size_t> frequent(last - first);
    std::iota(frequent.begin(), frequent.end(), first);
    std::nth_element(
        frequent.begin(), frequent.begin() + kFrequent, frequent.end(), [&](size_t a, size_t b) {
          return occurrences_[a] != occurrences_[b] ? occurrences_[a] > occurrences_[b] : a < b;
        });
    frequent.resize(kFrequent);
    std::sort(frequent.begin(), frequent.end());
    size_t lead = 1, begin = first;
    for (const size_t unit : frequent) {
      AssignRange(begin, unit, prefix, depth, lead++);
      SetLeaf(unit, prefix, depth, lead++);
      begin = unit + 1;
    }
    AssignRange(begin, last, prefix, depth, lead);
  }

  const absl::Span<const uint32_t> occurrences_;
  std::vector<AlphabeticCode> codes_;
};

}  // namespace

std::vector<AlphabeticCode> MakeAlphabeticCodes(absl::Span<const uint32_t> occurrences) {
  Coder coder(occurrences);
  coder.Assign(0, occurrences.size(), 0, 0);
  return coder.Take();
}

}  // namespace spanroot
