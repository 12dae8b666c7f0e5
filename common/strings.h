// StrCat for std::string_view too: distributions build abseil with a string_view of its own, which
// std::string_view does not convert to.
#ifndef SPANROOT_COMMON_STRINGS_H_
#define SPANROOT_COMMON_STRINGS_H_

#include <string>
#include <string_view>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace spanroot {

template <typename T>
decltype(auto) AbslArgument(const T& value) {
  if constexpr (std::is_same_v<T, std::string_view>) {
    return absl::string_view(value.data(), value.size());
  } else {
    return (value);
  }
}

// absl::StrCat.
template <typename... T>
std::string StrCat(const T&... values) {
  return absl::StrCat(AbslArgument(values)...);
}

}  // namespace spanroot

#endif  // SPANROOT_COMMON_STRINGS_H_
