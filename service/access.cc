#include "service/access.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace spanroot {
namespace {

constexpr size_t kMinTokenBytes = 16;

bool EqualInConstantTime(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^
                  static_cast<unsigned char>(b.empty() ? 0 : b[i % b.size()]);
  }
  return difference == 0;
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ReadTokens(
    const std::string& path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  std::vector<std::pair<std::string, std::string>> tokens;
  size_t number = 0;
  for (const absl::string_view line : absl::StrSplit(bytes, '\n')) {
    ++number;
    const std::vector<std::string> parts =
        absl::StrSplit(line, absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    if (parts.empty() || parts[0][0] == '#') continue;
    if (parts.size() != 2 || parts[1].size() < kMinTokenBytes) {
      return absl::InvalidArgumentError(StrCat(path, ":", number, ": expected \"NAME TOKEN\" with",
                                               " a token of at least ", kMinTokenBytes,
                                               " characters"));
    }
    tokens.emplace_back(parts[0], parts[1]);
  }
  if (tokens.empty()) return absl::InvalidArgumentError(StrCat(path, ": holds no token"));
  return tokens;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Access>> Access::Open(const std::string& path) {
  std::unique_ptr<Access> access(new Access(path));
  if (!path.empty()) RETURN_IF_ERROR(access->Reload());
  return access;
}

absl::StatusOr<std::string> Access::Check(std::string_view authorization) const {
  if (path_.empty()) return "";
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() < kScheme.size() ||
      !absl::EqualsIgnoreCase(std::string(authorization.substr(0, kScheme.size())),
                              std::string(kScheme))) {
    return absl::UnauthenticatedError("a token is needed: \"authorization: Bearer TOKEN\"");
  }
  const std::string_view token = authorization.substr(kScheme.size());
  std::string name;
  bool is_known = false;
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& [client, secret] : tokens_) {  // all of them, whichever fits
    if (!EqualInConstantTime(secret, token)) continue;
    is_known = true;
    name = client;
  }
  if (!is_known) return absl::UnauthenticatedError("the token is not known");
  return name;
}

absl::Status Access::Reload() {
  if (path_.empty()) return absl::OkStatus();
  std::error_code error;
  const auto changed = std::filesystem::last_write_time(path_, error);
  if (error) return absl::NotFoundError(StrCat(path_, ": ", error.message()));
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!tokens_.empty() && changed == read_at_) return absl::OkStatus();
    read_at_ = changed;
  }
  ASSIGN_OR_RETURN(auto tokens, ReadTokens(path_));
  const std::lock_guard<std::mutex> lock(mutex_);
  tokens_ = std::move(tokens);
  return absl::OkStatus();
}

}  // namespace spanroot
