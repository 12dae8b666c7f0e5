#include "indexer/corpus/json_string.h"

#include <cstdint>
#include <cstring>

namespace spanroot {
namespace {

constexpr uint32_t kReplacement = 0xfffd;

bool IsHighSurrogate(uint32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool IsLowSurrogate(uint32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

void AppendUtf8(uint32_t code, std::string* out) {
  const auto put = [out](uint32_t byte) { out->push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | code >> 6);
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3f));
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

// Reads "\uXXXX" at the start of `text`.
bool ReadUnicodeEscape(std::string_view text, uint32_t* unit) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return false;
  *unit = 0;
  for (const char c : text.substr(2, 4)) {
    uint32_t digit;
    if (c >= '0' && c <= '9') {
      digit = static_cast<uint32_t>(c - '0');
    } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
      digit = static_cast<uint32_t>((c | 0x20) - 'a' + 10);
    } else {
      return false;
    }
    *unit = *unit << 4 | digit;
  }
  return true;
}

// Appends what the "\u" escape at the start of `text` stands for, with its second half if it has
// one. Returns the escape's length; 0: malformed.
size_t AppendUnicodeEscape(std::string_view text, std::string* out, size_t* replaced) {
  uint32_t unit;
  if (!ReadUnicodeEscape(text, &unit)) return 0;
  uint32_t low;
  if (IsHighSurrogate(unit) && ReadUnicodeEscape(text.substr(6), &low) && IsLowSurrogate(low)) {
    AppendUtf8(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), out);
    return 12;
  }
  if (IsHighSurrogate(unit) || IsLowSurrogate(unit)) {
    unit = kReplacement;
    ++*replaced;
  }
  AppendUtf8(unit, out);
  return 6;
}

// The character that a one-letter escape stands for; "" for none.
std::string_view SimpleEscape(char letter) {
  switch (letter) {
    case '"':
      return "\"";
    case '\\':
      return "\\";
    case '/':
      return "/";
    case 'b':
      return "\b";
    case 'f':
      return "\f";
    case 'n':
      return "\n";
    case 'r':
      return "\r";
    case 't':
      return "\t";
    default:
      return "";
  }
}

}  // namespace

bool UnescapeJson(std::string_view escaped, std::string* out, size_t* replaced) {
  out->reserve(out->size() + escaped.size());
  while (true) {
    // memchr, not find: it is vectorised for the machine at hand.
    const void* found =
        escaped.empty() ? nullptr : std::memchr(escaped.data(), '\\', escaped.size());
    if (found == nullptr) break;
    const auto plain = static_cast<size_t>(static_cast<const char*>(found) - escaped.data());
    out->append(escaped.data(), plain);
    escaped.remove_prefix(plain);
    if (escaped.size() < 2) return false;
    size_t length = 2;
    if (escaped[1] == 'u') {
      length = AppendUnicodeEscape(escaped, out, replaced);
      if (length == 0) return false;
    } else {
      const std::string_view character = SimpleEscape(escaped[1]);
      if (character.empty()) return false;
      out->append(character);
    }
    escaped.remove_prefix(length);
  }
  out->append(escaped);
  return true;
}

size_t FindJsonStringEnd(std::string_view json, size_t begin) {
  size_t at = begin;
  while ((at = json.find_first_of("\"\\", at)) != std::string_view::npos) {
    if (json[at] == '"') return at;
    at += 2;
  }
  return at;
}

// [ minus ] int [ frac ] [ exp ]
bool IsJsonNumber(std::string_view token) {
  const auto skip_digits = [&token] {
    size_t count = 0;
    while (count < token.size() && token[count] >= '0' && token[count] <= '9') ++count;
    token.remove_prefix(count);
    return count > 0;
  };
  const auto skip_one_of = [&token](std::string_view set) {
    if (token.empty() || set.find(token[0]) == std::string_view::npos) return false;
    token.remove_prefix(1);
    return true;
  };
  skip_one_of("-");
  if (!skip_one_of("0") && !skip_digits()) return false;
  if (skip_one_of(".") && !skip_digits()) return false;
  if (skip_one_of("eE")) {
    skip_one_of("+-");
    if (!skip_digits()) return false;
  }
  return token.empty();
}

}  // namespace spanroot
