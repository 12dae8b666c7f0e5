#include "indexer/build/index_builder.h"

#include <unistd.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <limits>
#include <utility>
#include <vector>

#include "common/status_macros.h"
#include "common/strings.h"
#include "common/thread_pool.h"
#include "indexer/build/batch_segmenter.h"
#include "indexer/build/build_state.h"
#include "indexer/build/shard_content.h"
#include "indexer/store/index_reader.h"

namespace spanroot {
namespace {

// What a shard may take of the memory allowed; the rest is for batches in flight, write buffers and
// the allocator's losses.
constexpr double kShardPart = 0.85;

constexpr size_t kBatchesPerThread = 2;  // segmented between two steps of the builder

uint64_t MachineMemoryBytes() {
  return static_cast<uint64_t>(sysconf(_SC_PHYS_PAGES)) *
         static_cast<uint64_t>(sysconf(_SC_PAGE_SIZE));
}

// Where a batch begins; it holds a record, though perhaps only ones that could not be cut.
RecordLocation BeginOf(const RecordBatch& batch) {
  RecordLocation begin = {batch.file, std::numeric_limits<uint64_t>::max()};
  if (!batch.records.empty()) begin.line = batch.records.front().line;
  if (!batch.bad.empty()) begin.line = std::min(begin.line, batch.bad.front().location.line);
  return begin;
}

class Builder {
 public:
  Builder(BuildOptions options, const BuildObserver& observe,
          const BadRecordObserver& on_bad_record)
      : options_(std::move(options)),
        observe_(observe),
        on_bad_record_(on_bad_record),
        pool_(options_.threads) {}

  absl::StatusOr<Manifest> Run() {
    RETURN_IF_ERROR(Start());
    ASSIGN_OR_RETURN(std::vector<RecordBatch> batches, ReadWave());
    while (!batches.empty()) {
      ASSIGN_OR_RETURN(batches, ProcessWave(batches));
      RETURN_IF_ERROR(Observe(BuildStage::kReading));
    }
    RETURN_IF_ERROR(AppendSegmented());
    RETURN_IF_ERROR(FinishShard({static_cast<uint32_t>(corpus_->files().size()), 0}));
    return FinishIndex();
  }

 private:
  absl::Status Start() {
    if (options_.block_words < 2 || options_.block_words > kMaxBlockWords) {
      return absl::InvalidArgumentError(
          StrCat("block words: ", options_.block_words, ", expected 2 to ", kMaxBlockWords));
    }
    if (options_.memory_bytes == 0) options_.memory_bytes = MachineMemoryBytes() / 2;
    shard_bytes_ = static_cast<uint64_t>(kShardPart * static_cast<double>(options_.memory_bytes));
    ASSIGN_OR_RETURN(corpus_, CorpusReader::Open(options_.corpus));
    for (const CorpusReader::File& file : corpus_->files()) progress_.bytes_total += file.bytes;
    ASSIGN_OR_RETURN(state_, BuildState::Open(options_, corpus_->files()));
    for (unsigned i = 0; i < kBatchesPerThread * pool_.threads(); ++i) {
      ASSIGN_OR_RETURN(std::unique_ptr<Segmenter> segmenter, Segmenter::Create(options_.profile));
      segmenters_.push_back(std::move(segmenter));
    }
    if (!state_->shards().empty()) {
      const ShardInfo& last = state_->shards().back();
      if (last.next_file < corpus_->files().size()) {
        RETURN_IF_ERROR(corpus_->SkipTo({last.next_file, last.next_line}));
      } else {
        corpus_done_ = true;
      }
      for (const ShardInfo& shard : state_->shards()) {
        progress_.counts.Add(shard.counts);
        progress_.input.Add(shard.input);
      }
    }
    progress_.resumed_shards = static_cast<uint32_t>(state_->shards().size());
    content_ = std::make_unique<ShardContent>(shard_bytes_);
    return Observe(BuildStage::kReading);
  }

  // The next batches, at most one per segmenter; none at the end of the corpus.
  absl::StatusOr<std::vector<RecordBatch>> ReadWave() {
    std::vector<RecordBatch> batches;
    while (!corpus_done_ && batches.size() < segmenters_.size()) {
      RecordBatch batch;
      ASSIGN_OR_RETURN(const bool more, corpus_->ReadBatch(options_.batch_bytes, &batch));
      corpus_done_ = !more;
      if (more) batches.push_back(std::move(batch));
    }
    return batches;
  }

  // Parses and segments `batches`, while the wave after them is read, which is returned, and the
  // one before them is appended to the shard.
  absl::StatusOr<std::vector<RecordBatch>> ProcessWave(const std::vector<RecordBatch>& batches) {
    absl::StatusOr<std::vector<RecordBatch>> next;
    std::vector<SegmentedBatch> segmented(batches.size());
    std::vector<std::vector<BadRecord>> bad(batches.size());
    std::vector<absl::Status> results(batches.size());
    constexpr size_t kOtherTasks = 2;
    pool_.ParallelFor(kOtherTasks + batches.size(), [&](size_t task) {
      if (task == 0) {
        next = ReadWave();
      } else if (task == 1) {
        AppendWhatFits();
      } else {
        const size_t i = task - kOtherTasks;
        ParsedBatch parsed;
        results[i] = corpus_->Parse(batches[i], &parsed);
        if (!results[i].ok()) return;
        bad[i] = parsed.bad;
        SegmentBatch(std::move(parsed), segmenters_[i].get(), &segmented[i]);
        segmented[i].first = BeginOf(batches[i]);
      }
    });
    for (size_t i = 0; i < batches.size(); ++i) {
      RETURN_IF_ERROR(results[i]);
      for (const BadRecord& record : bad[i]) on_bad_record_(record);
    }
    RETURN_IF_ERROR(AppendSegmented());
    for (SegmentedBatch& batch : segmented) segmented_.push_back(std::move(batch));
    return next;
  }

  // Appends segmented batches to the shard until one does not fit.
  void AppendWhatFits() {
    while (!segmented_.empty()) {
      SegmentedBatch& batch = segmented_.front();
      if (!content_->documents.empty() && content_->PeakBytesWith(batch) > shard_bytes_) return;
      progress_.counts.Add({batch.documents.size(), batch.word_key.size(),
                            batch.text.size() - batch.documents.size()});
      progress_.input.Add(batch.input);
      content_->Append(std::move(batch));
      segmented_.pop_front();
    }
  }

  // Appends all segmented batches, finishing shards on the way.
  absl::Status AppendSegmented() {
    for (AppendWhatFits(); !segmented_.empty(); AppendWhatFits()) {
      RETURN_IF_ERROR(FinishShard(segmented_.front().first));
      content_ = std::make_unique<ShardContent>(shard_bytes_);
    }
    return absl::OkStatus();
  }

  // Builds a shard from what has been appended. `next`: the first record behind it.
  absl::Status FinishShard(RecordLocation next) {
    if (content_->documents.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::string dir, state_->NextShardDir());
    ASSIGN_OR_RETURN(ShardInfo info,
                     BuildShard(std::move(content_), dir, options_.block_words, &pool_,
                                [this](BuildStage stage) { return Observe(stage); }));
    info.next_file = next.file;
    info.next_line = next.line;
    return state_->CommitShard(std::move(info));
  }

  absl::StatusOr<Manifest> FinishIndex() {
    if (state_->shards().empty()) {
      return absl::InvalidArgumentError(
          StrCat("no documents in the input: ", corpus_->files().size(), " files, ",
                 progress_.input.bad_records, " bad records, ", progress_.input.empty_records,
                 " empty ones"));
    }
    Manifest manifest;
    manifest.profile = options_.profile;
    manifest.block_words = options_.block_words;
    manifest.name = options_.name;
    if (manifest.name.empty()) {
      manifest.name = std::filesystem::absolute(options_.out_dir + "/.")
                          .lexically_normal()
                          .parent_path()
                          .filename()
                          .string();
    }
    manifest.inputs = options_.corpus.inputs;
    manifest.shards = state_->shards();
    // Read back what was written before anything calls it an index.
    const auto cache = std::make_shared<BlockCache>(uint64_t{1} << 20);
    for (const ShardInfo& shard : manifest.shards) {
      RETURN_IF_ERROR(ShardReader::Open(options_.out_dir, shard, cache).status());
    }
    RETURN_IF_ERROR(state_->Finish(manifest));
    return manifest;
  }

  absl::Status Observe(BuildStage stage) {
    progress_.stage = stage;
    progress_.shard = static_cast<uint32_t>(state_->shards().size());
    progress_.bytes_read = corpus_->bytes_consumed();
    return observe_(progress_);
  }

  BuildOptions options_;
  const BuildObserver& observe_;
  const BadRecordObserver& on_bad_record_;
  ThreadPool pool_;
  uint64_t shard_bytes_ = 0;  // that building one shard may take
  std::unique_ptr<CorpusReader> corpus_;
  bool corpus_done_ = false;
  std::unique_ptr<BuildState> state_;
  std::vector<std::unique_ptr<Segmenter>> segmenters_;  // one per batch of a wave
  std::deque<SegmentedBatch> segmented_;                // not yet in content_
  std::unique_ptr<ShardContent> content_;
  BuildProgress progress_;
};

}  // namespace

absl::StatusOr<Manifest> BuildIndex(const BuildOptions& options, const BuildObserver& observe,
                                    const BadRecordObserver& on_bad_record) {
  return Builder(options, observe, on_bad_record).Run();
}

}  // namespace spanroot
