// See unit_writer.h.
#include "indexer/text/unit_writer.h"

#include <algorithm>

#include "indexer/text/utf8.h"

namespace spanroot {

void UnitWriter::AddAny(std::string_view text, size_t begin, const ScannedSegment& segment) {
  const std::string_view raw = text.substr(begin, segment.end - begin);
  std::string_view key =
      folded_ ? normalizer_->Folded(raw, segment.common) : normalizer_->Nfc(raw, segment.common);
  Unit unit{static_cast<uint32_t>(begin),
            static_cast<uint32_t>(segment.end),
            0,
            0,
            !(segment.common & kPunctuation),
            true,
            false};
  while (!key.empty()) {
    const size_t cut = FloorToCodePoint(key, kMaxUnitBytes);
    const std::string_view piece = key.substr(0, cut == 0 ? kMaxUnitBytes : cut);
    key.remove_prefix(piece.size());
    unit.key_begin = static_cast<uint32_t>(key_size_);
    unit.key_length = static_cast<uint8_t>(piece.size());
    unit.ends_segment = key.empty();
    out_->units.push_back(unit);
    char* const to = Reserve(piece.size() + 1);
    std::memcpy(to, piece.data(), piece.size());
    to[piece.size()] = key.empty() ? kUnitEnd : kPieceEnd;
    key_size_ += piece.size() + 1;
    unit.starts_segment = false;
  }
}

// Grows by what this writer has written, so that a few units cost little however much the key form
// holds already.
void UnitWriter::Grow(size_t bytes) {
  constexpr size_t kMinGrowth = 256;
  out_->key_form.resize(key_size_ + bytes + std::max(kMinGrowth, key_size_ - first_));
}

}  // namespace spanroot
