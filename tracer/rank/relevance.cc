#include "tracer/rank/relevance.h"

#include <algorithm>

#include "absl/strings/string_view.h"

namespace spanroot {
namespace {

constexpr double kSaturation = 1.2;  // k1 of BM25
constexpr double kLength = 0.75;     // b of BM25
constexpr uint32_t kNearWords = 8;   // on either side of a span

double Saturate(double count, double length_ratio) {
  return count * (kSaturation + 1) / (count + kSaturation * (1 - kLength + kLength * length_ratio));
}

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

void AddRange(uint32_t begin, uint32_t end, WordRanges* ranges) {
  if (!ranges->empty() && begin <= ranges->back().second) {
    ranges->back().second = std::max(ranges->back().second, end);
  } else if (begin < end) {
    ranges->emplace_back(begin, end);
  }
}

uint32_t CountWords(const WordRanges& ranges) {
  uint32_t words = 0;
  for (const auto& [begin, end] : ranges) words += end - begin;
  return words;
}

RelevanceScorer::RelevanceScorer(const QueryText& prompt, const QueryText& text,
                                 const WordStatistics& statistics, double usual_words)
    : usual_words_(usual_words) {
  AddTerms(prompt, statistics, &prompt_terms_);
  AddTerms(text, statistics, &terms_);
  counts_.resize(weights_.size());
  for (uint32_t word = 0; word < text.words.size(); ++word) {
    information_.push_back(-statistics.LogProbability(text.Word(word)));
    all_information_ += information_.back();
  }
}

void RelevanceScorer::AddTerms(const QueryText& query, const WordStatistics& statistics,
                               std::vector<uint32_t>* terms) {
  for (uint32_t word = 0; word < query.words.size(); ++word) {
    const std::string_view key = query.Word(word);
    const auto [entry, is_new] =
        numbers_.try_emplace(View(key), static_cast<uint32_t>(weights_.size()));
    if (is_new) weights_.push_back(statistics.InverseDocumentFrequency(key));
    terms->push_back(entry->second);
  }
}

WordRanges RelevanceScorer::Near(const WordRanges& ranges) const {
  WordRanges near;
  for (const auto& [begin, end] : ranges) {
    AddRange(begin > kNearWords ? begin - kNearWords : 0,
             std::min(end + kNearWords, static_cast<uint32_t>(information_.size())), &near);
  }
  return near;
}

double RelevanceScorer::MatchedShare(const WordRanges& matched, const WordRanges* of) const {
  const auto sum = [this](const WordRanges& ranges) {
    double information = 0;
    for (const auto& [begin, end] : ranges) {
      for (uint32_t word = begin; word < end; ++word) information += information_[word];
    }
    return information;
  };
  const double all = of != nullptr ? sum(*of) : all_information_;
  return all > 0 ? sum(matched) / all : 0;
}

void RelevanceScorer::SetPassage(const SegmentedText& passage) {
  std::fill(counts_.begin(), counts_.end(), 0);
  double words = 0;
  for (const Unit& unit : passage.units) {
    if (!unit.starts_word()) continue;
    ++words;
    const auto term = numbers_.find(View(passage.WordKey(unit)));
    if (term != numbers_.end()) ++counts_[term->second];
  }
  length_ratio_ = words / usual_words_;
}

double RelevanceScorer::Score(uint32_t term) const {
  return counts_[term] == 0 ? 0 : weights_[term] * Saturate(counts_[term], length_ratio_);
}

double RelevanceScorer::Bm25() const {
  double score = 0;
  for (uint32_t term = 0; term < weights_.size(); ++term) score += Score(term);
  return score;
}

double RelevanceScorer::Bm25Share(const WordRanges* of) const {
  double score = 0, ideal = 0;
  std::vector<uint32_t> wanted(weights_.size());  // how often the words hold each term
  const auto want = [&](uint32_t term) { ++wanted[term]; };
  if (of != nullptr) {
    for (const auto& [begin, end] : *of) {
      std::for_each(terms_.begin() + begin, terms_.begin() + end, want);
    }
  } else {
    std::for_each(prompt_terms_.begin(), prompt_terms_.end(), want);
    std::for_each(terms_.begin(), terms_.end(), want);
  }
  for (uint32_t term = 0; term < wanted.size(); ++term) {
    if (wanted[term] == 0) continue;
    const double best = weights_[term] * Saturate(wanted[term], 1);
    ideal += best;
    score += std::min(best, Score(term));
  }
  return ideal > 0 ? score / ideal : 0;
}

}  // namespace spanroot
