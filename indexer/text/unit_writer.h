// Turns scanned segments into units and keys at the end of a SegmentedText. Not thread-safe.
#ifndef SPANROOT_INDEXER_TEXT_UNIT_WRITER_H_
#define SPANROOT_INDEXER_TEXT_UNIT_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "indexer/text/key_normalizer.h"
#include "indexer/text/segmenter.h"
#include "indexer/text/word_scanner.h"

namespace spanroot {

// Copies kMaxUnitBytes of ASCII in lower case, eight bytes at a time. Other bytes come out
// unspecified.
inline void CopyLowerAscii(const char* from, char* to) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  for (size_t i = 0; i < kMaxUnitBytes; i += sizeof(uint64_t)) {
    uint64_t bytes;
    std::memcpy(&bytes, from + i, sizeof(bytes));
    const uint64_t seven_bits = bytes & (0x7f * kOnes);
    const uint64_t from_a = seven_bits + (0x80 - 'A') * kOnes;    // bit 7: >= 'A'
    const uint64_t behind_z = seven_bits + (0x7f - 'Z') * kOnes;  // bit 7: > 'Z'
    bytes |= (from_a & ~behind_z & (0x80 * kOnes)) >> 2;
    std::memcpy(to + i, &bytes, sizeof(bytes));
  }
}

// While a writer lives, out->key_form is longer than its contents; the destructor trims it.
class UnitWriter {
 public:
  UnitWriter(Profile profile, KeyNormalizer* normalizer, SegmentedText* out)
      : folded_(profile == Profile::kFolded),
        normalizer_(normalizer),
        out_(out),
        first_(out->key_form.size()),
        key_size_(first_) {}
  ~UnitWriter() { out_->key_form.resize(key_size_); }
  UnitWriter(const UnitWriter&) = delete;
  UnitWriter& operator=(const UnitWriter&) = delete;

  size_t unit_count() const { return out_->units.size(); }

  // Appends the units of the segment that starts at text[begin].
  void Add(std::string_view text, size_t begin, const ScannedSegment& segment) {
    const CodePointInfo copied = folded_ ? kFoldStable | kAscii : kNfcStable;
    if (segment.end - begin <= kMaxUnitBytes && text.size() - begin >= kMaxUnitBytes &&
        (segment.common & copied)) {
      AddCopy(text.data(), begin, segment);
    } else {
      AddAny(text, begin, segment);
    }
  }

 private:
  void AddCopy(const char* text, size_t begin, const ScannedSegment& segment);
  void AddAny(std::string_view text, size_t begin, const ScannedSegment& segment);
  void Grow(size_t bytes);

  // Where to write the next `bytes` of the key form.
  char* Reserve(size_t bytes) {
    if (out_->key_form.size() - key_size_ < bytes) Grow(bytes);
    return out_->key_form.data() + key_size_;
  }

  const bool folded_;
  KeyNormalizer* const normalizer_;
  SegmentedText* const out_;
  const size_t first_;  // out_->key_form.size() before
  size_t key_size_;     // bytes of out_->key_form in use
};

// A key that is the segment's text, in lower case if folded: kMaxUnitBytes are copied whatever its
// length, two vector moves instead of a call.
inline void UnitWriter::AddCopy(const char* text, size_t begin, const ScannedSegment& segment) {
  const size_t length = segment.end - begin;
  char* const to = Reserve(kMaxUnitBytes + 1);
  if (folded_ && (segment.common & kAscii)) {
    CopyLowerAscii(text + begin, to);
  } else {
    std::memcpy(to, text + begin, kMaxUnitBytes);
  }
  to[length] = kUnitEnd;
  out_->units.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(segment.end),
                         static_cast<uint32_t>(key_size_), static_cast<uint8_t>(length),
                         !(segment.common & kPunctuation), true, true});
  key_size_ += length + 1;
}

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_TEXT_UNIT_WRITER_H_
