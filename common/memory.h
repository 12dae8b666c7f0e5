// Memory: sizes as people write them, and how much this process has used.
#ifndef SPANROOT_COMMON_MEMORY_H_
#define SPANROOT_COMMON_MEMORY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace spanroot {

// "64M", "1.5G", "800k", "4096" -> bytes. Units are powers of 1024; an "i" or "iB"/"B" may follow.
// InvalidArgument for anything else, for negative sizes and for more than 2^63.
absl::StatusOr<uint64_t> ParseBytes(std::string_view text);

// 1536 -> "1.5 KiB".
std::string FormatBytes(uint64_t bytes);

// Largest resident set of this process so far, in bytes.
uint64_t PeakResidentBytes();

// Gives memory that was freed back to the operating system.
void ReleaseFreeMemory();

}  // namespace spanroot

#endif  // SPANROOT_COMMON_MEMORY_H_
