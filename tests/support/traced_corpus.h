// A small corpus for tests of the tracer: documents given in place, indexed into a folder that goes
// away, opened, with a tracer over it.
#ifndef SPANROOT_TESTS_SUPPORT_TRACED_CORPUS_H_
#define SPANROOT_TESTS_SUPPORT_TRACED_CORPUS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/thread_pool.h"
#include "indexer/store/index_reader.h"
#include "tests/support/temp_dir.h"
#include "tracer/tracer.h"

namespace spanroot {

struct SmallDocument {
  std::string text;
  std::string source = "test";
};

struct SmallIndexOptions {
  Profile profile = Profile::kVerbatim;
  uint32_t documents_per_shard = 0;  // 0: one shard
  uint32_t block_words = 8;          // small, so that matches run over many blocks
  uint64_t cache_bytes = uint64_t{8} << 20;
};

class TracedCorpus {
 public:
  // Ends the test program with the reason if the index cannot be built.
  explicit TracedCorpus(std::vector<SmallDocument> documents,
                        const SmallIndexOptions& options = {});

  // In the order given; ids are "0", "1", ...
  const std::vector<SmallDocument>& documents() const { return documents_; }
  const IndexReader& index() const { return *index_; }
  const Tracer& tracer() const { return *tracer_; }
  ThreadPool* pool() { return &pool_; }
  std::string index_dir() const { return folder_.File("index"); }

  // The same index opened anew, so with an empty cache.
  std::unique_ptr<IndexReader> Reopen(uint64_t cache_bytes) const;
  // Of a document in a result: its number in documents().
  static size_t Number(const StoredDocument& stored) { return std::stoul(stored.id); }

 private:
  const std::vector<SmallDocument> documents_;
  const TempDir folder_;
  ThreadPool pool_{2};
  std::unique_ptr<IndexReader> index_;
  std::unique_ptr<Tracer> tracer_;
};

// Options that return everything there is.
TraceOptions WholeTrace();

// All that a trace says but times and reads, one fact a line: equal traces give equal strings.
std::string Describe(const TraceResult& result);

inline std::string_view RangeText(std::string_view text, const TextRange& range) {
  return text.substr(range.begin_byte, range.end_byte - range.begin_byte);
}

// A JSON string with its quotes.
std::string JsonString(std::string_view text);

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_TRACED_CORPUS_H_
