// What HTTP asks of a server besides calls: headers, files, compression, connections, hosts,
// tokens.
#include "service/http/http_server.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include <nlohmann/json.hpp>

#include "service/http/routes.h"
#include "service/http/static_files.h"
#include "tests/unit/service/http_server_test.h"

namespace spanroot {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

std::string Gunzip(const std::string& bytes) {
  z_stream stream = {};
  inflateInit2(&stream, 15 + 16);
  std::string out(10 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST_F(HttpServerTest, SecurityHeadersAreOnEveryAnswer) {
  const std::string requests[] = {
      HttpRequestText("GET", "/"),
      HttpRequestText("GET", "/healthz"),
      HttpRequestText("GET", "/metrics"),
      HttpRequestText("GET", "/v1/openapi.json"),
      HttpRequestText("GET", "/nothing"),
      HttpRequestText("PUT", "/"),
      JsonRequestText("/v1/trace", kQuestion),
      JsonRequestText("/v1/trace:stream", kQuestion),
      JsonRequestText("/v1/trace", "{"),
      "nonsense\r\n\r\n",
      "GET / HTTP/1.1\n\n",
      "GET / HTTP/2.0\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
  };
  for (const std::string& request : requests) {
    const HttpReply reply = AskHttp(service_.port(), request);
    EXPECT_GT(reply.status, 0) << request;
    EXPECT_EQ(reply.Header("content-security-policy"),
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
              "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
              "frame-ancestors 'none'")
        << request;
    EXPECT_EQ(reply.Header("x-content-type-options"), "nosniff");
    EXPECT_EQ(reply.Header("referrer-policy"), "no-referrer");
    EXPECT_EQ(reply.Header("cross-origin-resource-policy"), "same-origin");
    EXPECT_EQ(reply.Header("cross-origin-opener-policy"), "same-origin");
    EXPECT_NE(reply.Header("permissions-policy"), "");
    EXPECT_NE(reply.Header("cache-control"), "");
    EXPECT_NE(reply.Header("date"), "");
    EXPECT_EQ(reply.Header("strict-transport-security"), "");
    EXPECT_EQ(reply.Header("access-control-allow-origin"), "");
  }
}

TEST_F(HttpServerTest, HealthAndMetrics) {
  HttpReply reply = Get("/healthz");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "ok\n");
  service_.set_ready(false);
  reply = Get("/healthz");
  EXPECT_EQ(reply.status, 503);
  EXPECT_NE(reply.Header("retry-after"), "");
  reply = Get("/metrics");
  EXPECT_THAT(reply.Header("content-type"), HasSubstr("text/plain; version=0.0.4"));
  EXPECT_THAT(reply.body, HasSubstr("spanroot_corpus_documents{corpus=\"small\"} 3"));
}

TEST_F(HttpServerTest, EveryFileOfThePageIsThere) {
  bool has_index = false;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    SCOPED_TRACE(file.path);
    has_index |= file.path == "/index.html";
    const std::string path(file.path);
    const HttpReply plain = Get(path);
    EXPECT_EQ(plain.status, 200);
    EXPECT_EQ(plain.body, file.bytes);
    EXPECT_EQ(plain.Header("content-encoding"), "");
    const HttpReply compressed = Get(path, "Accept-Encoding: gzip\r\n");
    const bool is_compressed = compressed.Header("content-encoding") == "gzip";
    EXPECT_EQ(is_compressed ? Gunzip(compressed.body) : compressed.body, file.bytes);
    const std::string etag = plain.Header("etag");
    EXPECT_EQ(compressed.Header("etag"), etag);
    for (const std::string& known : {etag, "\"x\", " + etag, std::string("*"), etag.substr(2)}) {
      EXPECT_EQ(Get(path, "If-None-Match: " + known + "\r\n").status, 304) << known;
    }
    EXPECT_EQ(Get(path, "If-None-Match: \"x\"\r\n").status, 200);
  }
  EXPECT_TRUE(has_index);
  const HttpReply page = Get("/?from=elsewhere");
  EXPECT_EQ(page.body, Get("/index.html").body);
  EXPECT_EQ(page.Header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.Header("cache-control"), "no-cache");
  EXPECT_EQ(page.body.find("<script>"), std::string::npos);  // the policy would stop it
  EXPECT_EQ(page.body.find("style="), std::string::npos);
}

TEST(StaticFiles, AssetsAreKeptByClients) {
  const StaticFiles files(std::vector<EmbeddedFile>{{"/assets/a-1.js", "code"}});
  HttpResponse response;
  ASSERT_TRUE(files.Answer(HttpRequest(), "/assets/a-1.js", &response));
  EXPECT_EQ(response.body, "code");
  const HttpHeaders& headers = response.headers;
  EXPECT_THAT(headers,
              ::testing::Contains(::testing::Pair("Content-Type", HasSubstr("javascript"))));
  EXPECT_THAT(headers,
              ::testing::Contains(::testing::Pair("Cache-Control", HasSubstr("immutable"))));
  EXPECT_FALSE(files.Answer(HttpRequest(), "/assets/a-2.js", &response));
  EXPECT_FALSE(files.Answer(HttpRequest(), "/", &response));
}

TEST_F(HttpServerTest, HeadHasTheHeadersAndNoBody) {
  HttpClient client(service_.port());
  for (const char* target : {"/", "/healthz", "/v1/corpora", "/v1/openapi.json", "/nothing"}) {
    client.Send(HttpRequestText("HEAD", target));
    const HttpReply head = client.Read(true);
    const HttpReply get = client.Ask(HttpRequestText("GET", target));  // nothing lies in between
    EXPECT_EQ(head.status, get.status) << target;
    EXPECT_EQ(head.Header("content-length"), std::to_string(get.body.size())) << target;
    EXPECT_EQ(head.Header("content-type"), get.Header("content-type")) << target;
  }
}

TEST_F(HttpServerTest, LongAnswersAreCompressedOnRequest) {
  const std::string headers = "Accept-Encoding: br, gzip\r\n";
  HttpReply reply = Get("/v1/openapi.json", headers);
  EXPECT_EQ(reply.Header("content-encoding"), "gzip");
  EXPECT_EQ(reply.Header("vary"), "Accept-Encoding");
  EXPECT_EQ(Gunzip(reply.body), Get("/v1/openapi.json").body);
  EXPECT_EQ(Get("/v1/openapi.json").Header("vary"), "Accept-Encoding");
  reply = Post("/v1/trace", kQuestion, headers);
  EXPECT_EQ(json::parse(Gunzip(reply.body)).at("corpus"), "small");
  EXPECT_EQ(Post("/v1/trace:stream", kQuestion, headers).Header("content-encoding"), "");
  EXPECT_EQ(Post("/v1/count", R"({"phrase":"tide"})", headers).Header("content-encoding"), "");
}

TEST_F(HttpServerTest, OneConnectionTakesManyRequests) {
  HttpClient client(service_.port());
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(client.Ask(JsonRequestText("/v1/count", R"({"phrase":"tide"})")).status, 200);
    EXPECT_EQ(client.Ask(HttpRequestText("GET", "/healthz")).Header("connection"), "keep-alive");
    EXPECT_EQ(client.Ask(JsonRequestText("/v1/count", "{")).status, 400);
  }
  EXPECT_EQ(client.Ask(HttpRequestText("GET", "/healthz", "", "Connection: close\r\n")).status,
            200);
  EXPECT_TRUE(client.IsClosed());
}

TEST_F(HttpServerTest, PipelinedRequestsAreAnsweredInOrder) {
  HttpClient client(service_.port());
  std::string requests;
  for (int i = 0; i < 10; ++i) {
    requests += JsonRequestText("/v1/trace:stream", kQuestion) +
                HttpRequestText("GET", "/healthz") +
                JsonRequestText("/v1/count", R"({"phrase":"tide"})") + "\r\n" +
                HttpRequestText("GET", "/nothing");
  }
  client.Send(requests);
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(client.Read().body, HasSubstr("event: done"));
    EXPECT_EQ(client.Read().body, "ok\n");
    EXPECT_THAT(client.Read().body, HasSubstr("occurrences"));
    EXPECT_EQ(client.Read().status, 404);
  }
}

TEST_F(HttpServerTest, ChunkedBodiesAndContinue) {
  HttpClient client(service_.port());
  const std::string head =
      "POST /v1/count HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  client.Send(head +
              "Transfer-Encoding: chunked\r\n\r\n9;a=b\r\n{\"phrase\"\r\n8\r\n:\"tide\"}\r\n"
              "0\r\nTrailer: x\r\n\r\n");
  EXPECT_EQ(json::parse(client.Read().body).at("occurrences"), "2");
  client.Send(head + "Expect: 100-continue\r\nContent-Length: 17\r\n\r\n");
  EXPECT_EQ(client.Read().status, 100);
  client.Send(R"({"phrase":"tide"})");
  EXPECT_EQ(json::parse(client.Read().body).at("occurrences"), "2");
}

TEST_F(HttpServerTest, OldClients) {
  HttpClient client(service_.port());
  EXPECT_EQ(client.Ask("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").body, "ok\n");
  const HttpReply reply = client.Ask("GET /v1/corpora HTTP/1.0\r\n\r\n");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.Header("connection"), "close");
  EXPECT_TRUE(client.IsClosed());
}

TEST_F(HttpServerTest, DeadlinesOfTheClientCount) {
  const auto turns = service_.TakeAllTurns();
  const HttpReply reply = Post("/v1/trace", kQuestion, "X-Timeout-Seconds: 0.05\r\n");
  EXPECT_EQ(reply.status, 504);
  EXPECT_EQ(json::parse(reply.body).at("code"), 4);
}

TEST_F(HttpServerTest, HostsOfOtherSitesAreRefused) {
  const auto status = [&](const std::string& host) {
    return AskHttp(service_.port(), "GET /v1/corpora HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
        .status;
  };
  for (const char* host : {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "[::1]:80"}) {
    EXPECT_EQ(status(host), 200) << host;
  }
  for (const char* host : {"evil.example", "localhost.evil.example", "evil.example:80",
                           "127.0.0.1.evil.example", "192.168.0.1"}) {
    EXPECT_EQ(status(host), 403) << host;
  }
  EXPECT_EQ(AskHttp(service_.port(), "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .status,
            403);
  EXPECT_EQ(
      AskHttp(service_.port(), "GET http://localhost/healthz HTTP/1.1\r\nHost: x\r\n\r\n").status,
      200);
}

TEST(HttpServer, HostsAreFreeWhereOthersCanAsk) {
  HttpServiceOptions options;
  options.host = "0.0.0.0";
  HttpService service(options);
  EXPECT_EQ(
      AskHttp(service.port(), "GET /healthz HTTP/1.1\r\nHost: spanroot.example\r\n\r\n").status,
      200);
}

TEST(HttpServer, TokensAreAskedForUnderV1Only) {
  HttpServiceOptions options;
  options.tokens = "anna 0123456789abcdef\n";
  HttpService service(options);
  const auto ask = [&](const std::string& target, const std::string& headers) {
    return AskHttp(service.port(), HttpRequestText("GET", target, "", headers));
  };
  for (const Route& route : Routes()) {
    const std::string target(route.path);
    const HttpReply reply =
        AskHttp(service.port(), route.http_method == "POST" ? JsonRequestText(target, "{")
                                                            : HttpRequestText("GET", target));
    EXPECT_EQ(reply.status, 401) << target;
    EXPECT_EQ(reply.Header("www-authenticate"), "Bearer") << target;
  }
  EXPECT_EQ(ask("/v1/openapi.json", "").status, 401);
  EXPECT_EQ(ask("/v1/corpora", "Authorization: Bearer 0123456789abcdeX\r\n").status, 401);
  EXPECT_EQ(ask("/v1/corpora", "Authorization: Bearer 0123456789abcdef\r\n").status, 200);
  EXPECT_EQ(ask("/v1/openapi.json", "authorization: bearer 0123456789abcdef\r\n").status, 200);
  for (const char* open : {"/", "/healthz", "/metrics"}) EXPECT_EQ(ask(open, "").status, 200);
  EXPECT_TRUE(service.WaitForLog("\"client\":\"anna\""));
}

TEST(HttpServer, AddressesThatCannotBeHad) {
  HttpService service;
  const auto start = [&](const std::string& address) {
    HttpOptions options;
    options.address = address;
    return HttpServer::Start(
               options, &service.handlers(), &service.runner(), [] { return std::string(); },
               [] { return true; })
        .status();
  };
  for (const char* address : {"", "localhost", ":80", "localhost:", "localhost:http",
                              "localhost:70000", "localhost:-1"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(start(address))) << address;
  }
  const std::string taken = "127.0.0.1:" + std::to_string(service.port());
  EXPECT_TRUE(absl::IsUnavailable(start(taken)));
  EXPECT_THAT(start(taken).message(), HasSubstr(taken));
  EXPECT_TRUE(absl::IsUnavailable(start("192.0.2.1:0")));  // nobody's
  EXPECT_TRUE(start("localhost:0").ok());
}

}  // namespace
}  // namespace spanroot
