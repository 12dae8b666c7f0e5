// Snippets: the parts of a document around its matches.
#ifndef SPANROOT_TRACER_EVIDENCE_SNIPPET_H_
#define SPANROOT_TRACER_EVIDENCE_SNIPPET_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "indexer/store/shard_reader.h"
#include "tracer/evidence/occurrences.h"
#include "tracer/match/query_text.h"
#include "tracer/trace.h"

namespace spanroot {

// What was matched: a span of a text, or a searched phrase.
struct MatchedPhrase {
  std::string_view raw;  // its bytes in the query
  uint32_t units;
};
MatchedPhrase PhraseOf(const QueryText& query, uint32_t first_word, uint32_t end_word);

// One occurrence of a phrase in a document.
struct DocumentMatch {
  uint32_t span;      // the phrase's number among the caller's
  uint32_t position;  // in the shard's text
};

// Matches of one document that lie close together.
using MatchCluster = std::vector<DocumentMatch>;

// Groups matches of one document, by position, so that neighbours in a group start at most
// `gap_bytes` apart.
std::vector<MatchCluster> ClusterMatches(std::vector<DocumentMatch> matches, uint64_t gap_bytes);

// A document's text around a cluster: up to `context_words` words on either side.
struct Passage {
  Snippet snippet;
  SegmentedText segmented;  // of snippet.text; for scoring
};

// Reads it. `phrases`: by DocumentMatch::span. Of matches that overlap, the first is kept, of those
// that start together the longest.
absl::StatusOr<Passage> ReadPassage(const ShardReader& shard, const DocumentRef& document,
                                    absl::Span<const MatchedPhrase> phrases,
                                    const MatchCluster& cluster, uint32_t context_words,
                                    Segmenter* segmenter);

// The same passage with less context. `context_words` <= that of the passage.
Snippet Narrow(const Passage& passage, uint32_t context_words);

}  // namespace spanroot

#endif  // SPANROOT_TRACER_EVIDENCE_SNIPPET_H_
