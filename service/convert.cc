#include "service/convert.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "common/strings.h"
#include "service/rpc_status.h"

namespace spanroot {
namespace {

constexpr int kMaxPhrases = 16;
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

v1::Snippet ToProto(const Snippet& snippet) {
  v1::Snippet out;
  out.set_text(snippet.text);
  out.set_begin_byte(snippet.begin_byte);
  out.set_at_begin(snippet.at_begin);
  out.set_at_end(snippet.at_end);
  for (const SnippetMatch& match : snippet.matches) {
    v1::SnippetMatch* const to = out.add_matches();
    to->set_begin_byte(match.begin_byte);
    to->set_end_byte(match.end_byte);
    to->set_index(match.span);
    to->set_identical(match.identical);
  }
  return out;
}

Snippet FromProto(const v1::Snippet& snippet) {
  Snippet out = {snippet.text(), snippet.begin_byte(), snippet.at_begin(), snippet.at_end(), {}};
  for (const v1::SnippetMatch& match : snippet.matches()) {
    out.matches.push_back({match.begin_byte(), match.end_byte(), match.index(), match.identical()});
  }
  return out;
}

StoredDocument StoredOf(const v1::Document& document) {
  return {document.id(),      document.source(),        document.url(),
          document.title(),   document.date(),          document.language(),
          document.license(), document.metadata_json(), document.content_hash()};
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
  out.stored = StoredOf(document.document());
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

v1::Counts ToProto(const Counts& counts) {
  v1::Counts out;
  out.set_documents(counts.documents);
  out.set_words(counts.words);
  out.set_text_bytes(counts.bytes);
  return out;
}

void AddParts(const std::map<std::string, Counts>& parts,
              google::protobuf::RepeatedPtrField<v1::Part>* out) {
  for (const auto& [name, counts] : parts) {
    v1::Part* const part = out->Add();
    part->set_name(name);
    *part->mutable_counts() = ToProto(counts);
  }
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

absl::StatusOr<SearchOptions> FromProto(const v1::SearchRequest& request) {
  if (request.phrases_size() < 1 || request.phrases_size() > kMaxPhrases) {
    return FieldViolation("phrases",
                          StrCat(request.phrases_size(), " of them, expected 1 to ", kMaxPhrases));
  }
  SearchOptions options;
  options.phrases.assign(request.phrases().begin(), request.phrases().end());
  options.all = !request.any();
  if (request.has_context_words()) options.context_words = request.context_words();
  if (options.context_words > kMaxContextWords) {
    return FieldViolation("context_words",
                          StrCat(options.context_words, ", expected at most ", kMaxContextWords));
  }
  options.sources.assign(request.sources().begin(), request.sources().end());
  options.redact_emails = request.redact_emails();
  return options;
}

v1::SearchRequest ToProto(const SearchOptions& options) {
  v1::SearchRequest request;
  for (const std::string& phrase : options.phrases) request.add_phrases(phrase);
  request.set_any(!options.all);
  request.set_context_words(options.context_words);
  for (const std::string& source : options.sources) request.add_sources(source);
  request.set_redact_emails(options.redact_emails);
  return request;
}

v1::SearchResponse ToProto(const SearchResult& result) {
  v1::SearchResponse response;
  for (const SearchResult::Phrase& phrase : result.phrases) {
    v1::PhraseCount* const to = response.add_phrases();
    to->set_phrase(phrase.text);
    to->set_occurrences(phrase.occurrences);
  }
  response.set_total_documents(result.documents);
  response.set_complete(result.complete);
  response.set_emails_redacted(result.emails_redacted);
  for (const SearchResult::Hit& hit : result.hits) {
    v1::SearchHit* const to = response.add_hits();
    *to->mutable_document() = ToProto(hit.shard, hit.number, hit.stored, hit.bytes);
    to->set_matches(hit.matches);
    for (const Snippet& snippet : hit.snippets) *to->add_snippets() = ToProto(snippet);
  }
  return response;
}

SearchResult FromProto(const v1::SearchResponse& response) {
  SearchResult result;
  for (const v1::PhraseCount& phrase : response.phrases()) {
    result.phrases.push_back({phrase.phrase(), phrase.occurrences()});
  }
  result.documents = response.total_documents();
  result.complete = response.complete();
  result.emails_redacted = response.emails_redacted();
  for (const v1::SearchHit& from : response.hits()) {
    SearchResult::Hit hit;
    hit.shard = from.document().name().shard();
    hit.number = from.document().name().number();
    hit.stored = StoredOf(from.document());
    hit.bytes = from.document().size_bytes();
    hit.matches = from.matches();
    for (const v1::Snippet& snippet : from.snippets()) hit.snippets.push_back(FromProto(snippet));
    result.hits.push_back(std::move(hit));
  }
  return result;
}

v1::Document ToProto(uint32_t shard, uint32_t number, const StoredDocument& stored,
                     uint64_t bytes) {
  v1::Document document;
  document.mutable_name()->set_shard(shard);
  document.mutable_name()->set_number(number);
  document.set_id(stored.id);
  document.set_source(stored.source);
  document.set_url(stored.url);
  document.set_title(stored.title);
  document.set_date(stored.date);
  document.set_language(stored.language);
  document.set_license(stored.license);
  document.set_metadata_json(stored.metadata);
  document.set_content_hash(stored.content_hash);
  document.set_size_bytes(bytes);
  return document;
}

v1::Corpus ToProto(const OpenCorpus& corpus) {
  const Manifest& manifest = corpus.index->manifest();
  v1::Corpus out;
  out.set_name(corpus.name);
  out.set_profile(manifest.profile == Profile::kVerbatim ? v1::PROFILE_VERBATIM
                                                         : v1::PROFILE_FOLDED);
  out.set_fingerprint(corpus.fingerprint);
  *out.mutable_counts() = ToProto(manifest.Totals());
  out.set_index_size_bytes(manifest.StoredBytes());
  AddParts(manifest.Sources(), out.mutable_sources());
  AddParts(corpus.licenses, out.mutable_licenses());
  const InputReport input = manifest.Input();
  out.mutable_input()->set_bad_records(input.bad_records);
  out.mutable_input()->set_empty_records(input.empty_records);
  out.mutable_input()->set_invalid_utf8(input.invalid_utf8);
  return out;
}

}  // namespace spanroot
