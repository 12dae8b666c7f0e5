#include "service/rpc_status.h"

#include <string>

#include "absl/strings/cord.h"
#include "common/strings.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace spanroot {
namespace {

template <typename Message>
std::string TypeUrl() {
  return "type.googleapis.com/" + Message::descriptor()->full_name();
}

template <typename Message>
void Attach(const Message& message, absl::Status* status) {
  status->SetPayload(TypeUrl<Message>(), absl::Cord(message.SerializeAsString()));
}

}  // namespace

absl::Status FieldViolation(std::string_view field, std::string_view description) {
  absl::Status status = absl::InvalidArgumentError(StrCat(field, ": ", description));
  google::rpc::BadRequest details;
  auto* const violation = details.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(description));
  Attach(details, &status);
  return status;
}

absl::Status BusyError(std::string_view message, absl::Duration retry_after) {
  absl::Status status = absl::ResourceExhaustedError(std::string(message));
  google::rpc::RetryInfo details;
  const int64_t nanoseconds = absl::ToInt64Nanoseconds(retry_after);
  details.mutable_retry_delay()->set_seconds(nanoseconds / 1000000000);
  details.mutable_retry_delay()->set_nanos(static_cast<int32_t>(nanoseconds % 1000000000));
  Attach(details, &status);
  return status;
}

absl::Duration RetryAfter(const absl::Status& status) {
  const auto payload = status.GetPayload(TypeUrl<google::rpc::RetryInfo>());
  google::rpc::RetryInfo details;
  if (!payload || !details.ParseFromString(std::string(*payload))) return absl::ZeroDuration();
  return absl::Seconds(details.retry_delay().seconds()) +
         absl::Nanoseconds(details.retry_delay().nanos());
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(std::string(status.message()));
  status.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    google::protobuf::Any* const details = out.add_details();
    details->set_type_url(std::string(type_url));
    details->set_value(std::string(payload));
  });
  return out;
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  absl::Status out(static_cast<absl::StatusCode>(status.code()), status.message());
  for (const google::protobuf::Any& details : status.details()) {
    out.SetPayload(details.type_url(), absl::Cord(details.value()));
  }
  return out;
}

}  // namespace spanroot
