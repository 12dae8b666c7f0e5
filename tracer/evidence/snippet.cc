#include "tracer/evidence/snippet.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "common/status_macros.h"

namespace spanroot {
namespace {

constexpr uint64_t kBytesPerWord = 12;  // read for each word of context; most words are shorter

// First byte of the last `words` words of a text, or `whole` if it has no more than these.
size_t BeginOfLastWords(const std::vector<Unit>& units, uint32_t words, size_t end, size_t whole) {
  size_t begin = end;
  for (size_t i = units.size(); i-- > 0;) {
    if (!units[i].starts_word() || units[i].begin < whole || units[i].begin >= end) continue;
    if (words-- == 0) return begin;
    begin = units[i].begin;
  }
  return whole;
}

// One past the last byte of the first `words` words that start at or after `from`, or `whole` if
// there are no more than these.
size_t EndOfFirstWords(const std::vector<Unit>& units, uint32_t words, size_t from, size_t whole) {
  size_t end = from;
  for (const Unit& unit : units) {
    if (unit.begin < from || !unit.starts_word()) continue;
    if (words-- == 0) return end;
    end = unit.end;
  }
  return whole;
}

// The end of a document's text at `end` (in the shard's), up to `words` words, none of them cut
// apart. A match stands at `end`, so a segment starts there.
absl::StatusOr<std::string> ReadLeft(const ShardReader& shard, uint64_t document_begin,
                                     uint64_t end, uint32_t words, Segmenter* segmenter) {
  const uint64_t reach = uint64_t{words} * kBytesPerWord;
  const bool cut = end - document_begin > reach;
  ASSIGN_OR_RETURN(std::string text, shard.ReadText(cut ? end - reach : document_begin, end));
  if (cut) {
    size_t rest = 0;  // of a code point
    while (rest < text.size() && (text[rest] & 0xC0) == 0x80) ++rest;
    text.erase(0, rest);
  }
  SegmentedText segmented;
  segmenter->Segment(text, &segmented);
  size_t whole = 0;
  if (cut) {  // The first segment may be the rest of one.
    whole = text.size();
    for (size_t i = segmented.units.size(); i-- > 1;) {
      if (segmented.units[i].starts_word()) whole = segmented.units[i].begin;
    }
  }
  text.erase(0, BeginOfLastWords(segmented.units, words, text.size(), whole));
  return text;
}

// Fills in `match->end_byte`: the match has as many units as its phrase. False if `units` are too
// few.
bool FindEnd(const std::vector<Unit>& units, size_t unit_count, SnippetMatch* match) {
  const auto first = std::lower_bound(units.begin(), units.end(), match->begin_byte,
                                      [](const Unit& unit, size_t at) { return unit.begin < at; });
  if (static_cast<size_t>(units.end() - first) < unit_count) return false;
  match->end_byte = first[static_cast<std::ptrdiff_t>(unit_count) - 1].end;
  return true;
}

// Of matches that overlap, the first; of those that start together, the longest.
std::vector<SnippetMatch> WithoutOverlaps(std::vector<SnippetMatch> matches) {
  std::sort(matches.begin(), matches.end(), [](const SnippetMatch& a, const SnippetMatch& b) {
    return a.begin_byte != b.begin_byte ? a.begin_byte < b.begin_byte : a.end_byte > b.end_byte;
  });
  std::vector<SnippetMatch> kept;
  for (const SnippetMatch& match : matches) {
    if (kept.empty() || match.begin_byte >= kept.back().end_byte) kept.push_back(match);
  }
  return kept;
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
  const uint64_t first = cluster.front().position;
  ASSIGN_OR_RETURN(const std::string left,
                   ReadLeft(shard, document_begin, first, context_words, segmenter));
  Passage passage;
  Snippet& snippet = passage.snippet;
  std::vector<Unit>& units = passage.segmented.units;
  snippet.begin_byte = first - left.size() - document_begin;
  snippet.at_begin = snippet.begin_byte == 0;

  uint64_t end = first;
  for (const DocumentMatch& match : cluster) {
    end = std::max(end, match.position + phrases[match.span].raw.size() +
                            uint64_t{context_words} * kBytesPerWord);
  }
  std::vector<SnippetMatch> matches;
  // Usually once: the document's own bytes of a match may be many more than the phrase's.
  for (bool found = false; !found; end = first + 2 * (end - first)) {
    end = std::min(end, document_end);
    const bool complete = end == document_end;
    ASSIGN_OR_RETURN(const std::string right, shard.ReadText(first, end));
    snippet.text = left + right;
    passage.segmented.clear();
    segmenter->SegmentPart(left, 0, /*complete=*/true, SIZE_MAX, &passage.segmented);
    segmenter->SegmentPart(snippet.text, left.size(), complete, SIZE_MAX, &passage.segmented);
    if (!complete) snippet.text.resize(units.empty() ? left.size() : units.back().end);
    matches.clear();
    found = true;
    for (const DocumentMatch& match : cluster) {
      const MatchedPhrase& phrase = phrases[match.span];
      SnippetMatch placed = {left.size() + (match.position - first), 0, match.span, false};
      if (!FindEnd(units, phrase.units, &placed)) {
        found = false;
        continue;
      }
      placed.identical = snippet.text.compare(placed.begin_byte,
                                              placed.end_byte - placed.begin_byte, phrase.raw) == 0;
      matches.push_back(placed);
    }
    if (complete) break;
  }
  snippet.matches = WithoutOverlaps(std::move(matches));
  const size_t last = snippet.matches.empty() ? left.size() : snippet.matches.back().end_byte;
  snippet.text.resize(EndOfFirstWords(units, context_words, last, snippet.text.size()));
  snippet.at_end = document_begin + snippet.begin_byte + snippet.text.size() >= document_end;
  while (!units.empty() && units.back().end > snippet.text.size()) units.pop_back();
  return passage;
}

Snippet Narrow(const Passage& passage, uint32_t context_words) {
  const Snippet& snippet = passage.snippet;
  if (snippet.matches.empty()) return snippet;
  const size_t first = snippet.matches.front().begin_byte, last = snippet.matches.back().end_byte;
  const std::vector<Unit>& units = passage.segmented.units;
  return Cut(snippet, BeginOfLastWords(units, context_words, first, 0),
             EndOfFirstWords(units, context_words, last, snippet.text.size()));
}

}  // namespace spanroot
