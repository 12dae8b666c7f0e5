#include "tracer/coverage.h"

#include <algorithm>

#include "indexer/text/utf8.h"

namespace spanroot {

size_t CodePoints::At(size_t byte) {
  if (byte < byte_) byte_ = count_ = 0;
  count_ += CountCodePoints(text_.substr(byte_, byte - byte_));
  byte_ = byte;
  return count_;
}

TextRange CodePoints::Range(size_t begin_byte, size_t end_byte) {
  TextRange range = {begin_byte, end_byte, 0, 0};
  range.begin_code_point = At(begin_byte);
  range.end_code_point = At(end_byte);
  return range;
}

Coverage MeasureCoverage(const QueryText& query, const std::vector<MaximalSpan>& spans) {
  const auto words = static_cast<uint32_t>(query.words.size());
  Coverage coverage;
  coverage.words = words;
  for (size_t i = 0; i < kCoverageWords.size(); ++i) {
    uint32_t end = 0;  // of the spans counted so far
    for (const MaximalSpan& span : spans) {
      if (span.words() < kCoverageWords[i]) continue;
      coverage.covered[i] += span.end_word - std::max(end, span.first_word);
      end = span.end_word;
    }
  }
  std::vector<uint32_t> reached(words);  // end of the longest match from a word
  uint32_t end = 0;
  size_t span = 0;
  CodePoints code_points(query.text);
  for (uint32_t word = 0; word < words; ++word) {
    for (; span < spans.size() && spans[span].first_word == word; ++span) {
      end = spans[span].end_word;
      coverage.longest_match = std::max(coverage.longest_match, spans[span].words());
    }
    reached[word] = std::max(end, word);
    if (reached[word] == word) {
      coverage.unknown_words.push_back(
          code_points.Range(query.words[word].begin_byte, query.words[word].end_byte));
    }
  }
  for (uint32_t n = 1; n <= kMaxNovelty; ++n) {
    uint64_t all = 0, novel = 0;
    for (uint32_t word = 0; word < words; ++word) {
      if (word + n > query.words[word].limit) continue;
      ++all;
      if (reached[word] < word + n) ++novel;
    }
    coverage.novelty[n - 1] =
        all == 0 ? -1.0 : static_cast<double>(novel) / static_cast<double>(all);
  }
  return coverage;
}

}  // namespace spanroot
