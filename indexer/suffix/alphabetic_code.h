// Alphabetic code: short byte codes for the units of a shard, in the units' own order.
//
// Sorting suffixes costs time by the byte, so the sorter works on codes (about 1.7 bytes a unit)
// and not on key forms (about 6). The code is alphabetic in the sense of Hu and Tucker ("Optimal
// computer search trees and variable-length alphabetical codes", 1971), with bytes for bits: order
// of codes is order of units, and no code is a prefix of another, so byte order of two encoded
// texts is the order of their unit sequences. It lives only while a shard is sorted.
//
// Construction: in the sorted vocabulary the 127 most frequent units own a lead byte each, and each
// range between two of them shares one; within such a range the same again. From the third byte on
// ranges are split evenly, which bounds a code to kMaxCodeBytes whatever the frequencies. Byte
// kEndCode is kept for the end of a document.
#ifndef SPANROOT_INDEXER_SUFFIX_ALPHABETIC_CODE_H_
#define SPANROOT_INDEXER_SUFFIX_ALPHABETIC_CODE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace spanroot {

inline constexpr size_t kMaxCodeBytes = 7;
inline constexpr uint8_t kEndCode = 0;

// A code's bytes from the most significant byte down; the lowest byte holds their number.
class AlphabeticCode {
 public:
  AlphabeticCode() = default;
  AlphabeticCode(uint64_t bytes, unsigned length) : packed_(bytes | length) {}

  unsigned length() const { return static_cast<unsigned>(packed_ & 0xFF); }
  // The bytes, left-aligned; the lowest byte is not part of them.
  uint64_t bytes() const { return packed_ & ~uint64_t{0xFF}; }

 private:
  uint64_t packed_ = 0;
};

// Codes for a vocabulary in byte order, given each unit's number of occurrences.
std::vector<AlphabeticCode> MakeAlphabeticCodes(absl::Span<const uint32_t> occurrences);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_SUFFIX_ALPHABETIC_CODE_H_
