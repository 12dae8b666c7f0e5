#include "indexer/build/shard_builder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>
#include <vector>

#include "common/coding.h"
#include "common/memory.h"
#include "common/status_macros.h"
#include "indexer/store/format.h"
#include "indexer/store/shard_writer.h"
#include "indexer/suffix/alphabetic_code.h"
#include "indexer/suffix/block_directory.h"
#include "indexer/suffix/lcp.h"
#include "indexer/suffix/suffix_block.h"
#include "indexer/suffix/suffix_sorter.h"

namespace spanroot {
namespace {

// The vocabulary's numbers in byte order of the units; a task for every first byte.
std::vector<uint32_t> SortVocabulary(const std::vector<VocabularyUnit>& vocabulary,
                                     ThreadPool* pool) {
  std::array<std::vector<uint32_t>, 256> buckets;
  for (uint32_t number = 0; number < vocabulary.size(); ++number) {
    buckets[static_cast<uint8_t>(vocabulary[number].unit[0])].push_back(number);
  }
  pool->ParallelFor(buckets.size(), [&](size_t byte) {
    std::sort(buckets[byte].begin(), buckets[byte].end(),
              [&](uint32_t a, uint32_t b) { return vocabulary[a].unit < vocabulary[b].unit; });
  });
  std::vector<uint32_t> order;
  order.reserve(vocabulary.size());
  for (const std::vector<uint32_t>& bucket : buckets) {
    order.insert(order.end(), bucket.begin(), bucket.end());
  }
  return order;
}

std::vector<AlphabeticCode> CodesByNumber(const std::vector<VocabularyUnit>& vocabulary,
                                          const std::vector<uint32_t>& order) {
  std::vector<uint32_t> occurrences(order.size());
  for (size_t i = 0; i < order.size(); ++i) occurrences[i] = vocabulary[order[i]].count.occurrences;
  const std::vector<AlphabeticCode> sorted = MakeAlphabeticCodes(occurrences);
  std::vector<AlphabeticCode> codes(order.size());
  for (size_t i = 0; i < order.size(); ++i) codes[order[i]] = sorted[i];
  return codes;
}

struct EncodedText {
  std::string codes;
  WordStarts starts;
};

EncodedText Encode(const std::vector<uint32_t>& units, const std::vector<AlphabeticCode>& codes) {
  size_t size = 0;
  for (const uint32_t unit : units) {
    size += unit == kDocumentEndId ? 1 : codes[unit & ~kStartsWord].length();
  }
  // Room for the sorter's padding and for whole-word writes, so that the bytes are never moved.
  EncodedText encoded = {std::string(), WordStarts(size)};
  encoded.codes.reserve(size + sizeof(uint64_t));
  AdviseHugePages(encoded.codes);
  encoded.codes.resize(size + sizeof(uint64_t));
  char* const out = encoded.codes.data();
  size_t at = 0;
  for (const uint32_t unit : units) {
    if (unit == kDocumentEndId) {
      out[at++] = static_cast<char>(kEndCode);
      continue;
    }
    if ((unit & kStartsWord) != 0) encoded.starts.Set(at);
    const AlphabeticCode code = codes[unit & ~kStartsWord];
    const uint64_t bytes = __builtin_bswap64(code.bytes());
    std::memcpy(out + at, &bytes, sizeof(bytes));
    at += code.length();
  }
  encoded.codes.resize(size);
  encoded.starts.Finish();
  return encoded;
}

class Writer {
 public:
  Writer(const ShardContent& content, const std::vector<uint32_t>& vocabulary_order,
         const SortedSuffixes& suffixes, uint32_t block_words, ShardWriter* out)
      : content_(content),
        vocabulary_order_(vocabulary_order),
        suffixes_(suffixes),
        firsts_(CutIntoBlocks(suffixes.lcp, block_words)),
        out_(out) {}

  absl::Status Write(ThreadPool* pool) {
    const size_t parts = size_t{4} * pool->threads();
    std::vector<std::function<absl::Status()>> tasks;
    // What cannot be divided goes first, so that threads end together.
    tasks.emplace_back([this] { return WriteWords(); });
    tasks.emplace_back([this] { return WriteDocuments(); });
    tasks.emplace_back([this] { return WriteDirectory(); });
    tasks.emplace_back([this] { return WriteStatistics(); });
    const size_t chunks = (content_.text.size() + kTextChunkBytes - 1) / kTextChunkBytes;
    AddParts(chunks, parts, &tasks,
             [this](size_t begin, size_t end) { return WriteText(begin, end); });
    AddParts(firsts_.size(), parts, &tasks,
             [this](size_t begin, size_t end) { return WriteBlocks(begin, end); });
    std::vector<absl::Status> results(tasks.size());
    pool->ParallelFor(tasks.size(), [&](size_t i) { results[i] = tasks[i](); });
    for (const absl::Status& result : results) RETURN_IF_ERROR(result);
    return absl::OkStatus();
  }

 private:
  template <typename Body>
  static void AddParts(size_t count, size_t parts,
                       std::vector<std::function<absl::Status()>>* tasks, const Body& body) {
    for (size_t part = 0; part < parts; ++part) {
      const size_t begin = count * part / parts, end = count * (part + 1) / parts;
      if (begin < end) tasks->emplace_back([=] { return body(begin, end); });
    }
  }

  absl::Status WriteText(size_t begin, size_t end) {
    return out_->WriteRun(Family::kText, [&](EntrySink* sink) {
      for (size_t chunk = begin; chunk < end; ++chunk) {
        const std::string_view text =
            std::string_view(content_.text).substr(chunk * kTextChunkBytes, kTextChunkBytes);
        RETURN_IF_ERROR(sink->Put(BigEndian32(static_cast<uint32_t>(chunk)), text));
      }
      return absl::OkStatus();
    });
  }

  uint32_t BlockEnd(size_t block) const {
    return block + 1 < firsts_.size() ? firsts_[block + 1]
                                      : static_cast<uint32_t>(suffixes_.words.size());
  }

  absl::Status WriteBlocks(size_t begin, size_t end) {
    const auto bits = static_cast<unsigned>(std::bit_width(content_.text.size()));
    return out_->WriteRun(Family::kSuffixes, [&](EntrySink* sink) {
      for (size_t block = begin; block < end; ++block) {
        RETURN_IF_ERROR(
            sink->Put(BigEndian32(static_cast<uint32_t>(block)),
                      EncodeSuffixBlock(suffixes_, firsts_[block], BlockEnd(block), bits)));
      }
      return absl::OkStatus();
    });
  }

  absl::Status WriteDocuments() {
    return out_->WriteRun(Family::kDocuments, [&](EntrySink* sink) {
      for (size_t i = 0; i < content_.documents.size(); ++i) {
        RETURN_IF_ERROR(
            sink->Put(BigEndian32(static_cast<uint32_t>(i)), content_.documents[i].record));
      }
      return absl::OkStatus();
    });
  }

  absl::Status WriteWords() {
    return out_->WriteRun(Family::kWords, [&](EntrySink* sink) {
      for (const uint32_t number : vocabulary_order_) {
        const VocabularyUnit& unit = content_.vocabulary[number];
        if (unit.count.word_occurrences == 0) continue;
        std::string_view key = unit.unit;
        if (key.back() == kUnitEnd) key.remove_suffix(1);
        RETURN_IF_ERROR(
            sink->Put(key, EncodeWordCount(unit.count.word_occurrences, unit.count.documents)));
      }
      return absl::OkStatus();
    });
  }

  absl::Status WriteStatistics() {
    return out_->WriteRun(Family::kStatistics, [&](EntrySink* sink) {
      for (const auto& [key, counts] : content_.statistics) {
        std::string value;
        PutVarint(&value, counts.documents);
        PutVarint(&value, counts.words);
        PutVarint(&value, counts.bytes);
        RETURN_IF_ERROR(sink->Put(key.first + '\0' + key.second, value));
      }
      return absl::OkStatus();
    });
  }

  absl::Status WriteDirectory() {
    BlockDirectory blocks;
    for (const uint32_t first : firsts_) {
      const std::string_view suffix = suffixes_.key_form.substr(
          suffixes_.word_key[suffixes_.words[first]], uint64_t{suffixes_.lcp[first]} + 1);
      blocks.Add(first, suffix);
    }
    blocks.Finish(static_cast<uint32_t>(suffixes_.words.size()));
    DocumentDirectoryBuilder documents;
    for (const SegmentedDocument& document : content_.documents) {
      documents.Add(uint64_t{document.length} + 1, document.source);
    }
    return out_->WriteRun(Family::kDirectory, [&](EntrySink* sink) {
      RETURN_IF_ERROR(sink->Put(kBlockDirectoryKey, blocks.Encode()));
      return sink->Put(kDocumentDirectoryKey, documents.Encode());
    });
  }

  const ShardContent& content_;
  const std::vector<uint32_t>& vocabulary_order_;
  const SortedSuffixes& suffixes_;
  const std::vector<uint32_t> firsts_;  // first rank of each block
  ShardWriter* const out_;
};

}  // namespace

absl::StatusOr<ShardInfo> BuildShard(std::unique_ptr<ShardContent> content, const std::string& dir,
                                     uint32_t block_words, ThreadPool* pool,
                                     const std::function<absl::Status(BuildStage)>& on_stage) {
  RETURN_IF_ERROR(on_stage(BuildStage::kSorting));
  ReleaseFreeMemory();  // what the batches left behind
  const std::vector<uint32_t> order = SortVocabulary(content->vocabulary, pool);
  SortedWords sorted;
  {
    EncodedText encoded = Encode(content->units, CodesByNumber(content->vocabulary, order));
    std::vector<uint32_t>().swap(content->units);
    ASSIGN_OR_RETURN(sorted, SortSuffixes(&encoded.codes, encoded.starts, pool));
  }
  RETURN_IF_ERROR(on_stage(BuildStage::kComparing));
  const SharedPrefixes shared =
      ComputeSharedPrefixes(content->key_form, content->word_key, &sorted, pool);
  RETURN_IF_ERROR(on_stage(BuildStage::kWriting));
  ASSIGN_OR_RETURN(const std::unique_ptr<ShardWriter> out, ShardWriter::Create(dir));
  const SortedSuffixes suffixes = {content->key_form, content->word_key, content->word_position,
                                   sorted.words,      shared.lcp,        shared.branch};
  RETURN_IF_ERROR(Writer(*content, order, suffixes, block_words, out.get()).Write(pool));
  ASSIGN_OR_RETURN(ShardInfo info, out->Finish());
  info.text_bytes = content->text.size();
  info.counts = {content->documents.size(), content->word_key.size(),
                 content->text.size() - content->documents.size()};
  info.input = content->input;
  for (const auto& [key, counts] : content->statistics) {
    if (key.first == "source") info.sources[key.second] = counts;
  }
  return info;
}

}  // namespace spanroot
