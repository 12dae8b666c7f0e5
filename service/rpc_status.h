// Errors as they travel: an absl::Status whose payloads are messages of google.rpc, and the
// google.rpc.Status made of it.
#ifndef SPANROOT_SERVICE_RPC_STATUS_H_
#define SPANROOT_SERVICE_RPC_STATUS_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace google::rpc {
class Status;
}

namespace spanroot {

// InvalidArgument with a google.rpc.BadRequest that names the field, as in "query.options.density".
// The message names it too.
absl::Status FieldViolation(std::string_view field, std::string_view description);

// ResourceExhausted with a google.rpc.RetryInfo.
absl::Status BusyError(std::string_view message, absl::Duration retry_after);

// How long to wait before trying again; zero if the error does not say.
absl::Duration RetryAfter(const absl::Status& status);

google::rpc::Status ToRpcStatus(const absl::Status& status);
absl::Status FromRpcStatus(const google::rpc::Status& status);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_RPC_STATUS_H_
