// Errors as responses: the status code of HTTP and a google.rpc.Status as JSON. Pure functions.
#ifndef SPANROOT_SERVICE_HTTP_ERROR_RESPONSE_H_
#define SPANROOT_SERVICE_HTTP_ERROR_RESPONSE_H_

#include <string>

#include "absl/status/status.h"
#include "service/http/http_message.h"

namespace spanroot {

// google.rpc.Status with its details.
std::string ErrorJson(const absl::Status& error);

// An error of a call, with the headers it needs.
HttpResponse ErrorResponse(const absl::Status& error);

// The same where HTTP has a code of its own for it.
HttpResponse ErrorResponse(unsigned http_status, const absl::Status& error);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_ERROR_RESPONSE_H_
