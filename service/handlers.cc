#include "service/handlers.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "common/coding.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/text/utf8.h"
#include "service/convert.h"
#include "service/rpc_status.h"
#include "tracer/evidence/redact.h"

namespace spanroot {
namespace {

constexpr int kDocumentsPerPart = 5;
constexpr int kDefaultPageSize = 10;
constexpr int kMaxPageSize = 100;
constexpr int kDefaultPageBytes = 1 << 16;
constexpr int kMaxPageBytes = 1 << 20;
constexpr uint64_t kAddressBytes = 320;  // of an e-mail address, at most (RFC 5321)

absl::Status CheckSources(const OpenCorpus& corpus, const std::vector<std::string>& sources,
                          std::string_view field) {
  const std::map<std::string, Counts> known = corpus.index->manifest().Sources();
  for (const std::string& source : sources) {
    if (known.count(source) > 0) continue;
    return FieldViolation(field, StrCat("corpus ", corpus.name, " has no source \"", source, "\""));
  }
  return absl::OkStatus();
}

// What a page is of: the corpus and the question. A token of another one is refused.
std::string PageTag(const OpenCorpus& corpus, v1::SearchRequest request) {
  request.clear_page_token();
  request.clear_page_size();
  request.clear_corpus();
  Fingerprint tag;
  tag.Add(0, corpus.fingerprint, request.SerializeAsString());
  return tag.ToString();
}

std::string MakePageToken(const std::string& tag, uint64_t skip) {
  std::string bytes = tag;
  PutVarint(&bytes, skip);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<uint64_t> ReadPageToken(const std::string& tag, const std::string& token) {
  if (token.empty()) return 0;
  std::string bytes;
  uint64_t skip = 0;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() <= tag.size()) {
    return FieldViolation("page_token", "not a token that this server gave out");
  }
  if (bytes.compare(0, tag.size(), tag) != 0) {
    return absl::FailedPreconditionError(
        "page_token: it is of another request, or the corpus was replaced since; start again");
  }
  std::string_view rest = std::string_view(bytes).substr(tag.size());
  if (!TakeVarint(&rest, &skip) || !rest.empty()) {
    return FieldViolation("page_token", "not a token that this server gave out");
  }
  return skip;
}

absl::Status CheckPhrase(std::string_view phrase, std::string_view field, uint64_t most) {
  if (phrase.size() <= most) return absl::OkStatus();
  return FieldViolation(field, StrCat(phrase.size(), " bytes, expected at most ", most));
}

absl::StatusOr<int> PageSize(std::string_view field, int asked, int usual, int most) {
  if (asked < 0) return FieldViolation(field, StrCat(asked, ", expected 1 or more"));
  return asked == 0 ? usual : std::min(asked, most);
}

}  // namespace

absl::StatusOr<TraceResult> Handlers::RunTrace(const Call& call, const OpenCorpus& corpus,
                                               const v1::TraceQuery& query,
                                               const TraceObserver& observer) const {
  ASSIGN_OR_RETURN(TraceInput input, FromProto(query));
  RETURN_IF_ERROR(CheckSources(corpus, input.options.sources, "query.options.sources"));
  input.options.max_text_bytes = limits_.max_text_bytes;
  const absl::Time asked = absl::Now();
  ASSIGN_OR_RETURN(const Admission::Ticket ticket, admission_->Enter(call));
  metrics_->CountStage("wait", absl::ToDoubleSeconds(absl::Now() - asked));
  absl::StatusOr<TraceResult> result = corpus.tracer->Trace(input.text, input.options, observer);
  if (result.ok()) {
    metrics_->CountStage("match", result->statistics.match_seconds);
    metrics_->CountStage("documents", result->statistics.documents_seconds);
  }
  return result;
}

absl::Status Handlers::Trace(const Call& call, const v1::TraceRequest& request,
                             v1::TraceResponse* response) const {
  ASSIGN_OR_RETURN(const CorpusHandle corpus, corpora_->Find(request.corpus()));
  ASSIGN_OR_RETURN(const TraceResult result,
                   RunTrace(call, *corpus, request.query(), {[&] { return call.Check(); }, {}}));
  *response->mutable_trace() = ToProto(result);
  response->set_corpus(corpus->name);
  response->set_fingerprint(corpus->fingerprint);
  return absl::OkStatus();
}

absl::Status Handlers::TraceStream(
    const Call& call, const v1::TraceStreamRequest& request,
    const std::function<absl::Status(const v1::TraceStreamResponse&)>& send) const {
  ASSIGN_OR_RETURN(const CorpusHandle corpus, corpora_->Find(request.corpus()));
  TraceObserver observer;
  observer.still_wanted = [&] { return call.Check(); };
  observer.on_spans = [&](const TraceResult& so_far) {
    v1::TraceStreamResponse part;
    part.mutable_spans()->set_corpus(corpus->name);
    part.mutable_spans()->set_fingerprint(corpus->fingerprint);
    *part.mutable_spans()->mutable_trace() = ToProto(so_far);
    part.mutable_spans()->mutable_trace()->clear_statistics();
    return send(part);
  };
  ASSIGN_OR_RETURN(const TraceResult result, RunTrace(call, *corpus, request.query(), observer));
  v1::Trace trace = ToProto(result);
  for (int first = 0; first < trace.documents_size(); first += kDocumentsPerPart) {
    v1::TraceStreamResponse part;
    part.mutable_documents()->set_first_index(static_cast<uint32_t>(first));
    const int end = std::min(trace.documents_size(), first + kDocumentsPerPart);
    for (int i = first; i < end; ++i) {
      part.mutable_documents()->add_documents()->Swap(trace.mutable_documents(i));
    }
    RETURN_IF_ERROR(send(part));
  }
  v1::TraceStreamResponse last;
  last.mutable_done()->mutable_statistics()->Swap(trace.mutable_statistics());
  for (const v1::Span& span : trace.spans()) last.mutable_done()->add_examined(span.examined());
  return send(last);
}

absl::Status Handlers::TraceBatchItem(const Call& call, const v1::TraceBatchRequest& request,
                                      v1::TraceBatchResponse* response) const {
  response->set_id(request.id());
  const auto trace = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const CorpusHandle corpus, corpora_->Find(request.corpus()));
    ASSIGN_OR_RETURN(const TraceResult result,
                     RunTrace(call, *corpus, request.query(), {[&] { return call.Check(); }, {}}));
    *response->mutable_trace() = ToProto(result);
    response->set_corpus(corpus->name);
    response->set_fingerprint(corpus->fingerprint);
    return absl::OkStatus();
  };
  const absl::Status status = trace();
  if (status.ok()) return status;
  // What ends the call itself is no matter of this text.
  RETURN_IF_ERROR(call.Check());
  response->mutable_error()->set_code(static_cast<int>(status.code()));
  response->mutable_error()->set_message(std::string(status.message()));
  return absl::OkStatus();
}

absl::Status Handlers::Count(const Call& call, const v1::CountRequest& request,
                             v1::CountResponse* response) const {
  ASSIGN_OR_RETURN(const CorpusHandle corpus, corpora_->Find(request.corpus()));
  RETURN_IF_ERROR(CheckPhrase(request.phrase(), "phrase", limits_.max_text_bytes));
  ASSIGN_OR_RETURN(const Admission::Ticket ticket, admission_->Enter(call));
  const absl::StatusOr<CountResult> result = corpus->tracer->Count(request.phrase());
  if (absl::IsInvalidArgument(result.status())) {
    return FieldViolation("phrase", std::string(result.status().message()));
  }
  RETURN_IF_ERROR(result.status());
  response->set_occurrences(result->occurrences);
  response->set_words(result->words);
  return absl::OkStatus();
}

absl::Status Handlers::Search(const Call& call, const v1::SearchRequest& request,
                              v1::SearchResponse* response) const {
  ASSIGN_OR_RETURN(const CorpusHandle corpus, corpora_->Find(request.corpus()));
  ASSIGN_OR_RETURN(SearchOptions options, FromProto(request));
  for (const std::string& phrase : options.phrases) {
    RETURN_IF_ERROR(CheckPhrase(phrase, "phrases", limits_.max_text_bytes));
  }
  RETURN_IF_ERROR(CheckSources(*corpus, options.sources, "sources"));
  ASSIGN_OR_RETURN(const int size,
                   PageSize("page_size", request.page_size(), kDefaultPageSize, kMaxPageSize));
  const std::string tag = PageTag(*corpus, request);
  ASSIGN_OR_RETURN(options.skip, ReadPageToken(tag, request.page_token()));
  options.limit = static_cast<uint32_t>(size);
  ASSIGN_OR_RETURN(const Admission::Ticket ticket, admission_->Enter(call));
  const absl::StatusOr<SearchResult> result =
      corpus->tracer->Search(options, [&] { return call.Check(); });
  if (absl::IsInvalidArgument(result.status())) {
    return FieldViolation("phrases", std::string(result.status().message()));
  }
  RETURN_IF_ERROR(result.status());
  *response = ToProto(*result);
  const uint64_t next = options.skip + result->hits.size();
  if (!result->hits.empty() && next < result->documents) {
    response->set_next_page_token(MakePageToken(tag, next));
  }
  return absl::OkStatus();
}

absl::Status Handlers::GetDocument(const Call& call, const v1::GetDocumentRequest& request,
                                   v1::GetDocumentResponse* response) const {
  ASSIGN_OR_RETURN(const CorpusHandle corpus, corpora_->Find(request.corpus()));
  if (!request.fingerprint().empty() && request.fingerprint() != corpus->fingerprint) {
    return absl::FailedPreconditionError(
        StrCat("fingerprint: corpus ", corpus->name, " is now ", corpus->fingerprint, ", not ",
               request.fingerprint(), "; ask again where the document is"));
  }
  const uint32_t place = request.name().shard(), number = request.name().number();
  const auto& shards = corpus->index->shards();
  if (place >= shards.size() || number >= shards[place]->documents().documents()) {
    return absl::NotFoundError(
        StrCat("corpus ", corpus->name, " has no document ", number, " in shard ", place));
  }
  ASSIGN_OR_RETURN(const int page, PageSize("page_size_bytes", request.page_size_bytes(),
                                            kDefaultPageBytes, kMaxPageBytes));
  const ShardReader& shard = *shards[place];
  const uint64_t begin = shard.documents().Begin(number);
  const uint64_t size = shard.documents().End(number) - begin;
  if (request.begin_byte() > size) {
    return FieldViolation("begin_byte", StrCat(request.begin_byte(), ", expected at most ", size,
                                               ", the document's length"));
  }
  ASSIGN_OR_RETURN(const Admission::Ticket ticket, admission_->Enter(call));
  ASSIGN_OR_RETURN(StoredDocument stored, shard.ReadDocument(number));
  // Around the page too: characters and addresses may lie over its ends.
  const uint64_t from = request.begin_byte() - std::min(request.begin_byte(), kAddressBytes);
  const uint64_t to = std::min(size, request.begin_byte() + static_cast<uint64_t>(page));
  ASSIGN_OR_RETURN(std::string text,
                   shard.ReadText(begin + from, begin + std::min(size, to + kAddressBytes)));
  const size_t first = FloorToCodePoint(text, request.begin_byte() - from);
  size_t end = FloorToCodePoint(text, to - from);
  if (end <= first && to < size) end = to - from + 4;  // not even one character: the page is tiny
  end = FloorToCodePoint(text, end);
  if (request.redact_emails()) {
    std::vector<Snippet> around(1);
    around[0].text = std::move(text);
    response->set_emails_redacted(RedactEmails(&stored, &around));
    text = std::move(around[0].text);
  }
  *response->mutable_document() = ToProto(place, number, stored, size);
  response->set_text(text.substr(first, end - first));
  response->set_begin_byte(from + first);
  response->set_next_begin_byte(from + end);
  return absl::OkStatus();
}

absl::Status Handlers::GetCorpus(const Call&, const v1::GetCorpusRequest& request,
                                 v1::GetCorpusResponse* response) const {
  ASSIGN_OR_RETURN(const CorpusHandle corpus, corpora_->Find(request.corpus()));
  *response->mutable_corpus() = ToProto(*corpus);
  return absl::OkStatus();
}

absl::Status Handlers::ListCorpora(const Call&, const v1::ListCorporaRequest&,
                                   v1::ListCorporaResponse* response) const {
  for (const CorpusHandle& corpus : corpora_->All()) *response->add_corpora() = ToProto(*corpus);
  return absl::OkStatus();
}

}  // namespace spanroot
