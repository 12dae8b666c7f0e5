// Early return on an error, for functions that return absl::Status or absl::StatusOr.
#ifndef SPANROOT_COMMON_STATUS_MACROS_H_
#define SPANROOT_COMMON_STATUS_MACROS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define SPANROOT_CONCAT_INNER_(a, b) a##b
#define SPANROOT_CONCAT_(a, b) SPANROOT_CONCAT_INNER_(a, b)

// RETURN_IF_ERROR(DoSomething());
#define RETURN_IF_ERROR(expr)                                                                 \
  do {                                                                                        \
    if (absl::Status error_to_return = (expr); !error_to_return.ok()) return error_to_return; \
  } while (false)

// ASSIGN_OR_RETURN(auto value, MakeValue());
#define ASSIGN_OR_RETURN(lhs, expr) \
  ASSIGN_OR_RETURN_IMPL_(SPANROOT_CONCAT_(status_or_, __LINE__), lhs, expr)
#define ASSIGN_OR_RETURN_IMPL_(tmp, lhs, expr)   \
  auto tmp = (expr);                             \
  if (!tmp.ok()) return std::move(tmp).status(); \
  lhs = std::move(tmp).value()

#endif  // SPANROOT_COMMON_STATUS_MACROS_H_
