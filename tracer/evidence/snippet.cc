#include "tracer/evidence/snippet.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "common/status_macros.h"
#include "indexer/text/utf8.h"

namespace spanroot {
namespace {

constexpr uint64_t kBytesPerWord = 12;  // read for each word of context; most words are shorter

// First byte of the last `words` words of a text, which `units` are of.
size_t BeginOfLastWords(const std::vector<Unit>& units, uint32_t words, size_t end) {
  size_t begin = end;
  for (size_t i = units.size(); i-- > 0 && words > 0;) {
    if (units[i].starts_word()) {
      begin = units[i].begin;
      --words;
    }
  }
  return begin;
}

// One past the last byte of the first `words` words that start at or after `from`.
size_t EndOfFirstWords(const std::vector<Unit>& units, uint32_t words, size_t from) {
  size_t end = from;
  for (const Unit& unit : units) {
    if (unit.begin < from || !unit.starts_word()) continue;
    if (words == 0) break;
    end = unit.end;
    --words;
  }
  return end;
}

// End of the match whose first unit begins at `begin`: it has as many units as the span.
size_t EndOfMatch(const std::vector<Unit>& units, size_t begin, size_t unit_count) {
  const auto first = std::lower_bound(units.begin(), units.end(), begin,
                                      [](const Unit& unit, size_t at) { return unit.begin < at; });
  const size_t last = static_cast<size_t>(first - units.begin()) + unit_count - 1;
  return last < units.size() ? units[last].end : begin;
}

// Cuts the passage's text to [begin, end) and moves its matches along.
Snippet Cut(const Snippet& snippet, size_t begin, size_t end) {
  Snippet cut;
  cut.text = snippet.text.substr(begin, end - begin);
  cut.begin_byte = snippet.begin_byte + begin;
  cut.at_begin = snippet.at_begin && begin == 0;
  cut.at_end = snippet.at_end && end == snippet.text.size();
  for (SnippetMatch match : snippet.matches) {
    match.begin_byte -= begin;
    match.end_byte -= begin;
    cut.matches.push_back(match);
  }
  return cut;
}

}  // namespace

MatchedPhrase PhraseOf(const QueryText& query, uint32_t first_word, uint32_t end_word) {
  const QueryWord& first = query.words[first_word];
  const QueryWord& last = query.words[end_word - 1];
  uint32_t end = last.unit;
  while (!query.segmented.units[end].ends_segment) ++end;
  return {std::string_view(query.text).substr(first.begin_byte, last.end_byte - first.begin_byte),
          end + 1 - first.unit};
}

std::vector<MatchCluster> ClusterMatches(std::vector<DocumentMatch> matches, uint64_t gap_bytes) {
  std::sort(matches.begin(), matches.end(), [](const DocumentMatch& a, const DocumentMatch& b) {
    return a.position != b.position ? a.position < b.position : a.span < b.span;
  });
  std::vector<MatchCluster> clusters;
  for (const DocumentMatch& match : matches) {
    if (clusters.empty() || match.position - clusters.back().back().position > gap_bytes) {
      clusters.emplace_back();
    }
    clusters.back().push_back(match);
  }
  return clusters;
}

absl::StatusOr<Passage> ReadPassage(const ShardReader& shard, const DocumentRef& document,
                                    absl::Span<const MatchedPhrase> phrases,
                                    const MatchCluster& cluster, uint32_t context_words,
                                    Segmenter* segmenter) {
  const uint64_t document_begin = shard.documents().Begin(document.number);
  const uint64_t document_end = shard.documents().End(document.number);
  const uint64_t reach = uint64_t{context_words} * kBytesPerWord;
  const uint64_t first = cluster.front().position;
  // Left context, on its own: a match starts a segment, so nothing is cut apart there.
  const uint64_t begin = first - document_begin > reach ? first - reach : document_begin;
  ASSIGN_OR_RETURN(std::string left, shard.ReadText(begin, first));
  size_t skip = 0;  // part of a code point, and of a word, that the cut left over
  if (begin > document_begin) {
    while (skip < left.size() && (left[skip] & 0xC0) == 0x80) ++skip;
  }
  SegmentedText left_units;
  segmenter->Segment(std::string_view(left).substr(skip), &left_units);
  if (begin > document_begin && left_units.units.size() > 1) {
    left_units.units.erase(left_units.units.begin());
  }
  const size_t left_begin =
      skip + BeginOfLastWords(left_units.units, context_words, left.size() - skip);

  uint64_t reached = first;  // a bound of where the last match and its context end
  for (const DocumentMatch& match : cluster) {
    reached = std::max(reached, match.position + 2 * phrases[match.span].raw.size() + reach);
  }
  ASSIGN_OR_RETURN(std::string right, shard.ReadText(first, std::min(document_end, reached)));
  right.resize(FloorToCodePoint(right, right.size()));

  Passage passage;
  passage.snippet.begin_byte = begin + left_begin - document_begin;
  passage.snippet.at_begin = passage.snippet.begin_byte == 0;
  passage.snippet.text = left.substr(left_begin) + right;
  segmenter->Segment(passage.snippet.text, &passage.segmented);
  const uint64_t passage_begin = document_begin + passage.snippet.begin_byte;
  std::vector<SnippetMatch> matches;
  for (const DocumentMatch& match : cluster) {
    const size_t at = match.position - passage_begin;
    const MatchedPhrase& phrase = phrases[match.span];
    const size_t end = EndOfMatch(passage.segmented.units, at, phrase.units);
    const bool identical =
        std::string_view(passage.snippet.text).substr(at, end - at) == phrase.raw;
    matches.push_back({at, end, match.span, identical});
  }
  std::sort(matches.begin(), matches.end(), [](const SnippetMatch& a, const SnippetMatch& b) {
    return a.begin_byte != b.begin_byte ? a.begin_byte < b.begin_byte : a.end_byte > b.end_byte;
  });
  size_t last_end = 0;
  for (const SnippetMatch& match : matches) {
    if (match.begin_byte < last_end) continue;
    passage.snippet.matches.push_back(match);
    last_end = match.end_byte;
  }
  const size_t end = EndOfFirstWords(passage.segmented.units, context_words, last_end);
  passage.snippet.at_end = passage_begin + end >= document_end;
  passage.snippet.text.resize(std::max(end, last_end));
  while (!passage.segmented.units.empty() && passage.segmented.units.back().end > end) {
    passage.segmented.units.pop_back();
  }
  return passage;
}

Snippet Narrow(const Passage& passage, uint32_t context_words) {
  const Snippet& snippet = passage.snippet;
  if (snippet.matches.empty()) return snippet;
  const size_t first = snippet.matches.front().begin_byte, last = snippet.matches.back().end_byte;
  const std::vector<Unit>& units = passage.segmented.units;
  std::vector<Unit> left;
  for (const Unit& unit : units) {
    if (unit.begin < first) left.push_back(unit);
  }
  return Cut(snippet, BeginOfLastWords(left, context_words, first),
             std::max(last, EndOfFirstWords(units, context_words, last)));
}

}  // namespace spanroot
