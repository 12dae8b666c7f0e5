#include "service/http/target.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "common/strings.h"
#include "indexer/text/utf8.h"

namespace spanroot {

absl::StatusOr<Target> ParseTarget(std::string_view target) {
  Target parts;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!absl::StartsWithIgnoreCase(AbslArgument(target), AbslArgument(scheme))) continue;
    target.remove_prefix(scheme.size());
    parts.authority = target.substr(0, target.find_first_of("/?"));
    target.remove_prefix(parts.authority.size());
    if (parts.authority.empty()) return absl::InvalidArgumentError("the target names no host");
    if (target.empty()) target = "/";
    break;
  }
  if (!target.starts_with('/')) {
    return absl::InvalidArgumentError("the target does not begin with \"/\"");
  }
  parts.path = target.substr(0, target.find('?'));
  if (parts.path.size() < target.size()) parts.query = target.substr(parts.path.size() + 1);
  return parts;
}

absl::StatusOr<std::string> PercentDecode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    if (digits.size() < 2 || !absl::ascii_isxdigit(static_cast<unsigned char>(digits[0])) ||
        !absl::ascii_isxdigit(static_cast<unsigned char>(digits[1]))) {
      return absl::InvalidArgumentError(
          StrCat("byte ", i, " is a \"%\" without two hexadecimal digits behind it"));
    }
    decoded += absl::HexStringToBytes(AbslArgument(digits));
    i += 2;
  }
  std::string repaired = decoded;
  if (ReplaceInvalidUtf8(&repaired) > 0) {
    return absl::InvalidArgumentError("it is not UTF-8");
  }
  return decoded;
}

std::string_view HostOf(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
  return authority.substr(0, authority.rfind(':'));
}

}  // namespace spanroot
