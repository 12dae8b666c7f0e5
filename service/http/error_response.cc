#include "service/http/error_response.h"

#include <algorithm>
#include <cstdint>

#include "absl/time/time.h"
#include "common/strings.h"
#include "google/rpc/status.pb.h"
#include "service/http/json.h"
#include "service/rpc_status.h"

namespace spanroot {
namespace {

unsigned HttpStatus(const absl::Status& error) {
  switch (error.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kFailedPrecondition:
      return 409;
    case absl::StatusCode::kResourceExhausted:  // too busy, or too much asked for
      return RetryAfter(error) > absl::ZeroDuration() ? 429 : 413;
    case absl::StatusCode::kCancelled:
      return 499;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

}  // namespace

std::string ErrorJson(const absl::Status& error) {
  google::rpc::Status status = ToRpcStatus(error);
  absl::StatusOr<std::string> json = ToJson(status);
  if (json.ok()) return *std::move(json);
  return StrCat("{\"code\":", status.code(), ",\"message\":\"\",\"details\":[]}");
}

HttpResponse ErrorResponse(const absl::Status& error) {
  return ErrorResponse(HttpStatus(error), error);
}

HttpResponse ErrorResponse(unsigned http_status, const absl::Status& error) {
  HttpResponse response;
  response.status = http_status;
  response.headers.emplace_back("Content-Type", "application/json");
  if (http_status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (http_status == 429 || http_status == 503) {
    const int64_t seconds = absl::ToInt64Seconds(absl::Ceil(RetryAfter(error), absl::Seconds(1)));
    response.headers.emplace_back("Retry-After", StrCat(std::max<int64_t>(seconds, 1)));
  }
  response.body = ErrorJson(error);
  return response;
}

}  // namespace spanroot
