#include "common/memory.h"

#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <array>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "common/strings.h"

namespace spanroot {

absl::StatusOr<uint64_t> ParseBytes(std::string_view text) {
  const auto bad = [&] {
    return absl::InvalidArgumentError(
        StrCat("not a size: \"", text, "\" (expected a number and K, M, G or T, as in 1.5G)"));
  };
  const size_t digits = text.find_first_not_of("0123456789.");
  double value = 0;
  if (!absl::SimpleAtod(std::string(text.substr(0, digits)), &value)) return bad();
  std::string unit =
      digits == text.npos ? "" : absl::AsciiStrToLower(std::string(text.substr(digits)));
  int power = 0;
  if (!unit.empty() && unit != "b") {
    const size_t at = std::string_view("kmgt").find(unit[0]);
    if (at == std::string_view::npos) return bad();
    power = static_cast<int>(at) + 1;
    unit.erase(0, 1);
    if (!unit.empty() && unit != "b" && unit != "i" && unit != "ib") return bad();
  }
  const double bytes = std::ldexp(value, 10 * power);
  if (!(bytes < std::ldexp(1.0, 63))) return bad();
  return static_cast<uint64_t>(bytes);
}

std::string FormatBytes(uint64_t bytes) {
  constexpr std::array<const char*, 6> kUnits = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  double value = static_cast<double>(bytes);
  size_t unit = 0;
  while (value >= 1024 && unit + 1 < kUnits.size()) {
    value /= 1024;
    ++unit;
  }
  return unit == 0 ? StrCat(bytes, " B") : absl::StrFormat("%.1f %s", value, kUnits[unit]);
}

uint64_t PeakResidentBytes() {
  struct rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<uint64_t>(usage.ru_maxrss) * 1024;
}

void AdviseHugePages(const void* begin, size_t bytes) {
  constexpr uintptr_t kPage = uintptr_t{2} << 20;
  const auto address = reinterpret_cast<uintptr_t>(begin);
  const uintptr_t first = (address + kPage - 1) / kPage * kPage;
  const uintptr_t last = (address + bytes) / kPage * kPage;
  if (first >= last) return;
  char* const array = const_cast<char*>(static_cast<const char*>(begin));
  madvise(array + (first - address), last - first, MADV_HUGEPAGE);
}

void KeepFreedMemory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 512 << 20);
}

void ReleaseFreeMemory() { malloc_trim(0); }

}  // namespace spanroot
