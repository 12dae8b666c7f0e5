#include "tracer/rank/word_statistics.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/string_view.h"
#include "common/status_macros.h"

namespace spanroot {

WordStatistics::WordStatistics(const IndexReader* index)
    : index_(index), totals_(index->manifest().Totals()) {}

absl::Status WordStatistics::Load(const QueryText& query) {
  for (uint32_t word = 0; word < query.words.size(); ++word) {
    const std::string_view key = query.Word(word);
    const auto [entry, is_new] = counts_.try_emplace(absl::string_view(key.data(), key.size()));
    if (!is_new) continue;
    for (const auto& shard : index_->shards()) {
      ASSIGN_OR_RETURN(const WordCount count, shard->ReadWordCount(key));
      entry->second.occurrences += count.occurrences;
      entry->second.documents += count.documents;
    }
  }
  return absl::OkStatus();
}

WordCount WordStatistics::Count(std::string_view word) const {
  const auto found = counts_.find(absl::string_view(word.data(), word.size()));
  return found == counts_.end() ? WordCount{} : found->second;
}

double WordStatistics::LogProbability(std::string_view word) const {
  const double occurrences = std::max(0.5, static_cast<double>(Count(word).occurrences));
  return std::log(occurrences / static_cast<double>(std::max<uint64_t>(1, totals_.words)));
}

double WordStatistics::InverseDocumentFrequency(std::string_view word) const {
  const auto with = static_cast<double>(Count(word).documents);
  const auto all = static_cast<double>(totals_.documents);
  return std::log1p((all - with + 0.5) / (with + 0.5));
}

}  // namespace spanroot
