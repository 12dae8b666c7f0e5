#include "tracer/tracer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <utility>

#include "common/status_macros.h"
#include "common/strings.h"
#include "tracer/coverage.h"
#include "tracer/document_choice.h"
#include "tracer/evidence/redact.h"
#include "tracer/evidence/snippet.h"
#include "tracer/match/maximal_spans.h"
#include "tracer/match/query_text.h"
#include "tracer/rank/relevance.h"
#include "tracer/rank/word_statistics.h"

namespace spanroot {
namespace {

// Relevance levels; measured in docs/tracing.md, "Levels".
constexpr double kHighRelevance = 0.7;
constexpr double kMediumRelevance = 0.45;

// Passages of one document that are read and scored.
constexpr size_t kPassagesPerDocument = 3;
// Matches that start further apart than this many bytes per word of context are not in one passage.
constexpr uint64_t kGapBytesPerWord = 8;

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

absl::Status CheckOptions(std::string_view text, const TraceOptions& options) {
  if (text.size() > options.max_text_bytes || options.prompt.size() > options.max_text_bytes) {
    return absl::ResourceExhaustedError(StrCat("text of ", text.size(), " bytes and prompt of ",
                                               options.prompt.size(), ", each may have ",
                                               options.max_text_bytes));
  }
  if (options.min_words == 0) return absl::InvalidArgumentError("min_words: 0, expected 1 or more");
  if (!(options.density >= 0 && options.density <= 1)) {
    return absl::InvalidArgumentError(StrCat("density: ", options.density, ", expected 0 to 1"));
  }
  return absl::OkStatus();
}

// One question on its way from text to result.
class TraceRun {
 public:
  TraceRun(const IndexReader& index, ThreadPool* pool, const TraceOptions& options,
           const TraceObserver& observer)
      : index_(index), pool_(pool), options_(options), observer_(observer), statistics_(&index) {}

  absl::StatusOr<TraceResult> Run(std::string_view text) {
    const Clock::time_point start = Clock::now();
    const ReadCounts reads_before = index_.reads();
    ASSIGN_OR_RETURN(segmenter_, ThreadSegmenter(index_.manifest().profile));
    ASSIGN_OR_RETURN(query_, PrepareQuery(text, /*split=*/true, segmenter_));
    ASSIGN_OR_RETURN(std::vector<MaximalSpan> all,
                     FindMaximalSpans(index_, query_, pool_, observer_.still_wanted));
    result_.coverage = MeasureCoverage(query_, all);
    RETURN_IF_ERROR(statistics_.Load(query_));
    SelectSpans(std::move(all));
    result_.text = query_.text;
    result_.claim = DecideClaim(options_.model, index_.manifest().name);
    result_.statistics.match_seconds = SecondsSince(start);
    if (observer_.on_spans) RETURN_IF_ERROR(observer_.on_spans(result_));

    const Clock::time_point documents_start = Clock::now();
    if (options_.documents_per_span > 0 && options_.max_documents > 0) {
      RETURN_IF_ERROR(FindDocuments());
    }
    result_.statistics.documents_seconds = SecondsSince(documents_start);
    const ReadCounts reads = index_.reads();
    result_.statistics.suffix_blocks_read = reads.suffix_blocks - reads_before.suffix_blocks;
    result_.statistics.text_chunks_read = reads.text_chunks - reads_before.text_chunks;
    result_.statistics.shards = static_cast<uint32_t>(index_.shards().size());
    return std::move(result_);
  }

 private:
  // Keeps the spans with the lowest unigram probability, in order of the text.
  void SelectSpans(std::vector<MaximalSpan> all) {
    std::erase_if(all, [&](const MaximalSpan& span) { return span.words() < options_.min_words; });
    result_.statistics.spans_found = static_cast<uint32_t>(all.size());
    std::vector<double> of_words;
    for (uint32_t word = 0; word < query_.words.size(); ++word) {
      of_words.push_back(statistics_.LogProbability(query_.Word(word)));
    }
    std::vector<double> log_probability;
    for (const MaximalSpan& span : all) {
      log_probability.push_back(std::accumulate(of_words.begin() + span.first_word,
                                                of_words.begin() + span.end_word, 0.0));
    }
    std::vector<size_t> order(all.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return log_probability[a] < log_probability[b]; });
    const double most = std::ceil(options_.density * static_cast<double>(query_.words.size()));
    if (static_cast<double>(order.size()) > most) order.resize(static_cast<size_t>(most));
    std::sort(order.begin(), order.end());
    CodePoints code_points(query_.text);
    for (const size_t i : order) {
      MaximalSpan& span = all[i];
      TraceSpan out;
      out.range = code_points.Range(query_.words[span.first_word].begin_byte,
                                    query_.words[span.end_word - 1].end_byte);
      out.first_word = span.first_word;
      out.words = span.words();
      out.occurrences = span.occurrences();
      out.log_probability = log_probability[i];
      result_.spans.push_back(std::move(out));
      phrases_.push_back(PhraseOf(query_, span.first_word, span.end_word));
      spans_.push_back(std::move(span));
    }
    result_.statistics.spans_kept = static_cast<uint32_t>(spans_.size());
  }

  absl::Status FindDocuments() {
    ASSIGN_OR_RETURN(DocumentChoice choice,
                     ChooseDocuments(index_, spans_, options_, observer_.still_wanted));
    for (size_t i = 0; i < spans_.size(); ++i) result_.spans[i].examined = choice.examined[i];
    result_.statistics.documents_found = choice.found;
    result_.statistics.documents_filtered = choice.filtered;

    ASSIGN_OR_RETURN(const QueryText prompt,
                     PrepareQuery(options_.prompt, /*split=*/false, segmenter_));
    RETURN_IF_ERROR(statistics_.Load(prompt));
    RelevanceScorer scorer(prompt, query_, statistics_,
                           std::max(1.0, 2.0 * options_.relevance_words));
    for (const CandidateDocument& candidate : choice.documents) {
      if (observer_.still_wanted) RETURN_IF_ERROR(observer_.still_wanted());
      ASSIGN_OR_RETURN(ScoredDocument document, Score(candidate, &scorer));
      scored_.push_back(std::move(document));
    }
    KeepMostRelevant();
    for (TraceDocument& document : result_.documents) {
      const ShardReader& shard = *index_.shards()[document.shard];
      ASSIGN_OR_RETURN(document.stored, shard.ReadDocument(document.number));
      if (options_.redact_emails) {
        result_.statistics.emails_redacted += RedactEmails(&document.stored, &document.snippets);
      }
    }
    return absl::OkStatus();
  }

  // A document and what it is ordered by: its relevance to prompt and text as a whole.
  struct ScoredDocument {
    TraceDocument document;
    double overall;
  };

  absl::StatusOr<ScoredDocument> Score(const CandidateDocument& candidate,
                                       RelevanceScorer* scorer) const {
    const ShardReader& shard = *index_.shards()[candidate.document.shard];
    TraceDocument document;
    document.shard = candidate.document.shard;
    document.number = candidate.document.number;
    document.bytes =
        shard.documents().End(document.number) - shard.documents().Begin(document.number);
    document.explained_words = candidate.explained_words;
    for (const DocumentMatch& match : candidate.matches) {
      if (!document.spans.empty() && document.spans.back() == match.span) continue;
      document.spans.push_back(match.span);
    }
    const WordRanges matched = WordsOf(candidate.matches);
    const WordRanges near = scorer->Near(matched);
    document.matched_share = scorer->MatchedShare(matched, &near);
    std::vector<std::pair<double, Snippet>> snippets;
    double bm25_share = 0;  // over all words
    for (const MatchCluster& cluster : BestClusters(candidate.matches)) {
      ASSIGN_OR_RETURN(const Passage passage,
                       ReadPassage(shard, candidate.document, phrases_, cluster,
                                   options_.relevance_words, segmenter_));
      scorer->SetPassage(passage.segmented);
      const double near_share = scorer->Bm25Share(&near);
      document.bm25 = std::max(document.bm25, scorer->Bm25());
      document.bm25_share = std::max(document.bm25_share, near_share);
      bm25_share = std::max(bm25_share, scorer->Bm25Share(nullptr));
      snippets.emplace_back(scorer->MatchedShare(WordsOf(cluster), nullptr) * near_share,
                            Narrow(passage, options_.context_words));
      if (options_.context_words > options_.relevance_words) {
        ASSIGN_OR_RETURN(Passage wide, ReadPassage(shard, candidate.document, phrases_, cluster,
                                                   options_.context_words, segmenter_));
        snippets.back().second = std::move(wide.snippet);
      }
    }
    std::stable_sort(snippets.begin(), snippets.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (auto& [score, snippet] : snippets) document.snippets.push_back(std::move(snippet));
    document.relevance = std::sqrt(document.matched_share * document.bm25_share);
    document.level = document.relevance >= kHighRelevance     ? Relevance::kHigh
                     : document.relevance >= kMediumRelevance ? Relevance::kMedium
                                                              : Relevance::kLow;
    const double matched_share = scorer->MatchedShare(matched, nullptr);
    return ScoredDocument{std::move(document), std::sqrt(matched_share * bm25_share)};
  }

  // The words of the text that matches hold.
  WordRanges WordsOf(const std::vector<DocumentMatch>& matches) const {
    std::vector<uint32_t> spans;
    for (const DocumentMatch& match : matches) spans.push_back(match.span);
    std::sort(spans.begin(), spans.end());
    WordRanges words;
    for (const uint32_t span : spans) {
      AddRange(spans_[span].first_word, spans_[span].end_word, &words);
    }
    return words;
  }

  // The parts of a document that hold most of the text; it repeats a span in vain.
  std::vector<MatchCluster> BestClusters(const std::vector<DocumentMatch>& matches) const {
    std::vector<MatchCluster> clusters =
        ClusterMatches(matches, kGapBytesPerWord * std::max<uint32_t>(1, options_.relevance_words));
    std::stable_sort(clusters.begin(), clusters.end(),
                     [this](const MatchCluster& a, const MatchCluster& b) {
                       return CountWords(WordsOf(a)) > CountWords(WordsOf(b));
                     });
    if (clusters.size() > kPassagesPerDocument) clusters.resize(kPassagesPerDocument);
    return clusters;
  }

  // Orders the documents, cuts them to max_documents and links spans to those left.
  void KeepMostRelevant() {
    std::stable_sort(
        scored_.begin(), scored_.end(), [](const ScoredDocument& a, const ScoredDocument& b) {
          return a.document.level != b.document.level ? a.document.level > b.document.level
                                                      : a.overall > b.overall;
        });
    if (scored_.size() > options_.max_documents) {
      scored_.erase(scored_.begin() + options_.max_documents, scored_.end());
    }
    for (ScoredDocument& scored : scored_) {
      for (const uint32_t span : scored.document.spans) {
        result_.spans[span].documents.push_back(static_cast<uint32_t>(result_.documents.size()));
      }
      result_.documents.push_back(std::move(scored.document));
    }
  }

  const IndexReader& index_;
  ThreadPool* const pool_;
  const TraceOptions& options_;
  const TraceObserver& observer_;
  Segmenter* segmenter_ = nullptr;
  QueryText query_;
  WordStatistics statistics_;
  std::vector<MaximalSpan> spans_;      // kept; beside result_.spans
  std::vector<MatchedPhrase> phrases_;  // their texts, likewise
  std::vector<ScoredDocument> scored_;
  TraceResult result_;
};

}  // namespace

std::string_view RelevanceName(Relevance level) {
  switch (level) {
    case Relevance::kLow:
      return "low";
    case Relevance::kMedium:
      return "medium";
    case Relevance::kHigh:
      return "high";
  }
  return "";
}

absl::StatusOr<TraceResult> Tracer::Trace(std::string_view text, const TraceOptions& options,
                                          const TraceObserver& observer) const {
  RETURN_IF_ERROR(CheckOptions(text, options));
  return TraceRun(*index_, pool_, options, observer).Run(text);
}

absl::StatusOr<CountResult> Tracer::Count(std::string_view phrase) const {
  ASSIGN_OR_RETURN(Segmenter* const segmenter, ThreadSegmenter(index_->manifest().profile));
  ASSIGN_OR_RETURN(const QueryText query, PrepareQuery(phrase, /*split=*/false, segmenter));
  ASSIGN_OR_RETURN(const std::vector<ShardInterval> intervals, FindPhrase(*index_, query, pool_));
  CountResult result;
  result.words = static_cast<uint32_t>(query.words.size());
  for (const ShardInterval& interval : intervals) result.occurrences += interval.ranks.size();
  return result;
}

}  // namespace spanroot
