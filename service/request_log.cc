#include "service/request_log.h"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace spanroot {
namespace {

using Json = nlohmann::ordered_json;

Json Line(std::string_view event) {
  return {{"time", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone())},
          {"event", event}};
}

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace);
}

}  // namespace

void RequestLog::Write(const CallRecord& record) {
  Json json = Line("call");
  json["id"] = record.id;
  json["transport"] = record.transport;
  json["method"] = record.method;
  json["client"] = record.client;
  json["peer"] = record.peer;
  json["code"] = absl::StatusCodeToString(record.status.code());
  json["seconds"] = record.seconds;
  if (with_questions_) {
    json["message"] = std::string(record.status.message());
    json["question"] = record.question;
  } else if (record.status.code() == absl::StatusCode::kDataLoss ||
             record.status.code() == absl::StatusCode::kInternal) {
    json["message"] = std::string(record.status.message());  // about the index, not the question
  }
  WriteLine(Dump(json));
}

void RequestLog::Event(std::string_view event,
                       const std::vector<std::pair<std::string, std::string>>& fields) {
  Json json = Line(event);
  for (const auto& [name, value] : fields) json[name] = value;
  WriteLine(Dump(json));
}

void RequestLog::WriteLine(std::string line) {
  line += '\n';
  const std::lock_guard<std::mutex> lock(mutex_);
  for (size_t at = 0; at < line.size();) {
    const ssize_t written = write(descriptor_, line.data() + at, line.size() - at);
    if (written <= 0) return;  // nobody reads the log
    at += static_cast<size_t>(written);
  }
}

}  // namespace spanroot
