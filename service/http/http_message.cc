#include "service/http/http_message.h"

#include <algorithm>
#include <boost/beast/http/status.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace spanroot {
namespace {

// Of every response. The page's own scripts and styles are files; nothing may be put inside it.
constexpr std::pair<const char*, const char*> kAlways[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
     "frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

bool SameName(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(AbslArgument(a), AbslArgument(b));
}

bool IsNumber(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace

std::string_view HttpRequest::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (SameName(key, name)) return value;
  }
  return "";
}

absl::StatusOr<size_t> FindHeadEnd(std::string_view bytes) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (byte == '\r' && i + 1 == bytes.size()) break;
    if (byte == '\r' && bytes[i + 1] == '\n') {
      ++i;
      if (bytes.substr(i + 1, 2) == "\r\n") return i + 3;
      if (i + 1 < bytes.size() && (bytes[i + 1] == ' ' || bytes[i + 1] == '\t')) {
        return absl::InvalidArgumentError(
            StrCat("byte ", i + 1, " of the head begins a line with white space"));
      }
    } else if ((byte < ' ' && byte != '\t') || byte == 0x7f) {
      return absl::InvalidArgumentError(
          StrCat("byte ", i, " of the head is the control character ", unsigned{byte}));
    }
  }
  return 0;
}

absl::Status CheckHead(const HttpRequest& request) {
  const auto count = [&](std::string_view name) {
    return std::count_if(request.headers.begin(), request.headers.end(),
                         [&](const auto& header) { return SameName(header.first, name); });
  };
  for (const char* name : {"Host", "Content-Length", "Transfer-Encoding", "Content-Type",
                           "Content-Encoding", "Authorization", "Expect", "X-Timeout-Seconds"}) {
    if (count(name) > 1) return absl::InvalidArgumentError(StrCat("several headers ", name));
  }
  if (count("Host") == 0 && !request.is_http_1_0) {
    return absl::InvalidArgumentError("HTTP/1.1 needs a header Host");
  }
  if (count("Content-Length") > 0 && !IsNumber(request.Header("Content-Length"))) {
    return absl::InvalidArgumentError("Content-Length is not a number");
  }
  if (count("Transfer-Encoding") > 0) {
    if (count("Content-Length") > 0) {
      return absl::InvalidArgumentError("Content-Length together with Transfer-Encoding");
    }
    if (request.is_http_1_0) {
      return absl::InvalidArgumentError("HTTP/1.0 has no Transfer-Encoding");
    }
    if (!SameName(request.Header("Transfer-Encoding"), "chunked")) {
      return absl::InvalidArgumentError("the only Transfer-Encoding understood is chunked");
    }
  }
  return absl::OkStatus();
}

std::string RenderHead(const HttpResponse& response, const ResponseFraming& framing) {
  const auto reason =
      boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(response.status));
  std::string head = StrCat(
      "HTTP/1.1 ", response.status, " ",
      response.status == 499 ? std::string("Client Closed Request") : std::string(reason), "\r\n");
  const auto add = [&](std::string_view name, std::string_view value) {
    absl::StrAppend(&head, AbslArgument(name), ": ", AbslArgument(value), "\r\n");
  };
  add("Date", absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::Now(), absl::UTCTimeZone()));
  add("Connection", framing.keep_alive ? "keep-alive" : "close");
  if (framing.is_chunked) {
    add("Transfer-Encoding", "chunked");
  } else if (!framing.is_stream && response.status != 304) {
    add("Content-Length", StrCat(response.body.size()));
  }
  bool has_cache_control = false;
  for (const auto& [name, value] : response.headers) {
    has_cache_control |= name == "Cache-Control";
    add(name, value);
  }
  if (!has_cache_control) add("Cache-Control", "no-store");
  for (const auto& [name, value] : kAlways) add(name, value);
  if (framing.is_tls) add("Strict-Transport-Security", "max-age=31536000");
  return head + "\r\n";
}

}  // namespace spanroot
