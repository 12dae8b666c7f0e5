#include "tracer/evidence/redact.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"

namespace spanroot {
namespace {

bool IsLocal(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("._%+-").find(c) != std::string_view::npos;
}

bool IsHost(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-';
}

// The end of the host name that starts at `begin`; `begin` if there is none with a dot inside.
size_t HostEnd(std::string_view text, size_t begin) {
  size_t end = begin;
  while (end < text.size() && IsHost(text[end])) ++end;
  while (end > begin && !absl::ascii_isalnum(static_cast<unsigned char>(text[end - 1]))) --end;
  const size_t dot = text.substr(begin, end - begin).find('.');
  return dot == std::string_view::npos || dot == 0 ? begin : end;
}

}  // namespace

uint64_t RedactEmails(std::string* text) {
  uint64_t redacted = 0;
  size_t searched = 0;  // an address does not begin before it
  for (size_t at; (at = text->find('@', searched)) != std::string::npos;) {
    size_t begin = at;
    while (begin > searched && IsLocal((*text)[begin - 1])) --begin;
    const size_t end = HostEnd(*text, at + 1);
    searched = at + 1;
    if (begin == at || end == at + 1) continue;
    std::fill(text->begin() + static_cast<std::ptrdiff_t>(begin),
              text->begin() + static_cast<std::ptrdiff_t>(end), '*');
    ++redacted;
    searched = end;
  }
  return redacted;
}

uint64_t RedactEmails(StoredDocument* stored, std::vector<Snippet>* snippets) {
  uint64_t redacted = RedactEmails(&stored->title) + RedactEmails(&stored->metadata);
  for (Snippet& snippet : *snippets) redacted += RedactEmails(&snippet.text);
  return redacted;
}

}  // namespace spanroot
