// Step three of a build: all of one shard in memory, as batches are appended to it in order.
#ifndef SPANROOT_INDEXER_BUILD_SHARD_CONTENT_H_
#define SPANROOT_INDEXER_BUILD_SHARD_CONTENT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "indexer/build/batch_segmenter.h"

namespace spanroot {

class ShardContent {
 public:
  // Capacity is set aside for a shard that is built within `memory_bytes`; pages that are not used
  // cost nothing.
  explicit ShardContent(uint64_t memory_bytes);

  void Append(SegmentedBatch batch);

  // Bytes that building this shard with `next` appended would take at its peak: the text, its key
  // form and the largest of the stages that follow. Depends on the content alone, so that the same
  // corpus is cut into the same shards anywhere. Saturates when a limit of the format is reached.
  uint64_t PeakBytesWith(const SegmentedBatch& next) const;

  std::string text;  // as in SegmentedBatch, for all batches
  std::string key_form;
  std::vector<uint32_t> units;
  std::vector<uint32_t> word_position;
  std::vector<uint32_t> word_key;
  std::vector<VocabularyUnit> vocabulary;
  std::vector<SegmentedDocument> documents;
  std::map<StatisticsKey, Counts> statistics;
  InputReport input;

 private:
  absl::flat_hash_map<std::string, uint32_t> numbers_;  // unit -> number in vocabulary
  uint64_t vocabulary_bytes_ = 0;
  uint64_t record_bytes_ = 0;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_BUILD_SHARD_CONTENT_H_
