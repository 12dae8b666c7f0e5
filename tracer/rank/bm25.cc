#include "tracer/rank/bm25.h"

#include <algorithm>

#include "absl/strings/string_view.h"

namespace spanroot {
namespace {

constexpr double kSaturation = 1.2;  // k1
constexpr double kLength = 0.75;     // b

double Saturate(double count, double length_ratio) {
  return count * (kSaturation + 1) / (count + kSaturation * (1 - kLength + kLength * length_ratio));
}

}  // namespace

Bm25::Bm25(const std::vector<std::string_view>& query, const WordStatistics& statistics,
           double usual_words)
    : usual_words_(usual_words) {
  for (const std::string_view word : query) {
    const auto [term, is_new] = terms_.try_emplace(absl::string_view(word.data(), word.size()),
                                                   static_cast<uint32_t>(weights_.size()));
    if (is_new) {
      weights_.push_back(statistics.InverseDocumentFrequency(word));
      counts_.push_back(0);
    }
    ++counts_[term->second];
  }
  for (size_t i = 0; i < weights_.size(); ++i) ideal_ += weights_[i] * Saturate(counts_[i], 1);
}

double Bm25::Score(const SegmentedText& passage) {
  std::fill(counts_.begin(), counts_.end(), 0);
  double words = 0;
  for (const Unit& unit : passage.units) {
    if (!unit.starts_word()) continue;
    ++words;
    const std::string_view word = passage.WordKey(unit);
    const auto term = terms_.find(absl::string_view(word.data(), word.size()));
    if (term != terms_.end()) ++counts_[term->second];
  }
  double score = 0;
  for (size_t i = 0; i < weights_.size(); ++i) {
    if (counts_[i] > 0) score += weights_[i] * Saturate(counts_[i], words / usual_words_);
  }
  return score;
}

}  // namespace spanroot
