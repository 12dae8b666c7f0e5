#include "service/limits.h"

#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace spanroot {
namespace {

using Json = nlohmann::json;

struct Field {
  const char* name;
  double least, most;
  std::function<void(Limits*, double)> set;
};

template <typename T>
std::function<void(Limits*, double)> Set(T Limits::*member) {
  return [member](Limits* limits, double value) { limits->*member = static_cast<T>(value); };
}

const std::vector<Field>& Fields() {
  static const auto* const fields = new std::vector<Field>{
      {"max_text_bytes", 1, 1 << 30, Set(&Limits::max_text_bytes)},
      {"max_message_bytes", 1024, 1 << 30, Set(&Limits::max_message_bytes)},
      {"max_batch_texts", 1, 1e9, Set(&Limits::max_batch_texts)},
      {"max_running", 0, 4096, Set(&Limits::max_running)},
      {"max_waiting", 0, 65536, Set(&Limits::max_waiting)},
      {"max_connections", 1, 65536, Set(&Limits::max_connections)},
      {"max_seconds", 0.001, 86400, Set(&Limits::max_seconds)},
      {"max_calls", 0, 65536, Set(&Limits::max_calls)},
      {"client_seconds", 0.001, 3600, Set(&Limits::client_seconds)},
      {"idle_seconds", 0.001, 86400, Set(&Limits::idle_seconds)},
  };
  return *fields;
}

absl::Status SetField(const std::string& name, const Json& value, Limits* limits) {
  std::string names;
  for (const Field& field : Fields()) {
    names += StrCat(names.empty() ? "" : ", ", field.name);
    if (name != field.name) continue;
    const bool whole = std::string_view(field.name).find("seconds") == std::string_view::npos;
    const double number = value.is_number() ? value.get<double>() : std::nan("");
    if (!(number >= field.least && number <= field.most) ||
        (whole && number != std::floor(number))) {
      return absl::InvalidArgumentError(StrCat(name, ": ", value.dump(), ", expected ",
                                               whole ? "a whole number" : "a number", " from ",
                                               field.least, " to ", field.most));
    }
    field.set(limits, number);
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(StrCat("no limit is called \"", name, "\"; there are ", names));
}

}  // namespace

absl::StatusOr<Limits> ReadLimits(const std::string& path) {
  Limits limits;
  if (path.empty()) return limits;
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  const Json json = Json::parse(bytes, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) {
    return absl::InvalidArgumentError(StrCat(path, ": expected a JSON object of limits"));
  }
  for (const auto& [name, value] : json.items()) {
    const absl::Status status = SetField(name, value, &limits);
    if (!status.ok()) {
      return absl::InvalidArgumentError(StrCat(path, ": ", std::string(status.message())));
    }
  }
  return limits;
}

}  // namespace spanroot
