// Targets, hosts and the negotiation of gzip.
#include "service/http/target.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "service/http/compression.h"

namespace spanroot {
namespace {

TEST(Target, Parts) {
  const auto parts = [](std::string_view target) {
    const absl::StatusOr<Target> found = ParseTarget(target);
    if (!found.ok()) return std::string("refused");
    return std::string(found->authority) + "|" + std::string(found->path) + "|" +
           std::string(found->query);
  };
  EXPECT_EQ(parts("/"), "|/|");
  EXPECT_EQ(parts("/v1/trace:stream?a=b?c"), "|/v1/trace:stream|a=b?c");
  EXPECT_EQ(parts("/?"), "|/|");
  EXPECT_EQ(parts("http://host:80/a?b"), "host:80|/a|b");
  EXPECT_EQ(parts("HTTPS://host"), "host|/|");
  for (const char* target : {"", "*", "host:80", "a/b", "http://", "http:///a", "?a", "ftp://a/"}) {
    EXPECT_EQ(parts(target), "refused") << target;
  }
}

TEST(Target, PercentDecoding) {
  EXPECT_EQ(PercentDecode("a%20b%2F%C3%A9+").value(), "a b/\xc3\xa9+");
  EXPECT_EQ(PercentDecode("").value(), "");
  for (const char* text : {"%", "a%2", "%zz", "%-1", "%ff", "%C3", "\xff"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(PercentDecode(text).status())) << text;
  }
}

TEST(Target, Hosts) {
  EXPECT_EQ(HostOf("localhost"), "localhost");
  EXPECT_EQ(HostOf("localhost:80"), "localhost");
  EXPECT_EQ(HostOf("[::1]:80"), "::1");
  EXPECT_EQ(HostOf("[::1]"), "::1");
  EXPECT_EQ(HostOf("[::1"), "::1");
  EXPECT_EQ(HostOf(""), "");
}

TEST(Compression, IsUsedWhenTheClientSaysSo) {
  for (const char* accepts : {"gzip", "GZIP", "br, gzip;q=0.5", "deflate , gzip ; q=1", "*"}) {
    EXPECT_TRUE(AcceptsGzip(accepts)) << accepts;
  }
  for (const char* accepts : {"", "br", "gzip;q=0", "gzip; q=0.0", "*;q=0", "gzip;q=x", "xgzip",
                              "gzip;q=0, *", "identity"}) {
    EXPECT_FALSE(AcceptsGzip(accepts)) << accepts;
  }
}

TEST(Compression, GivesTheBytesBack) {
  std::string bytes;
  for (uint32_t i = 0; i < 100000; ++i) bytes += static_cast<char>(i % 251 * i % 253);
  for (const std::string& text : {bytes, std::string()}) {
    const std::string compressed = CompressGzip(text, 6);
    ASSERT_FALSE(compressed.empty());
    z_stream stream = {};
    ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string out(text.size() + 1, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream.avail_in = static_cast<uInt>(compressed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    EXPECT_EQ(out, text);
  }
}

TEST(Compression, LeavesShortBodiesAlone) {
  HttpRequest request;
  request.headers = {{"Accept-Encoding", "gzip"}};
  HttpResponse response;
  response.body = std::string(kMinCompressedBytes - 1, 'a');
  CompressBody(request, &response);
  EXPECT_EQ(response.body.size(), kMinCompressedBytes - 1);
  response.body += 'a';
  CompressBody(request, &response);
  EXPECT_LT(response.body.size(), 100u);
}

}  // namespace
}  // namespace spanroot
