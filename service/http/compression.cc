#include "service/http/compression.h"

#include <zlib.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/strings.h"

namespace spanroot {
namespace {

constexpr int kLevel = 1;  // of answers, which are compressed while the client waits

// The weight of "gzip" or "gzip;q=0.5".
double Weight(absl::string_view item) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(item, ';');
  absl::string_view weight = absl::StripAsciiWhitespace(parts.second);
  double value = 1;
  if (weight.empty()) return value;
  if (!absl::StartsWithIgnoreCase(weight, "q=")) return 0;
  return absl::SimpleAtod(weight.substr(2), &value) ? value : 0;
}

}  // namespace

bool AcceptsGzip(std::string_view accept_encoding) {
  bool accepts_any = false;
  for (const absl::string_view item : absl::StrSplit(AbslArgument(accept_encoding), ',')) {
    const absl::string_view name = absl::StripAsciiWhitespace(item.substr(0, item.find(';')));
    if (absl::EqualsIgnoreCase(name, "gzip")) return Weight(item) > 0;
    if (name == "*") accepts_any = Weight(item) > 0;
  }
  return accepts_any;
}

std::string CompressGzip(std::string_view bytes, int level) {
  constexpr int kWindowBits = 15 + 16;  // the largest window, with the header of gzip
  z_stream stream = {};
  if (deflateInit2(&stream, level, Z_DEFLATED, kWindowBits, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return "";
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? out : "";
}

void CompressBody(const HttpRequest& request, HttpResponse* response) {
  if (response->body.size() < kMinCompressedBytes) return;
  response->headers.emplace_back("Vary", "Accept-Encoding");
  if (!AcceptsGzip(request.Header("Accept-Encoding"))) return;
  std::string compressed = CompressGzip(response->body, kLevel);
  if (compressed.empty()) return;
  response->body = std::move(compressed);
  response->headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace spanroot
