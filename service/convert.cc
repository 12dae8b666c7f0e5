#include "service/convert.h"

#include <string_view>
#include <utility>

#include "common/strings.h"
#include "service/rpc_status.h"

namespace spanroot {
namespace {

constexpr int kMaxPhrases = 16;
constexpr uint32_t kMaxContextWords = 1000;

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

}  // namespace

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

StoredDocument FromProto(const v1::Document& document) {
  return {document.id(),      document.source(),        document.url(),
          document.title(),   document.date(),          document.language(),
          document.license(), document.metadata_json(), document.content_hash()};
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
    hit.stored = FromProto(from.document());
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
