// A text made of units, with everything that sorting its suffixes must give, found by comparing
// them byte by byte. For tests of indexer/suffix.
#ifndef SPANROOT_TESTS_SUPPORT_UNIT_TEXT_H_
#define SPANROOT_TESTS_SUPPORT_UNIT_TEXT_H_

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/suffix/suffix_block.h"
#include "indexer/suffix/suffix_sorter.h"

namespace spanroot {

// Keys of units; one that ends with '!' is punctuation, all others are words.
using UnitDocument = std::vector<std::string>;

class UnitText {
 public:
  explicit UnitText(const std::vector<UnitDocument>& documents);

  std::string codes;
  WordStarts starts{0};
  std::string key_form;
  std::vector<uint32_t> word_key;
  std::vector<uint32_t> word_position;  // as if each unit were followed by a space

  // Filled by SortNaively, which compares suffixes as strings: not for long repetitive texts.
  void SortNaively();
  std::vector<uint32_t> words;  // by rank
  std::vector<uint32_t> lcp;
  std::vector<uint8_t> branch;
  SortedSuffixes sorted() const { return {key_form, word_key, word_position, words, lcp, branch}; }

  // The suffix of a word up to its document's end, kDocumentEnd included.
  std::string_view Suffix(uint32_t word) const;
};

// Documents of random units out of a small vocabulary, in which words and punctuation share their
// first bytes and some units are prefixes of others. `alphabet`: its size, from 1 up.
std::vector<UnitDocument> RandomDocuments(std::mt19937* random, size_t documents, size_t max_units,
                                          size_t alphabet);

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_UNIT_TEXT_H_
