#include "tracer/evidence/occurrences.h"

#include <algorithm>

#include "common/status_macros.h"

namespace spanroot {
namespace {

constexpr uint64_t kRuns = 8;  // of neighbouring ranks, when not all are taken

absl::Status VisitRanks(const ShardReader& shard, uint32_t shard_number, uint32_t begin,
                        uint32_t end, const OccurrenceVisitor& visit) {
  while (begin < end) {
    const uint32_t block = shard.blocks().BlockOf(begin);
    ASSIGN_OR_RETURN(const Cached<SuffixBlock> suffixes, shard.ReadSuffixBlock(block));
    const uint32_t last = std::min(end, shard.blocks().FirstRank(block + 1));
    for (; begin < last; ++begin) {
      const uint32_t position = suffixes->position(begin - suffixes->first_rank());
      visit({shard_number, shard.documents().At(position)}, position);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<uint64_t> VisitOccurrences(const IndexReader& index,
                                          const std::vector<ShardInterval>& intervals,
                                          uint64_t most, const OccurrenceVisitor& visit) {
  uint64_t total = 0, visited = 0;
  for (const ShardInterval& interval : intervals) total += interval.ranks.size();
  for (const ShardInterval& interval : intervals) {
    const ShardReader& shard = *index.shards()[interval.shard];
    const RankInterval& ranks = interval.ranks;
    // Each shard's part of the sample is its part of the occurrences.
    const uint64_t quota =
        total <= most ? ranks.size() : std::max<uint64_t>(1, most * ranks.size() / total);
    const uint64_t runs = quota == ranks.size() ? 1 : std::min(kRuns, quota);
    for (uint64_t run = 0; run < runs; ++run) {
      const uint64_t size = quota * (run + 1) / runs - quota * run / runs;
      const uint64_t gaps = (ranks.size() - quota) * run / runs;  // ranks left out before it
      const uint64_t begin = ranks.begin + quota * run / runs + gaps;
      RETURN_IF_ERROR(VisitRanks(shard, interval.shard, static_cast<uint32_t>(begin),
                                 static_cast<uint32_t>(begin + size), visit));
      visited += size;
    }
  }
  return visited;
}

std::vector<bool> SelectSources(const ShardReader& shard, const std::vector<std::string>& names) {
  std::vector<bool> selected;
  for (const std::string& source : shard.documents().sources()) {
    selected.push_back(names.empty() ||
                       std::find(names.begin(), names.end(), source) != names.end());
  }
  return selected;
}

}  // namespace spanroot
