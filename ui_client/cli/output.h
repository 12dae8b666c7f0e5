// Standard output and standard error, and numbers as people read them. Not thread-safe, unless
// said.
#ifndef SPANROOT_UI_CLIENT_CLI_OUTPUT_H_
#define SPANROOT_UI_CLIENT_CLI_OUTPUT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace spanroot {

// Writes to standard output, whatever `text` holds. A failure shows in FlushOutput.
void Print(std::string_view text);
// Unavailable when something could not be written; Cancelled when nobody reads any more.
absl::Status FlushOutput();

// Writes a line to standard error, its control characters made visible. Thread-safe.
void PrintError(std::string_view message);

std::string WithCommas(uint64_t number);                         // 1234567 -> "1,234,567"
std::string Plural(uint64_t number, std::string_view singular);  // "1 word", "2,000 words"
std::string Plural(uint64_t number, std::string_view singular, std::string_view plural);
std::string FormatSeconds(double seconds);  // "0.8 ms", "12.3 s", "4:05", "2:03:59"
std::string FormatFixed(double value, int digits);
std::string FormatPercent(double part, double whole);  // "62%", "<1%"; "0%" of nothing

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_OUTPUT_H_
