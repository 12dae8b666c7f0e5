// A trace: which spans of a text stand in an indexed corpus, in which documents, and what follows.
// These are the plain structs that the tracer takes and gives; docs/tracing.md explains the rules.
#ifndef SPANROOT_TRACER_TRACE_H_
#define SPANROOT_TRACER_TRACE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "indexer/store/shard_reader.h"
#include "tracer/claim/claim.h"

namespace spanroot {

struct TraceOptions {
  // Spans. A span starts and ends with a word, lies within one sentence and line of the text,
  // occurs in the corpus, and is contained in no longer one.
  uint32_t min_words = 4;  // shorter spans count for coverage but are not returned; >= 1
  double density = 0.05;   // spans returned: at most ceil(density x words of the text), the
                           // rarest and longest; 0 to 1; 1 returns all
  // Documents.
  uint32_t documents_per_span = 10;  // at most; 0: spans only
  uint32_t max_documents = 30;       // of the whole trace, the most relevant
  uint32_t max_occurrences = 1000;   // of a span that are looked at, spread over all of them
  uint32_t context_words = 40;       // of a snippet on either side of its matches
  uint32_t relevance_words = 125;    // on either side, that a document is scored by
  std::vector<std::string> sources;  // documents of these sources only; empty: all
  uint64_t seed = 0;                 // of the sample of documents
  bool redact_emails = false;        // in what is shown of documents (evidence/redact.h)
  // What the text is.
  std::string prompt;  // not traced; counts for relevance
  std::string model;   // that wrote the text, for the claim; may be empty
  // Limits.
  size_t max_text_bytes = size_t{1} << 20;  // a longer text is ResourceExhausted
};

// A part of the text. Ends are exclusive.
struct TextRange {
  size_t begin_byte = 0;
  size_t end_byte = 0;
  size_t begin_code_point = 0;
  size_t end_code_point = 0;
};

struct TraceSpan {
  TextRange range;
  uint32_t first_word = 0;  // number of its first word in the text, from 0
  uint32_t words = 0;
  uint64_t occurrences = 0;         // in the corpus, exact
  uint64_t examined = 0;            // of these, whose documents were looked at
  double log_probability = 0;       // natural, sum over its words of their share of the corpus
  std::vector<uint32_t> documents;  // indices in TraceResult::documents, most relevant first
};

enum class Relevance { kLow, kMedium, kHigh };
std::string_view RelevanceName(Relevance level);  // "low", "medium", "high"

// Where a span stands in a snippet.
struct SnippetMatch {
  size_t begin_byte;  // in Snippet::text; end exclusive
  size_t end_byte;
  uint32_t span;   // index in TraceResult::spans
  bool identical;  // the raw bytes are those of the text, not only the same units
};

struct Snippet {
  std::string text;         // raw bytes of the document
  uint64_t begin_byte = 0;  // where it starts in the document
  bool at_begin = false;    // it starts with the document
  bool at_end = false;
  std::vector<SnippetMatch> matches;  // ascending, not overlapping
};

struct TraceDocument {
  uint32_t shard = 0;   // its place in the index
  uint32_t number = 0;  // in the shard
  StoredDocument stored;
  uint64_t bytes = 0;  // of its raw text
  Relevance level = Relevance::kLow;
  double relevance = 0;      // 0 to 1: geometric mean of the next two (rank/relevance.h)
  double matched_share = 0;  // of the information of the words near its spans, what these hold
  double bm25_share = 0;     // of the BM25 score these words can give, what its best passage gets
  double bm25 = 0;           // of its best passage against prompt and text
  uint32_t explained_words = 0;   // words of the text in its spans
  std::vector<uint32_t> spans;    // indices in TraceResult::spans
  std::vector<Snippet> snippets;  // best first
};

inline constexpr std::array<uint32_t, 4> kCoverageWords = {4, 8, 16, 32};
inline constexpr uint32_t kMaxNovelty = 16;

// How much of the text stands in the corpus at all; counts words, before any selection of spans.
struct Coverage {
  uint32_t words = 0;  // of the text
  std::array<uint32_t, kCoverageWords.size()> covered =
      {};                      // words in spans of >= kCoverageWords[i]
  uint32_t longest_match = 0;  // words
  // novelty[n - 1]: share of the text's n-grams of words (within a sentence) that the corpus does
  // not contain; -1 where the text has none.
  std::array<double, kMaxNovelty> novelty = {};
  std::vector<TextRange> unknown_words;  // words that occur nowhere in the corpus
};

struct TraceStatistics {
  double match_seconds = 0;      // segmenting, matching, counting
  double documents_seconds = 0;  // everything after
  uint64_t suffix_blocks_read =
      0;  // from RocksDB, not the cache; approximate if traces run at once
  uint64_t text_chunks_read = 0;
  uint32_t shards = 0;       // asked, all of which answered
  uint32_t spans_found = 0;  // with at least min_words
  uint32_t spans_kept = 0;
  uint64_t documents_found = 0;     // distinct, among the occurrences examined
  uint64_t documents_filtered = 0;  // of these, left out by the filter on sources
  uint64_t emails_redacted = 0;
};

// Whether an answer is still wanted: an error ends the question with that error. Called often, from
// any of the pool's threads. Empty: wanted to the end.
using StillWanted = std::function<absl::Status()>;

struct TraceResult {
  std::string text;
  std::vector<TraceSpan> spans;          // in order of the text
  std::vector<TraceDocument> documents;  // by level; within one those first that explain most
  Coverage coverage;
  Claim claim;
  TraceStatistics statistics;
};

// What a caller can see and do while a trace is made.
struct TraceObserver {
  StillWanted still_wanted;
  // Called once, when all but the documents is there: text, spans, coverage, claim. An error ends
  // the trace.
  std::function<absl::Status(const TraceResult&)> on_spans;
};

}  // namespace spanroot

#endif  // SPANROOT_TRACER_TRACE_H_
