// From spans to documents: the positions of a span's occurrences, and whose text they lie in.
#ifndef SPANROOT_TRACER_EVIDENCE_OCCURRENCES_H_
#define SPANROOT_TRACER_EVIDENCE_OCCURRENCES_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "indexer/store/index_reader.h"
#include "tracer/match/maximal_spans.h"

namespace spanroot {

struct DocumentRef {
  uint32_t shard = 0;
  uint32_t number = 0;

  friend bool operator==(const DocumentRef&, const DocumentRef&) = default;
  template <typename H>
  friend H AbslHashValue(H hash, const DocumentRef& ref) {
    return H::combine(std::move(hash), ref.shard, ref.number);
  }
};

using OccurrenceVisitor = std::function<void(const DocumentRef& document, uint32_t position)>;

// Calls `visit` with the document and the position in its shard's text of at most about `most` of
// the occurrences in `intervals`, in order of shard and rank. When there are more, runs of
// neighbouring ranks are taken, evenly spread, a few blocks in all. Returns how many were visited.
absl::StatusOr<uint64_t> VisitOccurrences(const IndexReader& index,
                                          const std::vector<ShardInterval>& intervals,
                                          uint64_t most, const OccurrenceVisitor& visit);

// Which of a shard's sources are in `names` (all, if that is empty), by number in its directory.
std::vector<bool> SelectSources(const ShardReader& shard, const std::vector<std::string>& names);

}  // namespace spanroot

#endif  // SPANROOT_TRACER_EVIDENCE_OCCURRENCES_H_
