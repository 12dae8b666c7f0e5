#include "indexer/build/shard_content.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "common/memory.h"
#include "indexer/store/format.h"

namespace spanroot {
namespace {

// What a vocabulary entry costs besides its bytes: a vector and a hash table that have just grown,
// and its code.
constexpr uint64_t kVocabularyEntryBytes = 144;
constexpr uint64_t kDocumentBytes = 96;
constexpr uint64_t kMaxKeyFormBytes = uint64_t{1} << 31;

void AppendShifted(const std::vector<uint32_t>& values, uint32_t shift,
                   std::vector<uint32_t>* out) {
  for (const uint32_t value : values) out->push_back(value + shift);
}

}  // namespace

ShardContent::ShardContent(uint64_t memory_bytes)
    : numbers_(0, UnitHash{&vocabulary}, UnitEqual{&vocabulary}) {
  // A shard's text is at most a third of its peak, its key form too, and two words take 6 bytes.
  const uint64_t text_bytes = std::min(memory_bytes / 3, kMaxShardTextBytes);
  text.reserve(text_bytes);
  key_form.reserve(text_bytes);
  units.reserve(text_bytes / 3);
  word_position.reserve(text_bytes / 4);
  word_key.reserve(text_bytes / 4);
  AdviseHugePages(text);
  AdviseHugePages(key_form);
  AdviseHugePages(units);
  AdviseHugePages(word_position);
  AdviseHugePages(word_key);
}

void ShardContent::Append(SegmentedBatch batch) {
  std::vector<uint32_t> number(batch.vocabulary.size());
  for (size_t i = 0; i < batch.vocabulary.size(); ++i) {
    VocabularyUnit& unit = batch.vocabulary[i];
    const auto known = numbers_.find(std::string_view(unit.unit));
    if (known == numbers_.end()) {
      number[i] = static_cast<uint32_t>(vocabulary.size());
      vocabulary_bytes_ += unit.unit.size() + kVocabularyEntryBytes;
      vocabulary.push_back(std::move(unit));
      numbers_.insert(number[i]);
      continue;
    }
    number[i] = *known;
    UnitCount& count = vocabulary[number[i]].count;
    count.occurrences += unit.count.occurrences;
    count.word_occurrences += unit.count.word_occurrences;
    count.documents += unit.count.documents;
  }
  for (const uint32_t unit : batch.units) {
    units.push_back(unit == kDocumentEndId ? unit
                                           : number[unit & ~kStartsWord] | (unit & kStartsWord));
  }
  AppendShifted(batch.word_position, static_cast<uint32_t>(text.size()), &word_position);
  AppendShifted(batch.word_key, static_cast<uint32_t>(key_form.size()), &word_key);
  text += batch.text;
  key_form += batch.key_form;
  for (SegmentedDocument& document : batch.documents) {
    record_bytes_ += document.record.size() + kDocumentBytes;
    documents.push_back(std::move(document));
  }
  for (const auto& [key, counts] : batch.statistics) statistics[key].Add(counts);
  input.Add(batch.input);
}

uint64_t ShardContent::PeakBytesWith(const SegmentedBatch& next) const {
  const uint64_t texts = text.size() + next.text.size();
  const uint64_t keys = key_form.size() + next.key_form.size();
  if (texts > kMaxShardTextBytes || keys > kMaxKeyFormBytes) {
    return std::numeric_limits<uint64_t>::max();
  }
  const uint64_t unit_count = units.size() + next.units.size();
  const uint64_t words = word_position.size() + next.word_position.size();
  const uint64_t codes = unit_count * 2;
  const uint64_t encode = 4 * unit_count + codes;  // unit numbers beside their codes
  const uint64_t sort = 4 * words + 5 * codes;     // libdivsufsort's array over all codes
  const uint64_t lcp = 14 * words;                 // order, shared prefixes twice
  return texts + keys + 8 * words + std::max({encode, sort, lcp}) + vocabulary_bytes_ +
         record_bytes_;
}

}  // namespace spanroot
