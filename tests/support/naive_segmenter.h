// The segmenter's contract (indexer/text/segmenter.h) once more, by ICU's own iterators and sets:
// simple, slow, obviously right. An oracle for tests.
#ifndef SPANROOT_TESTS_SUPPORT_NAIVE_SEGMENTER_H_
#define SPANROOT_TESTS_SUPPORT_NAIVE_SEGMENTER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/text/segmenter.h"

namespace spanroot {

struct NaiveUnit {
  size_t begin;  // raw text, bytes
  size_t end;
  std::string key;
  bool is_word;
  bool starts_segment;
  bool ends_segment;

  bool operator==(const NaiveUnit&) const = default;
};

// The units of valid UTF-8. Without the blocks of KeyNormalizer: differs on longer runs of marks.
std::vector<NaiveUnit> NaiveSegment(std::string_view text, Profile profile);

// What Segment gave, in the same form.
std::vector<NaiveUnit> ToNaiveUnits(const SegmentedText& segmented);

// For failure messages: one line a unit.
std::string DescribeUnits(const std::vector<NaiveUnit>& units);

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_NAIVE_SEGMENTER_H_
