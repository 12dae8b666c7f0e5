// Memory: sizes as people write them, and how much this process has used.
#ifndef SPANROOT_COMMON_MEMORY_H_
#define SPANROOT_COMMON_MEMORY_H_

#include <cstddef>
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

// Asks the operating system to back a large array, allocated or reserved and not yet used, with
// huge pages: reads all over it then cost far fewer page walks. Where that is not to be had,
// nothing changes. `array`: a std::vector or std::string.
void AdviseHugePages(const void* begin, size_t bytes);
template <typename Array>
void AdviseHugePages(const Array& array) {
  AdviseHugePages(array.data(), array.capacity() * sizeof(array[0]));
}

// Asks the processor to fetch array[index], which is read soon and lies anywhere. An index outside
// the array asks for nothing.
template <typename Array>
void PrefetchAt(const Array& array, size_t index) {
  if (index < array.size()) __builtin_prefetch(array.data() + index);
}

// Lets the allocator keep what is freed, up to large sizes, for the next request: for a program
// that allocates and frees megabytes all the time, so that pages are not fetched and cleared anew
// each time. Changes the whole process.
void KeepFreedMemory();

// Gives memory that was freed back to the operating system.
void ReleaseFreeMemory();

}  // namespace spanroot

#endif  // SPANROOT_COMMON_MEMORY_H_
