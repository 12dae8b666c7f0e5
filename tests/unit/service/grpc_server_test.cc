// Calls over gRPC: answers equal the tracer's own, and whatever is sent gets a clear error and
// leaves the server as it was.
#include <cmath>
#include <functional>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/unit/service/running_server_test.h"

namespace spanroot {
namespace {

using GrpcServerTest = RunningServerTest;

std::vector<std::string> FieldsAtFault(const grpc::Status& status) {
  google::rpc::Status details;
  std::vector<std::string> fields;
  if (!details.ParseFromString(status.error_details())) return fields;
  for (const auto& any : details.details()) {
    google::rpc::BadRequest bad;
    if (!any.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

TEST_F(GrpcServerTest, TraceIsTheTracersOwn) {
  Start();
  v1::TraceResponse response;
  const grpc::Status status = Trace(Request(), &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(Timeless(response.trace()).DebugString(), Expected().DebugString());
  EXPECT_EQ(response.corpus(), "small");
  EXPECT_EQ(response.fingerprint(), corpus_.index().manifest().ContentFingerprint().ToString());
}

TEST_F(GrpcServerTest, TheStreamsPartsMakeTheTrace) {
  Start();
  grpc::ClientContext context;
  v1::TraceStreamRequest request;
  *request.mutable_query() = Request().query();
  const auto reader = stub_->TraceStream(&context, request);
  v1::TraceStreamResponse part;
  v1::Trace trace;
  std::string order;
  while (reader->Read(&part)) {
    if (part.has_spans()) {
      order += 's';
      trace = part.spans().trace();
      EXPECT_GT(trace.spans_size(), 0);
      EXPECT_GT(trace.coverage().words(), 0u);
    } else if (part.has_documents()) {
      order += 'd';
      EXPECT_EQ(part.documents().first_index(), static_cast<uint32_t>(trace.documents_size()));
      trace.mutable_documents()->MergeFrom(part.documents().documents());
    } else {
      order += 'e';
      *trace.mutable_statistics() = part.done().statistics();
      for (int i = 0; i < part.done().examined_size(); ++i) {
        trace.mutable_spans(i)->set_examined(part.done().examined(i));
      }
    }
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(order, "sde");
  for (int i = 0; i < trace.documents_size(); ++i) {
    for (const uint32_t span : trace.documents(i).spans()) {
      trace.mutable_spans(static_cast<int>(span))->add_documents(static_cast<uint32_t>(i));
    }
  }
  EXPECT_EQ(Timeless(trace).DebugString(), Expected().DebugString());
}

TEST_F(GrpcServerTest, ABatchIsAnsweredInOrderAndSurvivesBadTexts) {
  Start(WithLimits(R"({"max_batch_texts": 5})"));
  grpc::ClientContext context;
  const auto stream = stub_->TraceBatch(&context);
  v1::TraceBatchRequest request;
  v1::TraceBatchResponse response;
  *request.mutable_query() = Request().query();
  for (const std::string id : {"a", "bad", "c"}) {
    request.set_id(id);
    request.mutable_query()->mutable_options()->set_min_words(id == "bad" ? 0 : 4);
    ASSERT_TRUE(stream->Write(request));
    ASSERT_TRUE(stream->Read(&response));  // each is answered before the next is sent
    EXPECT_EQ(response.id(), id);
    EXPECT_EQ(response.has_error(), id == "bad");
    EXPECT_EQ(response.corpus(), id == "bad" ? "" : "small");
    EXPECT_EQ(response.fingerprint().empty(), id == "bad");
    if (response.has_error()) {
      EXPECT_EQ(response.error().code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
    } else {
      EXPECT_EQ(Timeless(response.trace()).DebugString(), Expected().DebugString());
    }
  }
  for (int i = 0; i < 3; ++i) stream->Write(request);
  stream->WritesDone();
  int more = 0;
  while (stream->Read(&response)) ++more;
  EXPECT_EQ(more, 2);
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  ExpectUnharmed();
}

TEST_F(GrpcServerTest, BadRequestsNameTheField) {
  Start(WithLimits(R"({"max_text_bytes": 10000})"));
  struct Case {
    std::function<void(v1::TraceRequest*)> change;
    grpc::StatusCode code;
    std::string field;
  };
  const auto options = [](v1::TraceRequest* request) {
    return request->mutable_query()->mutable_options();
  };
  const std::vector<Case> cases = {
      {[](auto* r) { r->clear_query(); }, grpc::INVALID_ARGUMENT, "query.text"},
      {[](auto* r) { r->mutable_query()->clear_text(); }, grpc::INVALID_ARGUMENT, "query.text"},
      {[&](auto* r) { options(r)->set_density(std::nan("")); }, grpc::INVALID_ARGUMENT,
       "query.options.density"},
      {[&](auto* r) { options(r)->set_density(-0.1); }, grpc::INVALID_ARGUMENT,
       "query.options.density"},
      {[&](auto* r) { options(r)->set_density(INFINITY); }, grpc::INVALID_ARGUMENT,
       "query.options.density"},
      {[&](auto* r) { options(r)->set_min_words(0); }, grpc::INVALID_ARGUMENT,
       "query.options.min_words"},
      {[&](auto* r) { options(r)->set_context_words(UINT32_MAX); }, grpc::INVALID_ARGUMENT,
       "query.options.context_words"},
      {[&](auto* r) { options(r)->set_max_documents(UINT32_MAX); }, grpc::INVALID_ARGUMENT,
       "query.options.max_documents"},
      {[&](auto* r) { options(r)->add_sources("nowhere"); }, grpc::INVALID_ARGUMENT,
       "query.options.sources"},
      {[](auto* r) { r->set_corpus("other"); }, grpc::NOT_FOUND, ""},
      {[](auto* r) { r->mutable_query()->set_text(std::string(10001, 'a')); },
       grpc::RESOURCE_EXHAUSTED, ""},
      {[](auto* r) { r->mutable_query()->set_prompt(std::string(10001, 'a')); },
       grpc::RESOURCE_EXHAUSTED, ""},
      {[](auto* r) { r->mutable_query()->set_text(std::string(100 << 20, 'a')); },
       grpc::RESOURCE_EXHAUSTED, ""},
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE("case " + std::to_string(i));
    v1::TraceRequest request = Request();
    cases[i].change(&request);
    const grpc::Status status = Trace(request);
    EXPECT_EQ(status.error_code(), cases[i].code) << status.error_message();
    EXPECT_FALSE(status.error_message().empty());
    const std::vector<std::string> fields = FieldsAtFault(status);
    EXPECT_EQ(fields, cases[i].field.empty() ? std::vector<std::string>()
                                             : std::vector<std::string>{cases[i].field});
  }
  ExpectUnharmed();
}

TEST_F(GrpcServerTest, AnEmptyTextHasAnEmptyTrace) {
  Start();
  v1::TraceResponse response;
  EXPECT_TRUE(Trace(Request(""), &response).ok());
  EXPECT_EQ(response.trace().coverage().words(), 0u);
  EXPECT_EQ(response.trace().spans_size(), 0);
}

TEST_F(GrpcServerTest, BytesThatAreNotUtf8) {
  Start();
  v1::TraceRequest request = Request();
  request.mutable_query()->set_raw_text("\xff the tide was out \xc3");
  v1::TraceResponse response;
  EXPECT_TRUE(Trace(request, &response).ok());
  EXPECT_EQ(response.trace().text(), "\xef\xbf\xbd the tide was out \xef\xbf\xbd");
  EXPECT_EQ(response.trace().spans_size(), 1);
  ExpectUnharmed();
}

TEST_F(GrpcServerTest, CountSearchAndDocument) {
  Start();
  {
    grpc::ClientContext context;
    v1::CountRequest request;
    v1::CountResponse response;
    request.set_phrase("the tide was out");
    ASSERT_TRUE(stub_->Count(&context, request, &response).ok());
    EXPECT_EQ(response.occurrences(), 2u);
    EXPECT_EQ(response.words(), 4u);
  }
  v1::SearchRequest request;
  request.add_phrases("the tide was out");
  request.set_page_size(1);
  std::vector<std::string> found;
  v1::Document last;
  do {
    grpc::ClientContext context;
    v1::SearchResponse response;
    ASSERT_TRUE(stub_->Search(&context, request, &response).ok());
    EXPECT_EQ(response.total_documents(), 2u);
    ASSERT_EQ(response.hits_size(), 1);
    found.push_back(response.hits(0).document().id());
    last = response.hits(0).document();
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(found, (std::vector<std::string>{"1", "2"}));

  v1::GetDocumentRequest page;
  *page.mutable_name() = last.name();
  page.set_page_size_bytes(7);
  std::string text;
  do {
    grpc::ClientContext context;
    v1::GetDocumentResponse response;
    ASSERT_TRUE(stub_->GetDocument(&context, page, &response).ok());
    EXPECT_EQ(response.begin_byte(), text.size());
    text += response.text();
    page.set_begin_byte(response.next_begin_byte());
  } while (page.begin_byte() < last.size_bytes());
  EXPECT_EQ(text, Documents()[2].text);
}

TEST_F(GrpcServerTest, PagesNeverCutCharactersOrLoseBytes) {
  TracedCorpus corpus({{"a\xe7\x81\xaf\xe5\xa1\x94 \xf0\x9f\x97\xbc\xc3\xa9 end"}});
  ServerOptions options;
  options.corpora = {{"", corpus.index_dir()}};
  Start(options);
  for (int size = 1; size < 12; ++size) {
    v1::GetDocumentRequest page;
    page.set_page_size_bytes(size);
    std::string text;
    for (int calls = 0; text.size() < corpus.documents()[0].text.size() && calls < 100; ++calls) {
      grpc::ClientContext context;
      v1::GetDocumentResponse response;
      const grpc::Status status = stub_->GetDocument(&context, page, &response);
      ASSERT_TRUE(status.ok()) << status.error_message();
      EXPECT_EQ(response.begin_byte(), text.size());
      text += response.text();
      page.set_begin_byte(response.next_begin_byte());
    }
    EXPECT_EQ(text, corpus.documents()[0].text) << "pages of " << size;
  }
}

TEST_F(GrpcServerTest, BadPagesAndDocuments) {
  Start();
  v1::SearchRequest search;
  search.add_phrases("the");
  const auto search_code = [&] {
    grpc::ClientContext context;
    v1::SearchResponse response;
    return stub_->Search(&context, search, &response).error_code();
  };
  for (const std::string token :
       {"x", "!!!!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    search.set_page_token(token);
    const grpc::StatusCode code = search_code();
    EXPECT_TRUE(code == grpc::INVALID_ARGUMENT || code == grpc::FAILED_PRECONDITION) << token;
  }
  search.clear_page_token();
  search.set_page_size(-1);
  EXPECT_EQ(search_code(), grpc::INVALID_ARGUMENT);
  search.clear_phrases();
  EXPECT_EQ(search_code(), grpc::INVALID_ARGUMENT);

  v1::GetDocumentRequest request;
  const auto document_code = [&] {
    grpc::ClientContext context;
    v1::GetDocumentResponse response;
    return stub_->GetDocument(&context, request, &response).error_code();
  };
  request.mutable_name()->set_number(3);
  EXPECT_EQ(document_code(), grpc::NOT_FOUND);
  request.mutable_name()->set_number(0);
  request.mutable_name()->set_shard(1);
  EXPECT_EQ(document_code(), grpc::NOT_FOUND);
  request.mutable_name()->set_shard(0);
  request.set_begin_byte(UINT64_MAX);
  EXPECT_EQ(document_code(), grpc::INVALID_ARGUMENT);
  request.set_begin_byte(0);
  request.set_page_size_bytes(-5);
  EXPECT_EQ(document_code(), grpc::INVALID_ARGUMENT);
  request.set_page_size_bytes(0);
  request.set_fingerprint("0");
  EXPECT_EQ(document_code(), grpc::FAILED_PRECONDITION);
}

TEST_F(GrpcServerTest, DocumentsAreRedactedOnRequest) {
  Start();
  v1::GetDocumentRequest request;
  request.set_redact_emails(true);
  request.set_page_size_bytes(70);  // ends inside the address
  grpc::ClientContext context;
  v1::GetDocumentResponse response;
  ASSERT_TRUE(stub_->GetDocument(&context, request, &response).ok());
  EXPECT_EQ(response.emails_redacted(), 1u);
  EXPECT_EQ(response.text().find("anna"), std::string::npos) << response.text();
}

TEST_F(GrpcServerTest, DeadlinesAreKept) {
  Start(WithLimits(R"({"max_text_bytes": 4000000})"));
  std::string slow;
  while (slow.size() < 3000000) slow += "the tide was out when nobody slept in the old ";
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(5));
  v1::TraceResponse response;
  EXPECT_EQ(stub_->Trace(&context, Request(slow), &response).error_code(), grpc::DEADLINE_EXCEEDED);
  ExpectUnharmed();
}

TEST_F(GrpcServerTest, TheServersOwnDeadline) {
  Start(WithLimits(R"({"max_text_bytes": 4000000, "max_seconds": 0.01})"));
  std::string slow;
  while (slow.size() < 3000000) slow += "the tide was out when nobody slept in the old ";
  EXPECT_EQ(Trace(Request(slow)).error_code(), grpc::DEADLINE_EXCEEDED);
}

}  // namespace
}  // namespace spanroot
