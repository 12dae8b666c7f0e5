// What a search over a corpus must find, once more: by comparing the units of NaiveSegment one by
// one with those of every document. Simple, obviously right, and quick enough for some MB of text,
// since a comparison begins only where the first unit is the same.
#ifndef SPANROOT_TESTS_SUPPORT_ORACLE_H_
#define SPANROOT_TESTS_SUPPORT_ORACLE_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/text/segmenter.h"
#include "tests/support/naive_segmenter.h"

namespace spanroot {

struct Occurrence {
  size_t document;  // in the order of the corpus
  size_t offset;    // in its text, bytes

  auto operator<=>(const Occurrence&) const = default;
};

struct OracleSpan {
  size_t first_word;
  size_t end_word;  // exclusive
  std::vector<Occurrence> occurrences;

  bool operator==(const OracleSpan&) const = default;
};

class Oracle {
 public:
  using SegmentFunction = std::function<std::vector<NaiveUnit>(std::string_view)>;

  Oracle(const std::vector<std::string>& documents, Profile profile);
  // With units by `segment`, for texts that are too large for NaiveSegment.
  Oracle(const std::vector<std::string>& documents, SegmentFunction segment);

  struct Word {
    size_t begin_byte;  // in the query
    size_t end_byte;
    size_t first_unit;
    size_t end_unit;  // exclusive; punctuation up to the next word is not part of it
  };
  struct Query {
    std::vector<uint32_t> units;  // numbers of units; kUnknown where the corpus lacks one
    std::vector<Word> words;
  };
  Query Prepare(std::string_view text) const;

  // Element k: where the words [first, first + k] of the query occur, in order. Ends before `limit`
  // words and before the first element that would be empty.
  std::vector<std::vector<Occurrence>> Matches(const Query& query, size_t first,
                                               size_t limit) const;
  // The runs of words that occur and lie in no longer run that does. `limits`: per word, which word
  // a run from it must end before.
  std::vector<OracleSpan> MaximalSpans(const Query& query, const std::vector<size_t>& limits) const;

  size_t words() const { return word_count_; }

 private:
  // The key, and behind it whether the segment goes on.
  static std::string Name(const NaiveUnit& unit);

  static constexpr uint32_t kUnknown = UINT32_MAX;
  static constexpr uint32_t kEnd = UINT32_MAX - 1;  // of a document
  struct Place {
    size_t unit;  // in units_
    Occurrence occurrence;
  };

  const SegmentFunction segment_;
  std::unordered_map<std::string, uint32_t> numbers_;  // by Name
  std::vector<uint32_t> units_;                        // of all documents, kEnd after each
  std::vector<std::vector<Place>> places_;             // of words, by their first unit
  size_t word_count_ = 0;
};

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_ORACLE_H_
