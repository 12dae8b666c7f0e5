// The tracer: questions to an index. Read-only.
#ifndef SPANROOT_TRACER_TRACER_H_
#define SPANROOT_TRACER_TRACER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/thread_pool.h"
#include "indexer/store/index_reader.h"
#include "tracer/trace.h"

namespace spanroot {

struct CountResult {
  uint64_t occurrences = 0;
  uint32_t words = 0;  // of the phrase
};

struct SearchOptions {
  // Phrases joined by AND: documents with all of them; otherwise with any.
  std::vector<std::string> phrases;
  bool all = true;
  uint64_t skip = 0;                 // documents passed over before them
  uint32_t limit = 10;               // documents returned
  uint32_t context_words = 40;       // of a snippet on either side
  std::vector<std::string> sources;  // documents of these sources only; empty: all
  // Occurrences of a phrase that are looked at, at most; with more, the answer is not complete.
  uint64_t max_occurrences = 1000000;
  bool redact_emails = false;  // as in TraceOptions
};

struct SearchResult {
  struct Phrase {
    std::string text;
    uint64_t occurrences = 0;  // exact
  };
  struct Hit {
    uint32_t shard = 0;
    uint32_t number = 0;
    StoredDocument stored;
    uint64_t bytes = 0;
    uint64_t matches = 0;           // of all phrases in this document
    std::vector<Snippet> snippets;  // SnippetMatch::span is the phrase's index
  };
  std::vector<Phrase> phrases;
  uint64_t documents = 0;  // that fit, of which `hits` are those after SearchOptions::skip
  bool complete = true;    // false: a phrase had more than max_occurrences
  uint64_t emails_redacted = 0;
  std::vector<Hit> hits;  // most matches first, then in order of the corpus
};

// All methods are thread-safe. A phrase without any word is InvalidArgument. In text that is not
// UTF-8, what is not is replaced by U+FFFD; TraceResult::text is the text that offsets refer to.
class Tracer {
 public:
  // Both must outlive the tracer. The pool's threads share the shards of one question.
  Tracer(const IndexReader* index, ThreadPool* pool) : index_(index), pool_(pool) {}

  absl::StatusOr<TraceResult> Trace(std::string_view text, const TraceOptions& options,
                                    const TraceObserver& observer = {}) const;
  // How often a phrase occurs: the same units in a row, starting with a word.
  absl::StatusOr<CountResult> Count(std::string_view phrase) const;
  absl::StatusOr<SearchResult> Search(const SearchOptions& options,
                                      const StillWanted& still_wanted = nullptr) const;

  const IndexReader& index() const { return *index_; }

 private:
  const IndexReader* const index_;
  ThreadPool* const pool_;
};

}  // namespace spanroot

#endif  // SPANROOT_TRACER_TRACER_H_
