#include "service/http/static_files.h"

#include <openssl/sha.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/strings.h"
#include "service/http/compression.h"

namespace spanroot {
namespace {

constexpr int kLevel = 9;  // compressed once, when the server starts

std::string ContentType(std::string_view path) {
  static constexpr std::pair<std::string_view, const char*> kTypes[] = {
      {".html", "text/html; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".json", "application/json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".webmanifest", "application/manifest+json"},
      {".txt", "text/plain; charset=utf-8"},
  };
  for (const auto& [extension, type] : kTypes) {
    if (path.ends_with(extension)) return type;
  }
  return "application/octet-stream";
}

// Weak, since the compressed form has the same one.
std::string ETag(std::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return StrCat(
      "W/\"", absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(digest), 16)), "\"");
}

bool HasETag(std::string_view if_none_match, absl::string_view etag) {
  for (absl::string_view item : absl::StrSplit(AbslArgument(if_none_match), ',')) {
    item = absl::StripAsciiWhitespace(item);
    if (item == "*" || absl::StripPrefix(item, "W/") == absl::StripPrefix(etag, "W/")) return true;
  }
  return false;
}

}  // namespace

StaticFiles::StaticFiles(const std::vector<EmbeddedFile>& files) {
  for (const EmbeddedFile& embedded : files) {
    File file;
    file.type = ContentType(embedded.path);
    file.etag = ETag(embedded.bytes);
    // The names of assets change with what is in them.
    file.cache_control =
        embedded.path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    file.bytes = embedded.bytes;
    if (file.bytes.size() >= kMinCompressedBytes) {
      file.compressed = CompressGzip(file.bytes, kLevel);
      if (file.compressed.size() >= file.bytes.size()) file.compressed.clear();
    }
    files_.emplace(embedded.path, std::move(file));
  }
}

bool StaticFiles::Answer(const HttpRequest& request, std::string_view path,
                         HttpResponse* response) const {
  const auto at = files_.find(path == "/" ? "/index.html" : path);
  if (at == files_.end()) return false;
  const File& file = at->second;
  response->headers = {{"ETag", file.etag}, {"Cache-Control", file.cache_control}};
  if (!file.compressed.empty()) response->headers.emplace_back("Vary", "Accept-Encoding");
  if (HasETag(request.Header("If-None-Match"), file.etag)) {
    response->status = 304;
    return true;
  }
  response->headers.emplace_back("Content-Type", file.type);
  const bool compress = !file.compressed.empty() && AcceptsGzip(request.Header("Accept-Encoding"));
  if (compress) response->headers.emplace_back("Content-Encoding", "gzip");
  response->body = compress ? file.compressed : std::string(file.bytes);
  return true;
}

}  // namespace spanroot
