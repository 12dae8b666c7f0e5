#include "service/convert.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "common/strings.h"
#include "service/rpc_status.h"

namespace spanroot {
namespace {

using spanroot::FromProto;  // beside the overloads here
using spanroot::ToProto;

constexpr uint32_t kMaxContextWords = 1000;

v1::TextRange ToProto(const TextRange& range) {
  v1::TextRange out;
  out.set_begin_byte(range.begin_byte);
  out.set_end_byte(range.end_byte);
  out.set_begin_code_point(range.begin_code_point);
  out.set_end_code_point(range.end_code_point);
  return out;
}

TextRange FromProto(const v1::TextRange& range) {
  return {range.begin_byte(), range.end_byte(), range.begin_code_point(), range.end_code_point()};
}

v1::Span ToProto(const TraceSpan& span) {
  v1::Span out;
  *out.mutable_range() = ToProto(span.range);
  out.set_first_word(span.first_word);
  out.set_words(span.words);
  out.set_occurrences(span.occurrences);
  out.set_examined(span.examined);
  out.set_log_probability(span.log_probability);
  out.mutable_documents()->Add(span.documents.begin(), span.documents.end());
  return out;
}

TraceSpan FromProto(const v1::Span& span) {
  TraceSpan out;
  out.range = FromProto(span.range());
  out.first_word = span.first_word();
  out.words = span.words();
  out.occurrences = span.occurrences();
  out.examined = span.examined();
  out.log_probability = span.log_probability();
  out.documents.assign(span.documents().begin(), span.documents().end());
  return out;
}

v1::TraceDocument ToProto(const TraceDocument& document) {
  v1::TraceDocument out;
  *out.mutable_document() =
      ToProto(document.shard, document.number, document.stored, document.bytes);
  out.set_level(static_cast<v1::Relevance>(static_cast<int>(document.level) + 1));
  out.set_relevance(document.relevance);
  out.set_matched_share(document.matched_share);
  out.set_bm25_share(document.bm25_share);
  out.set_bm25(document.bm25);
  out.set_explained_words(document.explained_words);
  out.mutable_spans()->Add(document.spans.begin(), document.spans.end());
  for (const Snippet& snippet : document.snippets) *out.add_snippets() = ToProto(snippet);
  return out;
}

TraceDocument FromProto(const v1::TraceDocument& document) {
  TraceDocument out;
  out.shard = document.document().name().shard();
  out.number = document.document().name().number();
  out.stored = FromProto(document.document());
  out.bytes = document.document().size_bytes();
  out.level = document.level() == v1::RELEVANCE_HIGH     ? Relevance::kHigh
              : document.level() == v1::RELEVANCE_MEDIUM ? Relevance::kMedium
                                                         : Relevance::kLow;
  out.relevance = document.relevance();
  out.matched_share = document.matched_share();
  out.bm25_share = document.bm25_share();
  out.bm25 = document.bm25();
  out.explained_words = document.explained_words();
  out.spans.assign(document.spans().begin(), document.spans().end());
  for (const v1::Snippet& snippet : document.snippets()) {
    out.snippets.push_back(FromProto(snippet));
  }
  return out;
}

v1::Coverage ToProto(const Coverage& coverage) {
  v1::Coverage out;
  out.set_words(coverage.words);
  for (size_t i = 0; i < kCoverageWords.size(); ++i) {
    v1::CoveredWords* const covered = out.add_covered();
    covered->set_min_words(kCoverageWords[i]);
    covered->set_words(coverage.covered[i]);
  }
  out.set_longest_match_words(coverage.longest_match);
  for (uint32_t n = 1; n <= kMaxNovelty; ++n) {
    v1::Novelty* const novelty = out.add_novelty();
    novelty->set_n(n);
    if (coverage.novelty[n - 1] >= 0) novelty->set_share(coverage.novelty[n - 1]);
  }
  for (const TextRange& range : coverage.unknown_words) *out.add_unknown_words() = ToProto(range);
  return out;
}

Coverage FromProto(const v1::Coverage& coverage) {
  Coverage out;
  out.words = coverage.words();
  for (int i = 0; i < std::min<int>(coverage.covered_size(), kCoverageWords.size()); ++i) {
    out.covered[static_cast<size_t>(i)] = coverage.covered(i).words();
  }
  out.longest_match = coverage.longest_match_words();
  for (int i = 0; i < std::min<int>(coverage.novelty_size(), kMaxNovelty); ++i) {
    const v1::Novelty& novelty = coverage.novelty(i);
    out.novelty[static_cast<size_t>(i)] = novelty.has_share() ? novelty.share() : -1;
  }
  for (const v1::TextRange& range : coverage.unknown_words()) {
    out.unknown_words.push_back(FromProto(range));
  }
  return out;
}

v1::Claim ToProto(const Claim& claim) {
  v1::Claim out;
  out.set_kind(static_cast<v1::ClaimKind>(static_cast<int>(claim.kind) + 1));
  out.set_model(claim.model);
  out.set_corpus(claim.corpus);
  out.set_statement(claim.statement);
  return out;
}

Claim FromProto(const v1::Claim& claim) {
  const int kind = static_cast<int>(claim.kind()) - 1;
  const bool is_known = kind >= 0 && kind <= static_cast<int>(ClaimKind::kUnknown);
  return {is_known ? static_cast<ClaimKind>(kind) : ClaimKind::kUnknown, claim.model(),
          claim.corpus(), claim.statement()};
}

v1::TraceStatistics ToProto(const TraceStatistics& statistics) {
  v1::TraceStatistics out;
  out.set_match_seconds(statistics.match_seconds);
  out.set_documents_seconds(statistics.documents_seconds);
  out.set_suffix_blocks_read(statistics.suffix_blocks_read);
  out.set_text_chunks_read(statistics.text_chunks_read);
  out.set_shards(statistics.shards);
  out.set_spans_found(statistics.spans_found);
  out.set_spans_kept(statistics.spans_kept);
  out.set_documents_found(statistics.documents_found);
  out.set_documents_filtered(statistics.documents_filtered);
  out.set_emails_redacted(statistics.emails_redacted);
  return out;
}

TraceStatistics FromProto(const v1::TraceStatistics& statistics) {
  return {statistics.match_seconds(),
          statistics.documents_seconds(),
          statistics.suffix_blocks_read(),
          statistics.text_chunks_read(),
          statistics.shards(),
          statistics.spans_found(),
          statistics.spans_kept(),
          statistics.documents_found(),
          statistics.documents_filtered(),
          statistics.emails_redacted()};
}

absl::StatusOr<TraceOptions> FromProto(const v1::TraceOptions& options) {
  TraceOptions out;
  if (options.has_min_words()) out.min_words = options.min_words();
  if (out.min_words == 0) {
    return FieldViolation("query.options.min_words", "0, expected 1 or more");
  }
  if (options.has_density()) out.density = options.density();
  if (!(out.density >= 0 && out.density <= 1)) {
    return FieldViolation("query.options.density", StrCat(out.density, ", expected 0 to 1"));
  }
  const struct {
    const char* name;
    bool is_set;
    uint32_t value, most;
    uint32_t* to;
  } numbers[] = {
      {"documents_per_span", options.has_documents_per_span(), options.documents_per_span(), 1000,
       &out.documents_per_span},
      {"max_documents", options.has_max_documents(), options.max_documents(), 1000,
       &out.max_documents},
      {"max_occurrences", options.has_max_occurrences(), options.max_occurrences(), 1000000,
       &out.max_occurrences},
      {"context_words", options.has_context_words(), options.context_words(), kMaxContextWords,
       &out.context_words},
      {"relevance_words", options.has_relevance_words(), options.relevance_words(),
       kMaxContextWords, &out.relevance_words},
  };
  for (const auto& number : numbers) {
    if (!number.is_set) continue;
    if (number.value > number.most) {
      return FieldViolation(StrCat("query.options.", number.name),
                            StrCat(number.value, ", expected at most ", number.most));
    }
    *number.to = number.value;
  }
  if (options.has_seed()) out.seed = options.seed();
  out.sources.assign(options.sources().begin(), options.sources().end());
  out.redact_emails = options.redact_emails();
  return out;
}

}  // namespace

absl::StatusOr<TraceInput> FromProto(const v1::TraceQuery& query) {
  absl::StatusOr<TraceOptions> options = FromProto(query.options());
  if (!options.ok()) return options.status();
  if (query.input_case() == v1::TraceQuery::INPUT_NOT_SET) {
    return FieldViolation("query.text", "missing, expected a text to trace");
  }
  TraceInput input = {query.has_raw_text() ? query.raw_text() : query.text(), *std::move(options)};
  input.options.prompt = query.prompt();
  input.options.model = query.model();
  return input;
}

v1::TraceQuery ToProto(const TraceInput& input) {
  v1::TraceQuery query;
  query.set_raw_text(input.text);
  query.set_prompt(input.options.prompt);
  query.set_model(input.options.model);
  v1::TraceOptions* const options = query.mutable_options();
  options->set_min_words(input.options.min_words);
  options->set_density(input.options.density);
  options->set_documents_per_span(input.options.documents_per_span);
  options->set_max_documents(input.options.max_documents);
  options->set_max_occurrences(input.options.max_occurrences);
  options->set_context_words(input.options.context_words);
  options->set_relevance_words(input.options.relevance_words);
  options->set_seed(input.options.seed);
  for (const std::string& source : input.options.sources) options->add_sources(source);
  options->set_redact_emails(input.options.redact_emails);
  return query;
}

v1::Trace ToProto(const TraceResult& result) {
  v1::Trace trace;
  trace.set_text(result.text);
  for (const TraceSpan& span : result.spans) *trace.add_spans() = ToProto(span);
  for (const TraceDocument& document : result.documents) {
    *trace.add_documents() = ToProto(document);
  }
  *trace.mutable_coverage() = ToProto(result.coverage);
  *trace.mutable_claim() = ToProto(result.claim);
  *trace.mutable_statistics() = ToProto(result.statistics);
  return trace;
}

TraceResult FromProto(const v1::Trace& trace) {
  TraceResult result;
  result.text = trace.text();
  for (const v1::Span& span : trace.spans()) result.spans.push_back(FromProto(span));
  for (const v1::TraceDocument& document : trace.documents()) {
    result.documents.push_back(FromProto(document));
  }
  result.coverage = FromProto(trace.coverage());
  result.claim = FromProto(trace.claim());
  result.statistics = FromProto(trace.statistics());
  return result;
}

}  // namespace spanroot
