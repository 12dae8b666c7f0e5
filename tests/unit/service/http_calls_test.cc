// Calls over HTTP: every one gives what its handler gives, and bad requests say what is wrong.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "service/http/json.h"
#include "spanroot/v1/trace_service.pb.h"
#include "tests/unit/service/http_server_test.h"

namespace spanroot {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

// Without what differs from call to call.
json Timeless(json trace) {
  for (const char* name :
       {"matchSeconds", "documentsSeconds", "suffixBlocksRead", "textChunksRead"}) {
    trace.at("statistics").erase(name);
  }
  return trace;
}

class HttpCallsTest : public HttpServerTest {
 protected:
  // What a handler says, as JSON.
  template <typename Request, typename Response>
  json Handled(absl::Status (Handlers::*handler)(const Call&, const Request&, Response*) const,
               const std::string& question) {
    Request request;
    Response response;
    EXPECT_TRUE(FromJson(question, &request).ok());
    const absl::Status status = (service_.handlers().*handler)(Call(), request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return json::parse(ToJson(response).value());
  }
};

TEST_F(HttpCallsTest, CallsGiveWhatTheirHandlersGive) {
  HttpReply reply = Post("/v1/trace", kQuestion);
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.Header("content-type"), "application/json");
  EXPECT_EQ(reply.Header("cache-control"), "no-store");
  json answer = json::parse(reply.body), expected = Handled(&Handlers::Trace, kQuestion);
  EXPECT_EQ(answer.at("trace").at("spans").size(), 2u);
  answer["trace"] = Timeless(answer["trace"]);
  expected["trace"] = Timeless(expected["trace"]);
  EXPECT_EQ(answer, expected);

  EXPECT_EQ(json::parse(Post("/v1/count", R"({"phrase":"the tide was out"})").body),
            Handled(&Handlers::Count, R"({"phrase":"the tide was out"})"));
  EXPECT_EQ(json::parse(Post("/v1/search", R"({"phrases":["the tide"]})").body),
            Handled(&Handlers::Search, R"({"phrases":["the tide"]})"));
  EXPECT_EQ(json::parse(Post("/v1/document", R"({"name":{"number":1}})").body),
            Handled(&Handlers::GetDocument, R"({"name":{"number":1}})"));
  EXPECT_EQ(json::parse(Get("/v1/corpora").body), Handled(&Handlers::ListCorpora, "{}"));
  const json corpus = Handled(&Handlers::GetCorpus, R"({"corpus":"small"})");
  EXPECT_EQ(json::parse(Get("/v1/corpora/small").body), corpus);
  EXPECT_EQ(json::parse(Get("/v1/corpora/%73mall").body), corpus);
  EXPECT_TRUE(service_.WaitForLog("\"transport\":\"http\",\"method\":\"GetCorpus\""));
}

TEST_F(HttpCallsTest, AStreamsEventsAreTheTrace) {
  const HttpReply reply = Post("/v1/trace:stream", kQuestion);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.Header("content-type"), "text/event-stream");
  json trace;
  std::string order;
  for (size_t at = 0; at < reply.body.size();) {
    const size_t end = reply.body.find("\n\n", at);
    ASSERT_NE(end, std::string::npos);
    const std::string event = reply.body.substr(at, end - at);
    at = end + 2;
    const size_t line = event.find("\ndata: ");
    ASSERT_NE(line, std::string::npos) << event;
    const std::string name = event.substr(7, line - 7);
    order += name + " ";
    const json part = json::parse(event.substr(line + 7)).at(name);
    if (name == "spans") trace = part.at("trace");
    if (name == "documents")
      trace["documents"].insert(trace["documents"].end(), part.at("documents").begin(),
                                part.at("documents").end());
    if (name == "done") trace["statistics"] = part.at("statistics");
  }
  EXPECT_EQ(order, "spans documents done ");
  const json expected = Handled(&Handlers::Trace, kQuestion).at("trace");
  EXPECT_EQ(trace.at("documents"), expected.at("documents"));
  EXPECT_EQ(trace.at("coverage"), expected.at("coverage"));
  EXPECT_EQ(Timeless(trace).at("statistics"), Timeless(expected).at("statistics"));
}

TEST_F(HttpCallsTest, AStreamThatCannotBeginIsAnError) {
  const HttpReply reply = Post("/v1/trace:stream", R"({"corpus":"other"})");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(json::parse(reply.body).at("code"), 5);
}

TEST_F(HttpCallsTest, OldClientsGetStreamsUpToTheEndOfTheConnection) {
  HttpClient client(service_.port());
  client.Send(
      "POST /v1/trace:stream HTTP/1.0\r\nContent-Type: application/json\r\n"
      "Connection: keep-alive\r\nContent-Length: " +
      std::to_string(sizeof(kQuestion) - 1) + "\r\n\r\n" + kQuestion);
  const HttpReply reply = client.Read();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.Header("transfer-encoding"), "");
  EXPECT_EQ(reply.Header("connection"), "close");
  EXPECT_TRUE(reply.body.starts_with("event: spans\ndata: {")) << reply.body;
  EXPECT_TRUE(reply.body.ends_with("}\n\n"));
  EXPECT_THAT(reply.body, HasSubstr("event: done\n"));
}

TEST_F(HttpCallsTest, BadRequestsSayWhatIsWrong) {
  struct Case {
    std::string request;
    int status;
    const char* text;  // in the body
  };
  const std::string question = kQuestion;
  const Case cases[] = {
      {JsonRequestText("/v1/trace", R"({"query":{"options":{"densty":1}}})"), 400,
       R"("field":"query.options.densty")"},
      {JsonRequestText("/v1/trace", R"({"query":{"text":"a","options":{"density":7}}})"), 400,
       R"("field":"query.options.density")"},
      {JsonRequestText("/v1/trace", "{"), 400, R"("field":"body")"},
      {HttpRequestText("POST", "/v1/trace", "", "Content-Type: application/json\r\n"), 400,
       R"("field":"body")"},
      {JsonRequestText("/v1/trace", question, "X-Timeout-Seconds: soon\r\n"), 400,
       R"("field":"X-Timeout-Seconds")"},
      {JsonRequestText("/v1/trace", question, "X-Timeout-Seconds: -1\r\n"), 400,
       R"("field":"X-Timeout-Seconds")"},
      {JsonRequestText("/v1/trace", question, "X-Timeout-Seconds: nan\r\n"), 400,
       R"("field":"X-Timeout-Seconds")"},
      {JsonRequestText("/v1/trace?pretty=1", question), 400, "no query"},
      {JsonRequestText("/v1/count", R"({"corpus":"other"})"), 404, "other"},
      {JsonRequestText("/v1/document", R"({"fingerprint":"0"})"), 409, "fingerprint"},
      {HttpRequestText("GET", "/v1/corpora/other"), 404, "other"},
      {HttpRequestText("GET", "/v1/corpora/%zz"), 400, R"("field":"corpus")"},
      {HttpRequestText("GET", "/v1/corpora/%ff"), 400, R"("field":"corpus")"},
      {HttpRequestText("GET", "/v1/corpora/"), 404, "nothing at this path"},
      {HttpRequestText("GET", "/v1/corpora/a/b"), 404, "nothing at this path"},
      {HttpRequestText("GET", "/v1/"), 404, "nothing at this path"},
      {HttpRequestText("GET", "/v1/nothing"), 404, "nothing at this path"},
      {HttpRequestText("GET", "/nothing"), 404, "nothing at this path"},
      {HttpRequestText("GET", "/../etc/passwd"), 404, "nothing at this path"},
      {HttpRequestText("POST", "/v1/trace", question), 415, "application/json"},
      {HttpRequestText("POST", "/v1/trace", question, "Content-Type: text/plain\r\n"), 415,
       "application/json"},
      {HttpRequestText("POST", "/v1/trace", question,
                       "Content-Type: application/json; charset=utf-16\r\n"),
       415, "application/json"},
      {JsonRequestText("/v1/trace", question, "Content-Encoding: gzip\r\n"), 415, "uncompressed"},
      {JsonRequestText("/v1/trace", question, "Expect: much\r\n"), 417, "100-continue"},
  };
  for (const Case& bad : cases) {
    const HttpReply reply = AskHttp(service_.port(), bad.request);
    EXPECT_EQ(reply.status, bad.status) << bad.request << "\n" << reply.body;
    EXPECT_EQ(reply.Header("content-type"), "application/json") << bad.request;
    EXPECT_THAT(reply.body, HasSubstr(bad.text)) << bad.request;
  }
}

TEST_F(HttpCallsTest, MethodsThatArePathsDoNotHave) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"GET", "/v1/trace", "POST"},
      {"HEAD", "/v1/count", "POST"},
      {"OPTIONS", "/v1/search", "POST"},
      {"POST", "/v1/corpora", "GET, HEAD"},
      {"DELETE", "/v1/corpora/small", "GET, HEAD"},
      {"PUT", "/v1/openapi.json", "GET, HEAD"},
      {"POST", "/", "GET, HEAD"},
      {"POST", "/healthz", "GET, HEAD"},
      {"TRACE", "/metrics", "GET, HEAD"},
      {"BREW", "/v1/trace", "POST"},
  };
  for (const auto& [method, target, allow] : cases) {
    HttpClient client(service_.port());
    client.Send(HttpRequestText(method, target));
    const HttpReply reply = client.Read(std::string(method) == "HEAD");
    EXPECT_EQ(reply.status, 405) << method << " " << target;
    EXPECT_EQ(reply.Header("allow"), allow) << method << " " << target;
  }
}

TEST_F(HttpCallsTest, ContentTypesThatAreJson) {
  for (const char* type :
       {"application/json", "Application/JSON; charset=UTF-8", "application/json ;charset=utf-8"}) {
    const HttpReply reply =
        AskHttp(service_.port(), HttpRequestText("POST", "/v1/count", R"({"phrase":"tide"})",
                                                 std::string("Content-Type: ") + type + "\r\n"));
    EXPECT_EQ(reply.status, 200) << type << reply.body;
  }
}

}  // namespace
}  // namespace spanroot
