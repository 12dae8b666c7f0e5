// Which documents of a trace are worth reading: those that explain much of the text, and a fair
// sample of the others.
#ifndef SPANROOT_TRACER_DOCUMENT_CHOICE_H_
#define SPANROOT_TRACER_DOCUMENT_CHOICE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "indexer/store/index_reader.h"
#include "tracer/evidence/occurrences.h"
#include "tracer/evidence/snippet.h"
#include "tracer/match/maximal_spans.h"
#include "tracer/trace.h"

namespace spanroot {

struct CandidateDocument {
  DocumentRef document;
  uint32_t source = 0;           // in the shard's directory
  uint32_t explained_words = 0;  // words of the text in its spans
  std::vector<DocumentMatch> matches;
};

struct DocumentChoice {
  std::vector<CandidateDocument> documents;
  std::vector<uint64_t> examined;  // occurrences, per span
  uint64_t found = 0;              // documents, before choosing
  uint64_t filtered = 0;           // of these, left out by TraceOptions::sources
};

// Looks at the occurrences of each span and chooses up to documents_per_span documents for it:
// first those that explain more of the text than this span, most first; then, of those that have
// only this span, a sample drawn with the seed, source by source in turn. Deterministic.
absl::StatusOr<DocumentChoice> ChooseDocuments(const IndexReader& index,
                                               const std::vector<MaximalSpan>& spans,
                                               const TraceOptions& options,
                                               const StillWanted& still_wanted = nullptr);

}  // namespace spanroot

#endif  // SPANROOT_TRACER_DOCUMENT_CHOICE_H_
