// What must hold for the segmenter on any bytes. Shared by the fuzzer and by the tests that run its
// seeds.
#ifndef SPANROOT_TESTS_FUZZ_SEGMENTER_TARGET_H_
#define SPANROOT_TESTS_FUZZ_SEGMENTER_TARGET_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/text/segmenter.h"
#include "indexer/text/sentences.h"
#include "indexer/text/utf8.h"
#include "tests/support/naive_segmenter.h"

namespace spanroot {

// Segments `text` by parts: windows of `step` bytes, at most `max_units` units a call. A window in
// which no segment ends is made longer.
inline SegmentedText SegmentByParts(Segmenter* segmenter, std::string_view text, size_t step,
                                    size_t max_units) {
  SegmentedText out;
  size_t begin = 0;
  size_t end = std::min(step, text.size());
  for (;;) {
    const size_t limit = out.units.size() + max_units;
    const size_t next =
        segmenter->SegmentPart(text.substr(0, end), begin, end == text.size(), limit, &out);
    if (next == text.size()) return out;
    if (out.units.size() < limit) end = std::min(end + step, text.size());
    begin = next;
  }
}

// Checks one profile on valid UTF-8. Returns what is wrong, or nothing.
inline std::string CheckSegments(std::string_view text, Profile profile) {
  const auto segmenter = Segmenter::Create(profile);
  if (!segmenter.ok()) return segmenter.status().ToString();
  SegmentedText whole;
  (*segmenter)->Segment(text, &whole);
  const auto units = ToNaiveUnits(whole);
  const auto naive = NaiveSegment(text, profile);
  if (units != naive) {
    return "expected:\n" + DescribeUnits(naive) + "got:\n" + DescribeUnits(units);
  }
  std::string key_form;
  for (const NaiveUnit& unit : units) {
    key_form += unit.key + (unit.ends_segment ? kUnitEnd : kPieceEnd);
  }
  if (key_form != whole.key_form) return "key form is not that of the units";
  for (const size_t step : {1, 3, 16}) {
    const auto parts = ToNaiveUnits(SegmentByParts(segmenter->get(), text, step, 1 + step % 5));
    if (parts != units) {
      return "by parts of " + std::to_string(step) + " expected:\n" + DescribeUnits(units) +
             "got:\n" + DescribeUnits(parts);
    }
  }
  return "";
}

// Checks any bytes, of which it reads 4 KiB at most: the oracle is slow. Returns what is wrong, or
// nothing.
inline std::string CheckSegmenter(std::string_view data) {
  std::string text(data.substr(0, 4096));
  ReplaceInvalidUtf8(&text);
  if (ReplaceInvalidUtf8(&text) != 0) return "repaired text is not valid";
  for (const Profile profile : {Profile::kVerbatim, Profile::kFolded}) {
    std::string wrong = CheckSegments(text, profile);
    if (!wrong.empty()) return std::string(ProfileName(profile)) + ": " + wrong;
  }
  const auto ends = SentenceEnds(text);
  if (!ends.ok()) return ends.status().ToString();
  if (!std::is_sorted(ends->begin(), ends->end())) return "sentence ends are not ascending";
  if (text.empty() != ends->empty()) return "sentence ends of an empty text";
  if (!ends->empty() && ends->back() != text.size())
    return "the last sentence end is not the text's";
  return "";
}

}  // namespace spanroot

#endif  // SPANROOT_TESTS_FUZZ_SEGMENTER_TARGET_H_
