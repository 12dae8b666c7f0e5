// Messages as JSON: the mapping of protobuf's specification, with fields that have their default
// value written out. Pure functions.
#ifndef SPANROOT_SERVICE_HTTP_JSON_H_
#define SPANROOT_SERVICE_HTTP_JSON_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace google::protobuf {
class Message;
}

namespace spanroot {

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message);

// A FieldViolation (service/rpc_status.h) for what is not JSON, a field there is not, or a value
// that does not fit; of the field "body" where no field can be named.
absl::Status FromJson(std::string_view json, google::protobuf::Message* message);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_JSON_H_
