// The whole server over gRPC, with a real channel: answers equal the tracer's own, and whatever is
// sent gets a clear error and leaves the server as it was.
#include <google/protobuf/util/message_differencer.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <thread>

#include "common/file.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "service/convert.h"
#include "service/server.h"
#include "spanroot/v1/trace_service.grpc.pb.h"
#include "tests/support/temp_dir.h"
#include "tests/support/tls_keys.h"
#include "tests/support/traced_corpus.h"

namespace spanroot {
namespace {

constexpr char kText[] = "They said that the tide was out when nobody slept in the old lighthouse.";
constexpr char kToken[] = "0123456789abcdef";

std::vector<SmallDocument> Documents() {
  return {
      {"It is said that nobody slept in the old lighthouse. Write to anna@example.org.", "tales"},
      {"Every child knew when the tide was out.", "tales"},
      {"No boat moved while the tide was out.", "logs"}};
}

class GrpcServerTest : public ::testing::Test {
 protected:
  void Start(ServerOptions options = {}) {
    if (options.corpora.empty()) options.corpora = {{"small", corpus_.index_dir()}};
    options.grpc_address = "127.0.0.1:0";
    options.http_address = "";
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(options);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    Connect(grpc::InsecureChannelCredentials());
  }

  void Connect(const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    channel_ =
        grpc::CreateChannel("127.0.0.1:" + std::to_string(server_->grpc_port()), credentials);
    stub_ = v1::TraceService::NewStub(channel_);
  }

  ServerOptions WithLimits(const std::string& json) {
    std::ofstream(folder_.File("limits.json")) << json;
    ServerOptions options;
    options.limits_file = folder_.File("limits.json");
    return options;
  }

  static v1::TraceRequest Request(const std::string& text = kText) {
    v1::TraceRequest request;
    request.mutable_query()->set_text(text);
    request.mutable_query()->mutable_options()->set_density(1);
    return request;
  }

  grpc::Status Trace(const v1::TraceRequest& request, v1::TraceResponse* response = nullptr,
                     const std::string& token = "") {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    v1::TraceResponse unused;
    return stub_->Trace(&context, request, response == nullptr ? &unused : response);
  }

  void ExpectUnharmed() {
    v1::TraceResponse response;
    const grpc::Status status = Trace(Request(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.trace().spans_size(), 2);
  }

  // What the tracer itself says, as a message, without times and reads.
  v1::Trace Expected() {
    TraceOptions options;
    options.density = 1;
    return Timeless(ToProto(corpus_.tracer().Trace(kText, options).value()));
  }
  static v1::Trace Timeless(v1::Trace trace) {
    v1::TraceStatistics* const statistics = trace.mutable_statistics();
    statistics->clear_match_seconds();
    statistics->clear_documents_seconds();
    statistics->clear_suffix_blocks_read();
    statistics->clear_text_chunks_read();
    return trace;
  }

  TracedCorpus corpus_{Documents()};
  const TempDir folder_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::TraceService::Stub> stub_;
};

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

TEST_F(GrpcServerTest, TokensAreAskedForAndReloaded) {
  ServerOptions options;
  options.tokens_file = folder_.File("tokens");
  std::ofstream(options.tokens_file) << "anna " << kToken << "\n";
  Start(options);
  EXPECT_EQ(Trace(Request()).error_code(), grpc::UNAUTHENTICATED);
  EXPECT_EQ(Trace(Request(), nullptr, "fedcba9876543210").error_code(), grpc::UNAUTHENTICATED);
  EXPECT_TRUE(Trace(Request(), nullptr, kToken).ok());
  std::ofstream(options.tokens_file) << "ben fedcba9876543210\n";
  std::filesystem::last_write_time(
      options.tokens_file,
      std::filesystem::file_time_type::clock::now() + std::chrono::seconds(10));
  bool changed = false;
  for (int i = 0; i < 300 && !changed; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    changed = Trace(Request(), nullptr, kToken).error_code() == grpc::UNAUTHENTICATED;
  }
  EXPECT_TRUE(changed);
  EXPECT_TRUE(Trace(Request(), nullptr, "fedcba9876543210").ok());
}

TEST_F(GrpcServerTest, TlsAndClientCertificates) {
  const std::string folder = folder_.File("");
  ASSERT_TRUE(MakeTlsKeys(folder));
  const auto read = [&](const char* name) { return ReadFile(folder + name).value(); };
  ServerOptions options;
  options.tls = {folder + "server.pem", folder + "server.key", folder + "ca.pem"};
  Start(options);
  EXPECT_FALSE(Trace(Request()).ok());  // not TLS
  grpc::SslCredentialsOptions keys;
  keys.pem_root_certs = read("ca.pem");
  Connect(grpc::SslCredentials(keys));
  EXPECT_FALSE(Trace(Request()).ok());  // no certificate
  keys.pem_cert_chain = read("other.pem");
  keys.pem_private_key = read("other.key");
  Connect(grpc::SslCredentials(keys));
  EXPECT_FALSE(Trace(Request()).ok());  // of an authority nobody knows
  keys.pem_cert_chain = read("client.pem");
  keys.pem_private_key = read("client.key");
  Connect(grpc::SslCredentials(keys));
  ExpectUnharmed();
  keys.pem_root_certs = read("other.pem");  // a server that the client does not trust
  Connect(grpc::SslCredentials(keys));
  EXPECT_FALSE(Trace(Request()).ok());
}

TEST_F(GrpcServerTest, WhatIsUnsafeOrImpossibleIsRefused) {
  const auto code = [&](const std::function<void(ServerOptions*)>& change) {
    ServerOptions options;
    options.corpora = {{"", corpus_.index_dir()}};
    options.grpc_address = "127.0.0.1:0";
    options.http_address = "";
    change(&options);
    return Server::Start(options).status().code();
  };
  using absl::StatusCode;
  EXPECT_EQ(code([](auto* o) { o->grpc_address = "0.0.0.0:0"; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->grpc_address = "[::]:0"; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->grpc_address = ""; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->grpc_address = "localhost"; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->tls.certificate = "x"; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->tls.client_ca = "x"; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->corpora.push_back(o->corpora[0]); }),
            StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->corpora.clear(); }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->corpora[0].dir = "/nowhere"; }), StatusCode::kNotFound);
  EXPECT_EQ(code([](auto* o) { o->limits_file = "/nowhere"; }), StatusCode::kNotFound);
  EXPECT_EQ(code([](auto* o) {
              o->grpc_address = "0.0.0.0:0";
              o->insecure = true;
            }),
            StatusCode::kOk);
}

TEST_F(GrpcServerTest, AnIndexThatIsReplacedIsOpenedAnew) {
  const std::string dir = folder_.File("index");
  std::filesystem::copy(corpus_.index_dir(), dir, std::filesystem::copy_options::recursive);
  ServerOptions options;
  options.corpora = {{"small", dir}};
  Start(options);
  ExpectUnharmed();
  const TracedCorpus other({{"Something else altogether about stamps."}});
  std::filesystem::rename(dir, dir + ".old");
  std::filesystem::copy(other.index_dir(), dir, std::filesystem::copy_options::recursive);
  uint64_t documents = 0;
  for (int i = 0; i < 300 && documents != 1; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    grpc::ClientContext context;
    v1::GetCorpusResponse response;
    const grpc::Status status = stub_->GetCorpus(&context, v1::GetCorpusRequest(), &response);
    ASSERT_TRUE(status.ok()) << status.error_message();  // never without an index
    documents = response.corpus().counts().documents();
  }
  EXPECT_EQ(documents, 1u);
}

TEST_F(GrpcServerTest, DrainFinishesWhatRuns) {
  Start(WithLimits(R"({"max_text_bytes": 4000000})"));
  std::string slow;
  while (slow.size() < 500000) slow += "the tide was out when nobody slept in the old ";
  grpc::Status status;
  std::thread caller([&] { status = Trace(Request(slow)); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  server_->Drain(absl::Seconds(60));
  caller.join();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(Trace(Request()).error_code(), grpc::UNAVAILABLE);
}

}  // namespace
}  // namespace spanroot
