// Step three of a build: all of one shard in memory, as batches are appended to it in order.
#ifndef SPANROOT_INDEXER_BUILD_SHARD_CONTENT_H_
#define SPANROOT_INDEXER_BUILD_SHARD_CONTENT_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "indexer/build/batch_segmenter.h"

namespace spanroot {

class ShardContent {
 public:
  // Capacity is set aside for a shard that is built within `memory_bytes`; pages that are not used
  // cost nothing.
  explicit ShardContent(uint64_t memory_bytes);
  ShardContent(const ShardContent&) = delete;
  ShardContent& operator=(const ShardContent&) = delete;

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
  // Both take numbers in the vocabulary and units alike.
  struct UnitHash {
    using is_transparent = void;
    const std::vector<VocabularyUnit>* vocabulary;
    size_t operator()(std::string_view unit) const { return std::hash<std::string_view>()(unit); }
    size_t operator()(uint32_t number) const { return (*this)((*vocabulary)[number].unit); }
  };
  struct UnitEqual {
    using is_transparent = void;
    const std::vector<VocabularyUnit>* vocabulary;
    bool operator()(uint32_t a, uint32_t b) const { return a == b; }
    bool operator()(uint32_t number, std::string_view unit) const {
      return (*vocabulary)[number].unit == unit;
    }
  };

  absl::flat_hash_set<uint32_t, UnitHash, UnitEqual> numbers_;  // of the units in `vocabulary`
  uint64_t vocabulary_bytes_ = 0;
  uint64_t record_bytes_ = 0;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_BUILD_SHARD_CONTENT_H_
