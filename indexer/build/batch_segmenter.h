// Step two of a build: the documents of one batch become units. Batches are independent, so threads
// work on several at once; shard_content.h puts the results together in order.
#ifndef SPANROOT_INDEXER_BUILD_BATCH_SEGMENTER_H_
#define SPANROOT_INDEXER_BUILD_BATCH_SEGMENTER_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "indexer/corpus/corpus_reader.h"
#include "indexer/store/manifest.h"
#include "indexer/text/segmenter.h"

namespace spanroot {

// A stream of units as numbers into a vocabulary, with the ends of documents in it.
inline constexpr uint32_t kStartsWord = uint32_t{1} << 31;  // flag of a unit that starts a word
inline constexpr uint32_t kDocumentEndId = kStartsWord - 1;

struct UnitCount {
  uint32_t occurrences = 0;
  uint32_t word_occurrences = 0;  // of these, those that start a word
  uint32_t documents = 0;         // with at least one occurrence that starts a word
};

// One entry of the vocabulary: the unit as it stands in key forms, with the mark that ends it.
struct VocabularyUnit {
  std::string unit;
  UnitCount count;
};

struct SegmentedDocument {
  uint32_t length;  // of its raw text, bytes
  std::string source;
  std::string record;  // EncodeDocument
};

// By what a document is counted: ("source" | "language" | "license" | "year" | "domain", value).
using StatisticsKey = std::pair<std::string, std::string>;

struct SegmentedBatch {
  RecordLocation first;                    // its first record
  std::string text;                        // raw documents, each followed by kTextEnd
  std::string key_form;                    // each document's units, then kDocumentEnd
  std::vector<uint32_t> units;             // numbers in `vocabulary`
  std::vector<uint32_t> word_position;     // word -> offset in text
  std::vector<uint32_t> word_key;          // word -> offset in key_form
  std::vector<VocabularyUnit> vocabulary;  // in order of first occurrence
  std::vector<SegmentedDocument> documents;
  std::map<StatisticsKey, Counts> statistics;
  InputReport input;
};

// Replaces `*batch` by the segmented documents of `parsed`. Thread-safe for different segmenters.
void SegmentBatch(ParsedBatch parsed, Segmenter* segmenter, SegmentedBatch* batch);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_BUILD_BATCH_SEGMENTER_H_
