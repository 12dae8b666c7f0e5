#include "tests/support/unit_text.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "indexer/suffix/alphabetic_code.h"
#include "indexer/text/segmenter.h"

namespace spanroot {

UnitText::UnitText(const std::vector<UnitDocument>& documents) {
  std::map<std::string, uint32_t> occurrences;  // by unit with its mark
  for (const UnitDocument& document : documents) {
    for (const std::string& unit : document) ++occurrences[unit + kUnitEnd];
  }
  std::vector<uint32_t> counts;
  for (const auto& [unit, count] : occurrences) counts.push_back(count);
  const std::vector<AlphabeticCode> alphabetic = MakeAlphabeticCodes(counts);
  std::map<std::string, std::string> code_of;
  size_t number = 0;
  for (const auto& [unit, count] : occurrences) {
    const AlphabeticCode code = alphabetic[number++];
    for (unsigned i = 0; i < code.length(); ++i) {
      code_of[unit] += static_cast<char>(code.bytes() >> (56 - 8 * i));
    }
  }
  std::vector<size_t> word_starts;
  uint32_t position = 0;
  for (const UnitDocument& document : documents) {
    for (const std::string& unit : document) {
      if (unit.back() != '!') {
        word_starts.push_back(codes.size());
        word_key.push_back(static_cast<uint32_t>(key_form.size()));
        word_position.push_back(position);
      }
      codes += code_of[unit + kUnitEnd];
      key_form += unit + kUnitEnd;
      position += static_cast<uint32_t>(unit.size()) + 1;
    }
    codes += static_cast<char>(kEndCode);
    key_form += kDocumentEnd;
    ++position;
  }
  starts = WordStarts(codes.size());
  for (const size_t start : word_starts) starts.Set(start);
  starts.Finish();
}

std::string_view UnitText::Suffix(uint32_t word) const {
  const size_t end = key_form.find(kDocumentEnd, word_key[word]);
  return std::string_view(key_form).substr(word_key[word], end + 1 - word_key[word]);
}

void UnitText::SortNaively() {
  words.resize(word_key.size());
  std::iota(words.begin(), words.end(), 0);
  std::stable_sort(words.begin(), words.end(),
                   [&](uint32_t a, uint32_t b) { return Suffix(a) < Suffix(b); });
  for (size_t rank = 0; rank < words.size(); ++rank) {
    const std::string_view suffix = Suffix(words[rank]);
    size_t shared = 0;
    if (rank > 0) {
      const std::string_view before = Suffix(words[rank - 1]);
      while (suffix[shared] == before[shared] && suffix[shared] != kDocumentEnd) ++shared;
    }
    lcp.push_back(static_cast<uint32_t>(shared));
    branch.push_back(static_cast<uint8_t>(suffix[shared]));
  }
}

std::vector<UnitDocument> RandomDocuments(std::mt19937* random, size_t documents, size_t max_units,
                                          size_t alphabet) {
  static const std::vector<std::string> kStems = {
      "a", "ab", "b", "abc", "\xe3\x80\x82", "\xe3\x81\x82", "\xff"};
  std::vector<std::string> units;
  for (size_t i = 0; i < alphabet; ++i) {
    std::string unit = kStems[i / 2 % kStems.size()];
    if (i >= 2 * kStems.size()) unit += std::to_string(i / (2 * kStems.size()));
    units.push_back(i % 2 == 0 ? unit : unit + "!");
  }
  std::vector<UnitDocument> texts(documents);
  for (UnitDocument& text : texts) {
    const size_t size = (*random)() % (max_units + 1);
    for (size_t i = 0; i < size; ++i) text.push_back(units[(*random)() % units.size()]);
  }
  return texts;
}

}  // namespace spanroot
