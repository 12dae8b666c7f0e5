#include "ui_client/cli/trace_record.h"

#include <nlohmann/json.hpp>

#include "common/status_macros.h"
#include "common/strings.h"

namespace spanroot {
namespace {

using Json = nlohmann::json;

// null and an absent field leave `*value` empty.
absl::Status GetText(const Json& object, const char* name, std::string* value) {
  const auto field = object.find(name);
  if (field == object.end() || field->is_null()) return absl::OkStatus();
  if (!field->is_string()) {
    return absl::InvalidArgumentError(
        StrCat("\"", name, "\" is ", field->type_name(), ", expected a string"));
  }
  *value = field->get<std::string>();
  return absl::OkStatus();
}

}  // namespace

absl::Status ParseTraceRecord(std::string_view line, TraceRecord* record) {
  const Json object = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (object.is_discarded()) return absl::InvalidArgumentError("not JSON, or not UTF-8");
  if (!object.is_object()) {
    return absl::InvalidArgumentError(StrCat(object.type_name(), ", expected an object"));
  }
  if (const auto id = object.find("id"); id != object.end()) {
    if (id->is_structured()) {
      return absl::InvalidArgumentError(
          StrCat("\"id\" is ", id->type_name(), ", expected a string or a number"));
    }
    record->id = id->dump();
  }
  if (!object.contains("output")) return absl::InvalidArgumentError("no field \"output\"");
  RETURN_IF_ERROR(GetText(object, "output", &record->output));
  RETURN_IF_ERROR(GetText(object, "prompt", &record->prompt));
  return GetText(object, "model", &record->model);
}

}  // namespace spanroot
