#include "tracer/document_choice.h"

#include <algorithm>
#include <map>
#include <random>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/status_macros.h"

namespace spanroot {
namespace {

constexpr size_t kMatchesPerDocument = 64;  // kept; a document that repeats a span adds little

struct Candidates {
  std::vector<CandidateDocument> documents;    // in order of discovery
  std::vector<std::vector<uint32_t>> by_span;  // indices in documents, ascending
};

absl::StatusOr<Candidates> Collect(const IndexReader& index, const std::vector<MaximalSpan>& spans,
                                   const TraceOptions& options, const StillWanted& still_wanted,
                                   DocumentChoice* choice) {
  std::vector<std::vector<bool>> selected;
  for (const auto& shard : index.shards())
    selected.push_back(SelectSources(*shard, options.sources));
  Candidates candidates;
  candidates.by_span.resize(spans.size());
  absl::flat_hash_map<DocumentRef, uint32_t> known;  // index in documents, or kFiltered
  constexpr uint32_t kFiltered = UINT32_MAX;
  for (uint32_t span = 0; span < spans.size(); ++span) {
    if (still_wanted) RETURN_IF_ERROR(still_wanted());
    const auto visit = [&](const DocumentRef& document, uint32_t position) {
      const auto [entry, is_new] = known.try_emplace(document, kFiltered);
      if (is_new) {
        const uint32_t source = index.shards()[document.shard]->documents().Source(document.number);
        if (!selected[document.shard][source]) {
          ++choice->filtered;
          return;
        }
        entry->second = static_cast<uint32_t>(candidates.documents.size());
        candidates.documents.push_back({document, source, 0, {}});
      }
      if (entry->second == kFiltered) return;
      CandidateDocument& candidate = candidates.documents[entry->second];
      std::vector<uint32_t>& of_span = candidates.by_span[span];
      if (candidate.matches.empty() || candidate.matches.back().span != span) {
        of_span.push_back(entry->second);
        candidate.explained_words += spans[span].words();
        // Spans come in order of the text, so only the one before can overlap.
        if (!candidate.matches.empty()) {
          const uint32_t before = spans[candidate.matches.back().span].end_word;
          const uint32_t first = spans[span].first_word;
          candidate.explained_words -= before > first ? before - first : 0;
        }
      } else if (candidate.matches.size() >= kMatchesPerDocument) {
        return;
      }
      candidate.matches.push_back({span, position});
    };
    ASSIGN_OR_RETURN(const uint64_t examined, VisitOccurrences(index, spans[span].intervals,
                                                               options.max_occurrences, visit));
    choice->examined.push_back(examined);
  }
  choice->found = known.size();
  return candidates;
}

// Up to `most` of `members`, one source after the other, in random order within each.
std::vector<uint32_t> Sample(const IndexReader& index, const Candidates& candidates,
                             const std::vector<uint32_t>& members, size_t most,
                             std::mt19937_64* random) {
  std::map<std::string, std::vector<uint32_t>> by_source;
  for (const uint32_t member : members) {
    const CandidateDocument& candidate = candidates.documents[member];
    const DocumentDirectory& directory = index.shards()[candidate.document.shard]->documents();
    by_source[directory.sources()[candidate.source]].push_back(member);
  }
  std::vector<uint32_t> sample;
  for (size_t round = 0; sample.size() < most; ++round) {
    bool any = false;
    for (auto& [source, left] : by_source) {
      if (left.empty() || sample.size() == most) continue;
      any = true;
      std::swap(left[(*random)() % left.size()], left.back());
      sample.push_back(left.back());
      left.pop_back();
    }
    if (!any) break;
  }
  return sample;
}

}  // namespace

absl::StatusOr<DocumentChoice> ChooseDocuments(const IndexReader& index,
                                               const std::vector<MaximalSpan>& spans,
                                               const TraceOptions& options,
                                               const StillWanted& still_wanted) {
  DocumentChoice choice;
  ASSIGN_OR_RETURN(Candidates candidates, Collect(index, spans, options, still_wanted, &choice));
  std::vector<bool> chosen(candidates.documents.size());
  std::mt19937_64 random(options.seed);
  for (size_t span = 0; span < spans.size(); ++span) {
    std::vector<uint32_t> better, others;
    for (const uint32_t member : candidates.by_span[span]) {
      const bool more = candidates.documents[member].explained_words > spans[span].words();
      (more ? better : others).push_back(member);
    }
    std::stable_sort(better.begin(), better.end(), [&](uint32_t a, uint32_t b) {
      return candidates.documents[a].explained_words > candidates.documents[b].explained_words;
    });
    if (better.size() > options.documents_per_span) better.resize(options.documents_per_span);
    for (const uint32_t member : better) chosen[member] = true;
    for (const uint32_t member :
         Sample(index, candidates, others, options.documents_per_span - better.size(), &random)) {
      chosen[member] = true;
    }
  }
  for (size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i]) choice.documents.push_back(std::move(candidates.documents[i]));
  }
  return choice;
}

}  // namespace spanroot
