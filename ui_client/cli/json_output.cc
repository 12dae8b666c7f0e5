#include "ui_client/cli/json_output.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/str_format.h"
#include "common/strings.h"

namespace spanroot {
namespace {

using Json = nlohmann::ordered_json;

// Deeper metadata is given as a string: writing JSON takes stack for every level.
constexpr int kMaxMetadataDepth = 100;

// nlohmann escapes what is below 0x20; DEL and U+0080 to U+009F, which terminals may obey, are
// escaped here. They occur inside of strings only.
std::string EscapeControls(const std::string& json) {
  std::string out;
  size_t copied = 0;
  for (size_t i = 0; i < json.size(); ++i) {
    const auto byte = static_cast<unsigned char>(json[i]);
    const auto next = static_cast<unsigned char>(i + 1 < json.size() ? json[i + 1] : 0);
    const bool c1 = byte == 0xc2 && next >= 0x80 && next < 0xa0;
    if (byte != 0x7f && !c1) continue;
    out.append(json, copied, i - copied);
    out += absl::StrFormat("\\u%04x", c1 ? next : byte);
    i += c1;
    copied = i + 1;
  }
  return copied == 0 ? json : out.append(json, copied);
}

std::string Dump(const Json& json) {
  return EscapeControls(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Json Metadata(const std::string& text) {
  if (text.empty()) return Json::object();
  int depth = 0;
  int deepest = 0;
  for (const char c : text) {
    depth += (c == '{' || c == '[') - (c == '}' || c == ']');
    deepest = std::max(deepest, depth);
  }
  if (deepest > kMaxMetadataDepth) return text;
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  return json.is_discarded() ? Json(text) : json;
}

Json ToJson(const IndexSummary& index) {
  return {{"name", index.name},
          {"profile", index.profile},
          {"fingerprint", index.fingerprint},
          {"documents", index.totals.documents},
          {"words", index.totals.words}};
}

Json ToJson(const Counts& counts) {
  return {{"documents", counts.documents}, {"words", counts.words}, {"bytes", counts.bytes}};
}

void AddRange(const TextRange& range, const std::string& text, Json* json) {
  (*json)["begin_byte"] = range.begin_byte;
  (*json)["end_byte"] = range.end_byte;
  (*json)["begin_code_point"] = range.begin_code_point;
  (*json)["end_code_point"] = range.end_code_point;
  (*json)["text"] = text.substr(range.begin_byte, range.end_byte - range.begin_byte);
}

Json ToJson(const TraceSpan& span, const std::string& text) {
  Json json;
  AddRange(span.range, text, &json);
  json["first_word"] = span.first_word;
  json["words"] = span.words;
  json["occurrences"] = span.occurrences;
  json["examined"] = span.examined;
  json["log_probability"] = span.log_probability;
  json["documents"] = span.documents;
  return json;
}

Json ToJson(const Snippet& snippet) {
  Json matches = Json::array();
  for (const SnippetMatch& match : snippet.matches) {
    matches.push_back({{"begin_byte", match.begin_byte},
                       {"end_byte", match.end_byte},
                       {"span", match.span},
                       {"identical", match.identical}});
  }
  return {{"text", snippet.text},
          {"begin_byte", snippet.begin_byte},
          {"at_begin", snippet.at_begin},
          {"at_end", snippet.at_end},
          {"matches", std::move(matches)}};
}

Json ToJson(const std::vector<Snippet>& snippets) {
  Json json = Json::array();
  for (const Snippet& snippet : snippets) json.push_back(ToJson(snippet));
  return json;
}

Json DocumentIdentity(uint32_t shard, uint32_t number, const StoredDocument& stored,
                      uint64_t bytes) {
  return {{"shard", shard},
          {"number", number},
          {"id", stored.id},
          {"source", stored.source},
          {"url", stored.url},
          {"title", stored.title},
          {"date", stored.date},
          {"language", stored.language},
          {"license", stored.license},
          {"metadata", Metadata(stored.metadata)},
          {"content_hash", absl::StrFormat("%016x", stored.content_hash)},
          {"bytes", bytes}};
}

Json ToJson(const TraceDocument& document) {
  Json json = DocumentIdentity(document.shard, document.number, document.stored, document.bytes);
  json["level"] = std::string(RelevanceName(document.level));
  json["relevance"] = document.relevance;
  json["matched_share"] = document.matched_share;
  json["bm25_share"] = document.bm25_share;
  json["bm25"] = document.bm25;
  json["explained_words"] = document.explained_words;
  json["spans"] = document.spans;
  json["snippets"] = ToJson(document.snippets);
  return json;
}

Json ToJson(const Coverage& coverage, const std::string& text) {
  Json covered = Json::array();
  for (size_t i = 0; i < kCoverageWords.size(); ++i) {
    covered.push_back({{"min_words", kCoverageWords[i]}, {"words", coverage.covered[i]}});
  }
  Json novelty = Json::array();
  for (const double share : coverage.novelty) {
    novelty.push_back(share < 0 ? Json() : Json(share));
  }
  Json unknown = Json::array();
  for (const TextRange& range : coverage.unknown_words) {
    AddRange(range, text, &unknown.emplace_back(Json::object()));
  }
  return {{"words", coverage.words},
          {"covered", std::move(covered)},
          {"longest_match", coverage.longest_match},
          {"novelty", std::move(novelty)},
          {"unknown_words", std::move(unknown)}};
}

Json ToJson(const Claim& claim) {
  return {{"kind", std::string(ClaimKindName(claim.kind))},
          {"model", claim.model},
          {"corpus", claim.corpus},
          {"statement", claim.statement}};
}

Json ToJson(const TraceStatistics& statistics) {
  return {{"match_seconds", statistics.match_seconds},
          {"documents_seconds", statistics.documents_seconds},
          {"suffix_blocks_read", statistics.suffix_blocks_read},
          {"text_chunks_read", statistics.text_chunks_read},
          {"shards", statistics.shards},
          {"spans_found", statistics.spans_found},
          {"spans_kept", statistics.spans_kept},
          {"documents_found", statistics.documents_found},
          {"documents_filtered", statistics.documents_filtered},
          {"emails_redacted", statistics.emails_redacted}};
}

void AddTrace(const TraceResult& result, const IndexSummary& index, Json* json) {
  (*json)["text"] = result.text;
  Json& spans = (*json)["spans"] = Json::array();
  for (const TraceSpan& span : result.spans) spans.push_back(ToJson(span, result.text));
  Json& documents = (*json)["documents"] = Json::array();
  for (const TraceDocument& document : result.documents) documents.push_back(ToJson(document));
  (*json)["coverage"] = ToJson(result.coverage, result.text);
  (*json)["claim"] = ToJson(result.claim);
  (*json)["statistics"] = ToJson(result.statistics);
  (*json)["index"] = ToJson(index);
}

Json StartRecord(const TraceRecord& record) {
  return {{"id", Json::parse(record.id, nullptr, false)}, {"line", record.line}};
}

}  // namespace

std::string TraceToJson(const TraceResult& result, const IndexSummary& index) {
  Json json;
  AddTrace(result, index, &json);
  return Dump(json);
}

std::string RecordToJson(const TraceRecord& record, const TraceResult& result,
                         const IndexSummary& index) {
  Json json = StartRecord(record);
  AddTrace(result, index, &json);
  return Dump(json);
}

std::string FailedRecordToJson(const TraceRecord& record, std::string_view error) {
  Json json = StartRecord(record);
  json["error"] = std::string(error);
  return Dump(json);
}

std::string CountToJson(std::string_view phrase, const CountResult& result,
                        const IndexSummary& index) {
  return Dump({{"phrase", std::string(phrase)},
               {"count", result.occurrences},
               {"words", result.words},
               {"index", ToJson(index)}});
}

std::string SearchToJson(const SearchResult& result, const IndexSummary& index) {
  Json phrases = Json::array();
  for (const SearchResult::Phrase& phrase : result.phrases) {
    phrases.push_back({{"text", phrase.text}, {"occurrences", phrase.occurrences}});
  }
  Json hits = Json::array();
  for (const SearchResult::Hit& hit : result.hits) {
    Json json = DocumentIdentity(hit.shard, hit.number, hit.stored, hit.bytes);
    json["matches"] = hit.matches;
    json["snippets"] = ToJson(hit.snippets);
    hits.push_back(std::move(json));
  }
  return Dump({{"phrases", std::move(phrases)},
               {"documents", result.documents},
               {"complete", result.complete},
               {"emails_redacted", result.emails_redacted},
               {"hits", std::move(hits)},
               {"index", ToJson(index)}});
}

namespace {

Json ToJson(const Manifest& manifest) {
  Json sources = Json::object();
  for (const auto& [source, counts] : manifest.Sources()) sources[source] = ToJson(counts);
  Json shards = Json::array();
  for (const ShardInfo& shard : manifest.shards) {
    Json json = ToJson(shard.counts);
    json["name"] = shard.name;
    json["fingerprint"] = shard.fingerprint.ToString();
    shards.push_back(std::move(json));
  }
  const InputReport input = manifest.Input();
  Json json = {{"name", manifest.name}, {"profile", std::string(ProfileName(manifest.profile))}};
  json.update(ToJson(manifest.Totals()));
  json["stored_bytes"] = manifest.StoredBytes();
  json["fingerprint"] = manifest.ContentFingerprint().ToString();
  json["inputs"] = manifest.inputs;
  json["bad_records"] = input.bad_records;
  json["empty_records"] = input.empty_records;
  json["invalid_utf8"] = input.invalid_utf8;
  json["sources"] = std::move(sources);
  json["shards"] = std::move(shards);
  return json;
}

}  // namespace

std::string ManifestToJson(const Manifest& manifest, uint64_t directory_bytes) {
  Json json = ToJson(manifest);
  json["directory_bytes"] = directory_bytes;
  return Dump(json);
}

std::string BuildToJson(const Manifest& manifest, double seconds, uint64_t peak_bytes) {
  Json json = ToJson(manifest);
  json["seconds"] = seconds;
  json["peak_bytes"] = peak_bytes;
  return Dump(json);
}

std::string VerifyToJson(const VerifyReport& report) {
  Json problems = Json::array();
  for (const absl::Status& problem : report.problems) {
    problems.push_back(std::string(problem.message()));
  }
  return Dump({{"sound", report.problems.empty()},
               {"fingerprint", report.fingerprint.ToString()},
               {"files", report.files},
               {"bytes", report.bytes},
               {"entries", report.entries},
               {"suffixes", report.suffixes},
               {"problems", std::move(problems)}});
}

}  // namespace spanroot
