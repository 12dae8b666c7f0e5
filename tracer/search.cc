// Tracer::Search: documents that hold phrases.
#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "tracer/evidence/redact.h"
#include "tracer/evidence/snippet.h"
#include "tracer/match/maximal_spans.h"
#include "tracer/tracer.h"

namespace spanroot {
namespace {

constexpr size_t kSnippetsPerHit = 3;
constexpr uint64_t kGapBytes = 320;  // between matches of one snippet

struct Candidate {
  DocumentRef document;
  std::vector<DocumentMatch> matches;
};

bool HoldsAll(const Candidate& candidate, size_t phrases) {
  std::vector<bool> held(phrases);
  for (const DocumentMatch& match : candidate.matches) held[match.span] = true;
  return std::find(held.begin(), held.end(), false) == held.end();
}

}  // namespace

absl::StatusOr<SearchResult> Tracer::Search(const SearchOptions& options,
                                            const StillWanted& still_wanted) const {
  if (options.phrases.empty()) return absl::InvalidArgumentError("no phrase to search for");
  ASSIGN_OR_RETURN(Segmenter* const segmenter, ThreadSegmenter(index_->manifest().profile));
  std::vector<std::vector<bool>> selected;
  for (const auto& shard : index_->shards()) {
    selected.push_back(SelectSources(*shard, options.sources));
  }
  SearchResult result;
  std::vector<QueryText> queries;  // of all phrases
  queries.reserve(options.phrases.size());
  std::vector<MatchedPhrase> phrases;  // their words, in `queries`
  std::vector<Candidate> candidates;
  absl::flat_hash_map<DocumentRef, size_t> known;
  for (uint32_t phrase = 0; phrase < options.phrases.size(); ++phrase) {
    if (still_wanted) RETURN_IF_ERROR(still_wanted());
    ASSIGN_OR_RETURN(QueryText query,
                     PrepareQuery(options.phrases[phrase], /*split=*/false, segmenter));
    absl::StatusOr<std::vector<ShardInterval>> intervals = FindPhrase(*index_, query, pool_);
    if (!intervals.ok()) {
      return absl::Status(intervals.status().code(),
                          StrCat("phrase \"", options.phrases[phrase],
                                 "\": ", std::string(intervals.status().message())));
    }
    uint64_t occurrences = 0;
    for (const ShardInterval& interval : *intervals) occurrences += interval.ranks.size();
    result.phrases.push_back({options.phrases[phrase], occurrences});
    result.complete = result.complete && occurrences <= options.max_occurrences;
    RETURN_IF_ERROR(VisitOccurrences(
                        *index_, *intervals, options.max_occurrences,
                        [&](const DocumentRef& document, uint32_t position) {
                          const uint32_t source =
                              index_->shards()[document.shard]->documents().Source(document.number);
                          if (!selected[document.shard][source]) return;
                          const auto [entry, is_new] =
                              known.try_emplace(document, candidates.size());
                          if (is_new) candidates.push_back({document, {}});
                          candidates[entry->second].matches.push_back({phrase, position});
                        })
                        .status());
    queries.push_back(std::move(query));
    phrases.push_back(
        PhraseOf(queries.back(), 0, static_cast<uint32_t>(queries.back().words.size())));
  }
  if (options.all) {
    std::erase_if(candidates, [&](const Candidate& candidate) {
      return !HoldsAll(candidate, options.phrases.size());
    });
  }
  result.documents = candidates.size();
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    if (a.matches.size() != b.matches.size()) return a.matches.size() > b.matches.size();
    return std::pair(a.document.shard, a.document.number) <
           std::pair(b.document.shard, b.document.number);
  });
  candidates.erase(candidates.begin(),
                   candidates.begin() + static_cast<std::ptrdiff_t>(
                                            std::min<uint64_t>(options.skip, candidates.size())));
  if (candidates.size() > options.limit) candidates.resize(options.limit);
  for (Candidate& candidate : candidates) {
    const DocumentRef& document = candidate.document;
    const ShardReader& shard = *index_->shards()[document.shard];
    SearchResult::Hit hit;
    hit.shard = document.shard;
    hit.number = document.number;
    hit.bytes = shard.documents().End(document.number) - shard.documents().Begin(document.number);
    hit.matches = candidate.matches.size();
    ASSIGN_OR_RETURN(hit.stored, shard.ReadDocument(document.number));
    std::vector<MatchCluster> clusters = ClusterMatches(std::move(candidate.matches), kGapBytes);
    if (clusters.size() > kSnippetsPerHit) clusters.resize(kSnippetsPerHit);
    for (const MatchCluster& cluster : clusters) {
      ASSIGN_OR_RETURN(Passage passage, ReadPassage(shard, document, phrases, cluster,
                                                    options.context_words, segmenter));
      hit.snippets.push_back(std::move(passage.snippet));
    }
    if (options.redact_emails) result.emails_redacted += RedactEmails(&hit.stored, &hit.snippets);
    result.hits.push_back(std::move(hit));
  }
  return result;
}

}  // namespace spanroot
