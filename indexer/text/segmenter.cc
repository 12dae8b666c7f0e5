// The segmenter: scans segments (word_scanner.h), normalises them (key_normalizer.h), merges equal
// punctuation and cuts keys into units. See segmenter.h.
#include "indexer/text/segmenter.h"

#include <limits>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "indexer/text/code_point_table.h"
#include "indexer/text/key_normalizer.h"
#include "indexer/text/unit_writer.h"
#include "indexer/text/word_scanner.h"

namespace spanroot {
namespace {

constexpr size_t kNoLimit = std::numeric_limits<size_t>::max();

// `text` without the incomplete code point that it may end with.
std::string_view WithoutCutCodePoint(std::string_view text) {
  size_t tail = text.size();
  while (tail > 0 && text.size() - tail < 4) {
    const auto byte = static_cast<unsigned char>(text[--tail]);
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const size_t length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return text.size() - tail < length ? text.substr(0, tail) : text;
  }
  return text;
}

}  // namespace

std::string_view ProfileName(Profile profile) {
  return profile == Profile::kFolded ? "folded" : "verbatim";
}

absl::StatusOr<Profile> ParseProfile(std::string_view name) {
  for (const Profile profile : {Profile::kVerbatim, Profile::kFolded}) {
    if (name == ProfileName(profile)) return profile;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "profile: expected \"verbatim\" or \"folded\", got \"", std::string(name), "\""));
}

class Segmenter::Impl {
 public:
  Impl(Profile profile, KeyNormalizer normalizer)
      : profile_(profile), normalizer_(std::move(normalizer)) {}

  size_t Run(std::string_view text, size_t begin, bool complete, size_t max_units,
             SegmentedText* out);

 private:
  void MergeEqual(std::string_view text, size_t begin, ScannedSegment* segment);

  const Profile profile_;
  const CodePointTable& table_ = CodePointTable::Get();
  KeyNormalizer normalizer_;
};

size_t Segmenter::Impl::Run(std::string_view text, size_t begin, bool complete, size_t max_units,
                            SegmentedText* out) {
  const bool folded = profile_ == Profile::kFolded;
  UnitWriter writer(profile_, &normalizer_, out);
  while (writer.unit_count() < max_units) {
    begin = SkipSeparators(table_, text, begin);
    if (begin >= text.size()) return text.size();
    ScannedSegment segment = ScanSegment(table_, text, begin);
    const bool is_punctuation = (segment.common & kPunctuation) != 0;
    if (is_punctuation && !folded) MergeEqual(text, begin, &segment);
    if (segment.open && !complete) return begin;
    if (!is_punctuation || !folded) writer.Add(text, begin, segment);
    begin = segment.end;
  }
  return begin;
}

// Extends the punctuation `*segment`, which starts at `begin`, over the equal ones behind it.
void Segmenter::Impl::MergeEqual(std::string_view text, size_t begin, ScannedSegment* segment) {
  const std::string_view first = text.substr(begin, segment->end - begin);
  const CodePointInfo first_common = segment->common;
  while (segment->end < text.size()) {
    const CodePointInfo info = table_[DecodeAt(text, segment->end).value];
    if (!(info & kPunctuation)) return;
    const ScannedSegment next = ScanSegment(table_, text, segment->end);
    if (!(next.common & kPunctuation)) return;
    const std::string_view second = text.substr(segment->end, next.end - segment->end);
    bool equal = first == second;
    if (!equal && !(first_common & next.common & kNfcStable)) {
      const std::string composed(normalizer_.Nfc(first, first_common));
      equal = composed == normalizer_.Nfc(second, next.common);
    }
    segment->open |= next.open;
    if (!equal) return;
    segment->end = next.end;
    segment->common &= next.common;
  }
}

Segmenter::Segmenter(Profile profile, std::unique_ptr<Impl> impl)
    : profile_(profile), impl_(std::move(impl)) {}

Segmenter::~Segmenter() = default;

absl::StatusOr<std::unique_ptr<Segmenter>> Segmenter::Create(Profile profile) {
  absl::StatusOr<KeyNormalizer> normalizer = KeyNormalizer::Create();
  if (!normalizer.ok()) return normalizer.status();
  auto impl = std::make_unique<Impl>(profile, *std::move(normalizer));
  return std::unique_ptr<Segmenter>(new Segmenter(profile, std::move(impl)));
}

void Segmenter::Segment(std::string_view text, SegmentedText* out) {
  out->clear();
  out->key_form.reserve(text.size() + text.size() / 4);
  out->units.reserve(text.size() / 4);
  impl_->Run(text, 0, /*complete=*/true, kNoLimit, out);
}

size_t Segmenter::SegmentPart(std::string_view text, size_t begin, bool complete, size_t max_units,
                              SegmentedText* out) {
  if (!complete) text = WithoutCutCodePoint(text);
  return impl_->Run(text, begin, complete, max_units, out);
}

}  // namespace spanroot
