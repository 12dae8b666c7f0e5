// Builds an index: a corpus of any size in, an index directory out.
//
// Pipeline. Records are read and cut by one task while the pool parses and segments those before
// (batch_segmenter.h); batches are appended in order to a shard (shard_content.h) until its peak
// would go over the memory allowed; the shard is sorted and written (shard_builder.h) under a
// temporary name and renamed when it is whole; the manifest comes last. Shards are cut between
// batches, and batches depend on the corpus alone, so the same corpus and options give the same
// index, whatever the number of threads and however often the build was interrupted.
//
// Interruption. Finished shards stay; BUILD.json says what they belong to. The next run with the
// same options goes on after the last of them.
#ifndef SPANROOT_INDEXER_BUILD_INDEX_BUILDER_H_
#define SPANROOT_INDEXER_BUILD_INDEX_BUILDER_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "indexer/build/shard_builder.h"
#include "indexer/corpus/corpus_reader.h"
#include "indexer/store/manifest.h"
#include "indexer/suffix/suffix_block.h"

namespace spanroot {

struct BuildOptions {
  CorpusOptions corpus;
  std::string out_dir;
  std::string name;  // of the corpus, for people; "" = the out folder's name
  Profile profile = Profile::kVerbatim;
  // Bytes the build may use at its peak, as far as the text in flight is concerned; 0 = half of the
  // machine's memory. Smaller means more shards, and more shards mean slower look-ups. A shard
  // holds at least one batch, so very small values are exceeded.
  uint64_t memory_bytes = 0;
  unsigned threads = 0;                       // 0 = one per core
  uint32_t block_words = kDefaultBlockWords;  // suffixes a block; for tests and experiments
  uint64_t batch_bytes = 1 << 20;             // of JSON a task works on; for tests
  bool restart = false;                       // drop what an interrupted build left
};

struct BuildProgress {
  BuildStage stage = BuildStage::kReading;
  uint32_t shard = 0;           // being built, from 0
  uint64_t bytes_read = 0;      // of the input files, as they lie on disk
  uint64_t bytes_total = 0;     // of the input files; 0 when unknown (standard input)
  Counts counts;                // read so far, finished shards included
  InputReport input;            // so far
  uint32_t resumed_shards = 0;  // found finished when the build began
};

// Called on the builder's thread, often. An error ends the build and is passed on (use Cancelled).
using BuildObserver = std::function<absl::Status(const BuildProgress&)>;
// Called for each bad record, in order.
using BadRecordObserver = std::function<void(const BadRecord&)>;

// Errors: InvalidArgument (options; no documents in the input; a bad record under strict),
// AlreadyExists (an index stands in out_dir), FailedPrecondition (an interrupted build with other
// options does), those of CorpusReader, and what the operating system refuses. After an error or a
// crash out_dir holds no manifest.
absl::StatusOr<Manifest> BuildIndex(const BuildOptions& options, const BuildObserver& observe,
                                    const BadRecordObserver& on_bad_record);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_BUILD_INDEX_BUILDER_H_
