// Small indexes for tests of the index and of matching: documents given in place are built into a
// folder that goes away, and what a search over them says is compared with the oracle.
#ifndef SPANROOT_TESTS_SUPPORT_SMALL_INDEX_H_
#define SPANROOT_TESTS_SUPPORT_SMALL_INDEX_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/thread_pool.h"
#include "indexer/build/index_builder.h"
#include "indexer/store/index_reader.h"
#include "tests/support/oracle.h"
#include "tests/support/temp_dir.h"
#include "tracer/match/maximal_spans.h"

namespace spanroot {

// One JSON line a document; ids are 0, 1, ...
std::string ToJsonLines(const std::vector<std::string>& documents);
void WriteTestFile(const std::string& path, std::string_view bytes);

// BuildIndex without observers.
absl::StatusOr<Manifest> BuildQuietly(const BuildOptions& options);

// One thread, one shard, 64 MiB.
BuildOptions SmallBuild(const std::string& input, const std::string& out_dir);

// Where the suffixes of these intervals stand, sorted. DataLoss if one stands in no document.
absl::StatusOr<std::vector<Occurrence>> ReadOccurrences(
    const IndexReader& index, const std::vector<ShardInterval>& intervals);

// Compares all that can be asked about one text with the oracle. Returns what differs, or nothing.
// What the index refuses to answer becomes `*error`, if that is not null.
std::string CompareSpans(const IndexReader& index, const Oracle& oracle, std::string_view text,
                         bool split, ThreadPool* pool, absl::Status* error = nullptr);
// The same, and for every `step`th word, in every shard, the longest match and the intervals of
// every `step`th length of it; and the text as a phrase.
std::string CompareAll(const IndexReader& index, const Oracle& oracle, std::string_view text,
                       ThreadPool* pool, uint32_t step = 1);

// An index that must be whole, and its oracle.
class SmallIndex {
 public:
  // `documents_per_shard` 0: one shard. Ends the program if the build fails.
  SmallIndex(std::vector<std::string> documents, Profile profile, uint32_t block_words,
             uint32_t documents_per_shard = 0);

  const std::vector<std::string>& documents() const { return documents_; }
  const std::string& dir() const { return index_->dir(); }
  const IndexReader& index() const { return *index_; }
  const Oracle& oracle() const { return oracle_; }
  ThreadPool* pool() { return &pool_; }

  std::string Compare(std::string_view text, uint32_t step = 1) {
    return CompareAll(*index_, oracle_, text, &pool_, step);
  }

 private:
  const std::vector<std::string> documents_;
  const Oracle oracle_;
  const TempDir folder_;
  ThreadPool pool_{1};
  std::unique_ptr<IndexReader> index_;
};

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_SMALL_INDEX_H_
