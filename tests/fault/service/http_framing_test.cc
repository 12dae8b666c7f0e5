// Requests that two programs could read differently, over a raw connection: each is refused, and
// what follows it on the connection is never taken for another request.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/support/http_client.h"
#include "tests/support/http_service.h"

namespace spanroot {
namespace {

constexpr char kSmuggled[] = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

class HttpFramingTest : public ::testing::Test {
 protected:
  void ExpectRefused(const std::string& request, int status = 400) {
    SCOPED_TRACE(request);
    HttpClient client(service_.port());
    client.Send(request + kSmuggled);
    const HttpReply reply = client.Read();
    EXPECT_EQ(reply.status, status) << reply.body;
    EXPECT_EQ(reply.Header("connection"), "close");
    EXPECT_EQ(client.ReadUntil("HTTP/1.1"), "");
  }

  HttpService service_;
};

std::string Post(const std::string& headers, const std::string& rest) {
  return "POST /v1/count HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
         headers + "\r\n" + rest;
}

TEST_F(HttpFramingTest, LengthsThatAreNotClear) {
  const std::string body = "{\"phrase\":\"a\"}";  // 14 bytes
  ExpectRefused(Post("Content-Length: 14\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
  ExpectRefused(Post("Transfer-Encoding: chunked\r\nContent-Length: 14\r\n", "0\r\n\r\n"));
  for (const std::string value :
       {"14\r\nContent-Length: 14", "14\r\nContent-Length: 0", "0\r\ncontent-length: 14", "14, 14",
        "14,", ",14", "+14", "-14", "-0", "0x0e", "14 14", "14a", "1e1", "", "\"14\"",
        "99999999999999999999", "18446744073709551630", "14;", "\t14\t,"}) {
    ExpectRefused(Post("Content-Length: " + value + "\r\n", body));
  }
  for (const std::string value :
       {"gzip, chunked", "chunked, identity", "identity", "xchunked", "chunked, chunked",
        "chunked\r\nTransfer-Encoding: chunked", "chunked\r\nTransfer-Encoding: identity",
        "identity\r\nTransfer-Encoding: chunked", "\"chunked\"", "", "chunked;q=1", "chunked,",
        "\vchunked", "chunked\f", "chunk ed"}) {
    ExpectRefused(Post("Transfer-Encoding: " + value + "\r\n", "0\r\n\r\n"));
  }
  ExpectRefused(
      "POST /v1/count HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

TEST_F(HttpFramingTest, LinesThatAreNotClear) {
  using std::string_literals::operator""s;
  for (const std::string& headers : {"Content-Length: 0\r\n folded\r\n"s,
                                     "Content-Length:\r\n 0\r\n"s,
                                     "Transfer-Encoding:\r\n\tchunked\r\n"s,
                                     "Content-Length : 0\r\n"s,
                                     "Transfer-Encoding : chunked\r\n"s,
                                     " Content-Length: 0\r\n"s,
                                     "Content-Length\r\n"s,
                                     ": 0\r\n"s,
                                     "Content-Length: 0\nX: y\r\n"s,
                                     "X: y\nContent-Length: 0\r\n"s,
                                     "X: y\rContent-Length: 0\r\n"s,
                                     "X: y\r\r\n"s,
                                     "X: a\0b\r\n"s,
                                     "X\0: a\r\n"s,
                                     "X: a\x01\r\n"s,
                                     "X(: a\r\n"s,
                                     "X y: a\r\n"s,
                                     "\xff: a\r\n"s,
                                     "Host: localhost\r\n"s,
                                     "Content-Type: text/plain\r\n"s,
                                     "Authorization: a\r\nAuthorization: b\r\n"s}) {
    ExpectRefused(Post(headers, ""));
  }
  for (const std::string& line :
       {"GET /"s, "GET"s, "GET  / HTTP/1.1"s, "GET /  HTTP/1.1"s, "GET / HTTP/1.1 "s,
        " GET / HTTP/1.1"s, "GET\t/\tHTTP/1.1"s, "GET / a HTTP/1.1"s, "G(T / HTTP/1.1"s,
        "GET / HTTPS/1.1"s, "GET / HTTP/1.1\nX: y"s, "\0 / HTTP/1.1"s, "GET healthz HTTP/1.1"s,
        "GET \x01 HTTP/1.1"s}) {
    ExpectRefused(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }
  ExpectRefused("GET /healthz HTTP/1.1\r\n\r\n");               // no Host
  ExpectRefused("GET /healthz HTTP/1.1\nHost: localhost\n\n");  // LF alone
  ExpectRefused("\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ExpectRefused("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n");
  ExpectRefused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  ExpectRefused("GET / HTTP/1.2\r\nHost: localhost\r\n\r\n");
  ExpectRefused("GET / HTTP/0.9\r\nHost: localhost\r\n\r\n");
}

TEST_F(HttpFramingTest, ChunksThatAreNotClear) {
  using std::string_literals::operator""s;
  const std::string body = "{\"phrase\":\"a\"}";
  for (const std::string& chunks : {"x\r\n"s,
                                    "\r\n"s,
                                    "-1\r\n"s,
                                    "0x0e\r\n"s + body,
                                    " e\r\n"s + body,
                                    "e \r\n"s + body,
                                    "+e\r\n"s + body,
                                    "e\n"s + body + "\r\n0\r\n\r\n",
                                    "e\r\n"s + body + "\n0\r\n\r\n",
                                    "e\r\n"s + body + "0\r\n\r\n",
                                    "e\r\n"s + body + "xx0\r\n\r\n",
                                    "d\r\n"s + body + "\r\n0\r\n\r\n",
                                    "10000000000000000e\r\n"s + body,
                                    "e;\r\n"s + body + "\r\n0\r\n\r\n",
                                    "e;a=\r\n"s + body + "\r\n0\r\n\r\n",
                                    "e;a\n\r\n"s + body,
                                    "e;a=\"\x01\"\r\n"s + body,
                                    "e;a\rb\r\n"s + body,
                                    "e\r\n"s + body + "\r\n0\r\nbad trailer\r\n\r\n",
                                    "e\r\n"s + body + "\r\n0\r\nContent-Length: 5\r\n\r\n",
                                    "e\r\n"s + body + "\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n",
                                    "e\r\n"s + body + "\r\n0\r\nX: y\nZ: a\r\n\r\n",
                                    "e\r\n"s + body + "\r\n0 \r\n\r\n",
                                    "e;" + std::string(100000, 'a') + "\r\n"}) {
    ExpectRefused(Post("Transfer-Encoding: chunked\r\n", chunks));
  }
  ExpectRefused(Post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n"), 413);
}

TEST_F(HttpFramingTest, ABodyThatIsNotReadEndsTheConnection) {
  const std::string smuggled(kSmuggled);
  ExpectRefused(HttpRequestText("POST", "/nothing", smuggled), 404);
  ExpectRefused(HttpRequestText("POST", "/v1/count", smuggled), 415);
  ExpectRefused(HttpRequestText("PUT", "/v1/count", smuggled), 405);
  ExpectRefused(HttpRequestText("GET", "/healthz", smuggled), 200);
  HttpClient client(service_.port());  // one that is read is no request either
  client.Send(HttpRequestText("GET", "/v1/corpora", smuggled) + HttpRequestText("GET", "/nothing"));
  EXPECT_EQ(client.Read().status, 200);
  EXPECT_EQ(client.Read().status, 404);
}

// Anything at all, and requests with some bytes changed: the server says what it likes, but it
// lives.
TEST_F(HttpFramingTest, NoiseDoesNoHarm) {
  std::mt19937 random(20260101);
  const std::string seeds[] = {
      JsonRequestText("/v1/trace:stream", R"({"query":{"text":"the tide was out"}})"),
      Post("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n",
           "e;a=b\r\n{\"phrase\":\"a\"}\r\n0\r\nX: y\r\n\r\n"),
      HttpRequestText("GET", "http://localhost/v1/corpora/%73mall?a=b", "",
                      "Accept-Encoding: gzip;q=0.5, *\r\nIf-None-Match: W/\"a\", *\r\n"
                      "Connection: keep-alive, close\r\nX-Timeout-Seconds: 5\r\n"),
  };
  for (int i = 0; i < 1500; ++i) {
    std::string request = seeds[random() % std::size(seeds)];
    for (unsigned change = random() % 6; change > 0; --change) {
      const size_t at = random() % request.size();
      switch (random() % 4) {
        case 0:
          request[at] = static_cast<char>(random());
          break;
        case 1:
          request.insert(at, 1, "\r\n\t :,;0"[random() % 8]);
          break;
        case 2:
          request.erase(at, random() % 8);
          break;
        default:
          request.insert(at, request.substr(random() % request.size(), random() % 40));
      }
      if (request.empty()) request = "\r";
    }
    HttpClient client(service_.port());
    const size_t cut = random() % 3 == 0 ? random() % request.size() : request.size();
    client.Send(std::string_view(request).substr(0, cut));
    if (cut == request.size())
      client.Send(HttpRequestText("GET", "/", "", "Connection: close\r\n"));
    if (random() % 2 == 0) client.Reset();
  }
  EXPECT_EQ(AskHttp(service_.port(), kSmuggled).body, "ok\n");
}

}  // namespace
}  // namespace spanroot
