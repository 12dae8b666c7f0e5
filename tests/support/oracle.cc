#include "tests/support/oracle.h"

#include <utility>

namespace spanroot {

std::string Oracle::Name(const NaiveUnit& unit) {
  return unit.key + (unit.ends_segment ? '.' : '+');
}

Oracle::Oracle(const std::vector<std::string>& documents, Profile profile)
    : Oracle(documents, [profile](std::string_view text) { return NaiveSegment(text, profile); }) {}

Oracle::Oracle(const std::vector<std::string>& documents, SegmentFunction segment)
    : segment_(std::move(segment)) {
  for (size_t document = 0; document < documents.size(); ++document) {
    for (const NaiveUnit& unit : segment_(documents[document])) {
      const auto next = static_cast<uint32_t>(numbers_.size());
      const uint32_t number = numbers_.emplace(Name(unit), next).first->second;
      places_.resize(numbers_.size());
      if (unit.is_word && unit.starts_segment) {
        places_[number].push_back({units_.size(), {document, unit.begin}});
        ++word_count_;
      }
      units_.push_back(number);
    }
    units_.push_back(kEnd);
  }
}

Oracle::Query Oracle::Prepare(std::string_view text) const {
  Query query;
  for (const NaiveUnit& unit : segment_(text)) {
    const auto known = numbers_.find(Name(unit));
    if (unit.is_word && unit.starts_segment) {
      query.words.push_back({unit.begin, unit.end, query.units.size(), 0});
    }
    query.units.push_back(known == numbers_.end() ? kUnknown : known->second);
    if (unit.is_word) query.words.back().end_unit = query.units.size();
  }
  return query;
}

std::vector<std::vector<Occurrence>> Oracle::Matches(const Query& query, size_t first,
                                                     size_t limit) const {
  std::vector<std::vector<Occurrence>> matches;
  const size_t begin = query.words[first].first_unit;
  if (query.units[begin] == kUnknown) return matches;
  std::vector<Place> left = places_[query.units[begin]];
  size_t checked = begin + 1;
  for (size_t word = first; word < limit; ++word) {
    for (; checked < query.words[word].end_unit; ++checked) {
      std::erase_if(left, [&](const Place& place) {
        return units_[place.unit + checked - begin] != query.units[checked];
      });
    }
    if (left.empty()) break;
    matches.emplace_back();
    for (const Place& place : left) matches.back().push_back(place.occurrence);
  }
  return matches;
}

std::vector<OracleSpan> Oracle::MaximalSpans(const Query& query,
                                             const std::vector<size_t>& limits) const {
  std::vector<OracleSpan> spans;
  size_t reached = 0;
  for (size_t first = 0; first < query.words.size(); ++first) {
    const auto matches = Matches(query, first, limits[first]);
    if (first + matches.size() <= reached || matches.empty()) continue;
    reached = first + matches.size();
    spans.push_back({first, reached, matches.back()});
  }
  return spans;
}

}  // namespace spanroot
