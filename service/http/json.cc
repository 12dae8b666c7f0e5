#include "service/http/json.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "common/strings.h"
#include "indexer/text/utf8.h"
#include "service/rpc_status.h"

namespace spanroot {
namespace {

constexpr size_t kMaxDescriptionBytes = 300;  // values are quoted in it

bool IsPath(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '[' ||
           c == ']';
  });
}

// Takes the path of the field from the front of an error of protobuf: "(query) densty: what",
// "(query.min_words): what" or "densty: what". Empty if there is none.
std::string TakePath(std::string_view* error) {
  std::string path;
  const bool has_parent = error->starts_with('(');
  std::string_view rest = *error;
  if (has_parent) {
    const size_t close = rest.find(')');
    if (close == std::string_view::npos) return "";
    path = std::string(rest.substr(1, close - 1));
    rest.remove_prefix(close + 1);
    if (rest.starts_with(' ')) rest.remove_prefix(1);
  }
  const size_t colon = rest.find(": ");
  const std::string_view name = rest.substr(0, colon);
  if (colon == std::string_view::npos || !IsPath(name)) return path;
  if (!path.empty() && !name.empty()) path += '.';
  path += name;
  *error = rest.substr(colon + 2);
  return path;
}

// "invalid value 1.5 for type TYPE_UINT32" -> "1.5, expected uint32".
std::string PlainWords(std::string_view error) {
  constexpr std::string_view kInvalid = "invalid value ", kType = " for type ";
  if (error == "Cannot find field.") return "there is no such field";
  const size_t at = error.rfind(kType);
  if (!error.starts_with(kInvalid) || at == std::string_view::npos) return std::string(error);
  std::string_view type = error.substr(at + kType.size());
  for (const std::string_view prefix : {"TYPE_", "type.googleapis.com/"}) {
    if (!type.starts_with(prefix)) continue;
    type.remove_prefix(prefix.size());
    std::string name(type);
    if (prefix == "TYPE_") absl::AsciiStrToLower(&name);
    std::string value(error.substr(kInvalid.size(), at - kInvalid.size()));
    value.resize(std::min(value.size(), FloorToCodePoint(value, kMaxDescriptionBytes / 2)));
    return StrCat(value, ", expected ", name);
  }
  return std::string(error);
}

absl::Status JsonError(std::string_view error) {
  std::string path, description;
  if (const size_t end = error.find('\n'); end != std::string_view::npos) {
    // Syntax: what, the bytes it was met in, and an arrow below them.
    const std::string_view rest = error.substr(end + 1);
    const std::string_view bytes = rest.substr(0, rest.find('\n'));
    description =
        StrCat("not JSON: ", error.substr(0, end), bytes.empty() ? "" : StrCat(" Near: ", bytes));
    ReplaceInvalidUtf8(&description);
  } else {
    path = TakePath(&error);
    description = PlainWords(error);
  }
  description.resize(FloorToCodePoint(description, kMaxDescriptionBytes));
  return FieldViolation(path.empty() ? "body" : path, description);
}

}  // namespace

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return absl::InternalError(StrCat("no JSON of it: ", status.ToString()));
  return json;
}

absl::Status FromJson(std::string_view json, google::protobuf::Message* message) {
  const auto status =
      google::protobuf::util::JsonStringToMessage({json.data(), json.size()}, message);
  if (status.ok()) return absl::OkStatus();
  return JsonError({status.message().data(), status.message().size()});
}

}  // namespace spanroot
