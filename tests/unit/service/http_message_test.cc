// Heads of requests and responses, as plain data.
#include "service/http/http_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spanroot {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(FindHeadEnd, FindsTheEmptyLine) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\tb\xc3\xa9\r\n\r\n";
  for (size_t i = 0; i < head.size(); ++i) {
    const absl::StatusOr<size_t> end = FindHeadEnd(head.substr(0, i));
    ASSERT_TRUE(end.ok()) << end.status();
    EXPECT_EQ(*end, 0u) << i;
  }
  EXPECT_EQ(FindHeadEnd(head).value(), head.size());
  using std::string_literals::operator""s;
  EXPECT_EQ(FindHeadEnd(head + "\n\0body"s).value(), head.size());
}

TEST(FindHeadEnd, RefusesWhatNoHeadHolds) {
  using std::string_literals::operator""s;
  for (const std::string& head :
       {"GET / HTTP/1.1\nHost: a\n\n"s, "GET / HTTP/1.1\r\nHost: a\n"s, "GET / HTTP/1.1\rH"s,
        "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n"s, "GET / HTTP/1.1\r\nA: b\r\n\tc\r\n\r\n"s,
        "GET / HTTP/1.1\r\n Host: a\r\n\r\n"s, "GET / HTTP/1.1\r\nA: b\0c\r\n\r\n"s,
        "GET / HTTP/1.1\r\nA: b\x7f\r\n\r\n"s, "\x16\x03\x01\x02"s}) {
    EXPECT_TRUE(absl::IsInvalidArgument(FindHeadEnd(head).status())) << head;
  }
}

HttpRequest Request(HttpHeaders headers, bool is_http_1_0 = false) {
  HttpRequest request;
  request.method = "POST";
  request.target = "/";
  request.is_http_1_0 = is_http_1_0;
  request.headers = std::move(headers);
  return request;
}

TEST(CheckHead, TakesWhatIsClear) {
  for (const HttpRequest& request :
       {Request({{"Host", "a"}}), Request({{"host", "a"}, {"content-length", "12"}}),
        Request({{"HOST", "a"}, {"TRANSFER-ENCODING", "Chunked"}}), Request({}, true),
        Request({{"Host", ""}, {"Accept", "a"}, {"Accept", "b"}})}) {
    EXPECT_TRUE(CheckHead(request).ok()) << CheckHead(request);
  }
}

TEST(CheckHead, RefusesWhatTwoReadersCouldTakeDifferently) {
  const std::pair<std::string, std::string> host = {"Host", "a"};
  for (const HttpRequest& request :
       {Request({}), Request({host, host}), Request({host, {"Content-Length", "+1"}}),
        Request({host, {"Content-Length", "1, 1"}}), Request({host, {"Content-Length", ""}}),
        Request({host, {"Content-Length", "1"}, {"content-length", "1"}}),
        Request({host, {"Content-Length", "1"}, {"Transfer-Encoding", "chunked"}}),
        Request({host, {"Transfer-Encoding", "gzip, chunked"}}),
        Request({host, {"Transfer-Encoding", "identity"}}),
        Request({host, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}}),
        Request({{"Transfer-Encoding", "chunked"}}, true),
        Request({host, {"Authorization", "a"}, {"authorization", "b"}}),
        Request({host, {"Content-Type", "a"}, {"Content-Type", "a"}})}) {
    EXPECT_TRUE(absl::IsInvalidArgument(CheckHead(request)));
  }
}

TEST(RenderHead, SaysHowTheBodyEnds) {
  HttpResponse response;
  response.body = "12345";
  ResponseFraming framing;
  EXPECT_THAT(RenderHead(response, framing), HasSubstr("\r\nContent-Length: 5\r\n"));
  EXPECT_THAT(RenderHead(response, framing), HasSubstr("\r\nConnection: close\r\n"));
  framing.keep_alive = true;
  framing.is_stream = true;
  EXPECT_THAT(RenderHead(response, framing), Not(HasSubstr("Content-Length")));
  EXPECT_THAT(RenderHead(response, framing), Not(HasSubstr("Transfer-Encoding")));
  EXPECT_THAT(RenderHead(response, framing), HasSubstr("\r\nConnection: keep-alive\r\n"));
  framing.is_chunked = true;
  EXPECT_THAT(RenderHead(response, framing), HasSubstr("\r\nTransfer-Encoding: chunked\r\n"));
}

TEST(RenderHead, PutsTheCachesRightAndTlsIntoForce) {
  HttpResponse response;
  ResponseFraming framing;
  EXPECT_THAT(RenderHead(response, framing), HasSubstr("\r\nCache-Control: no-store\r\n"));
  EXPECT_THAT(RenderHead(response, framing), Not(HasSubstr("Strict-Transport-Security")));
  response.headers = {{"Cache-Control", "no-cache"}};
  framing.is_tls = true;
  EXPECT_THAT(RenderHead(response, framing), HasSubstr("\r\nCache-Control: no-cache\r\n"));
  EXPECT_THAT(RenderHead(response, framing), Not(HasSubstr("no-store")));
  EXPECT_THAT(RenderHead(response, framing), HasSubstr("\r\nStrict-Transport-Security: max-age="));
}

}  // namespace
}  // namespace spanroot
