#include "ui_client/cli/output.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>

#include "absl/strings/str_format.h"
#include "common/file.h"
#include "common/strings.h"
#include "ui_client/cli/text_layout.h"

namespace spanroot {
namespace {

int write_error = 0;  // errno of the first failed write

}  // namespace

void Print(std::string_view text) {
  if (write_error == 0 && fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    write_error = errno;
  }
}

absl::Status FlushOutput() {
  if (fflush(stdout) != 0 && write_error == 0) write_error = errno;
  if (write_error == 0) return absl::OkStatus();
  if (write_error == EPIPE) return absl::CancelledError("standard output was closed");
  return ErrnoStatus(write_error, "cannot write to", "standard output");
}

void PrintError(std::string_view message) {
  const std::string line = Printable(message, LineBreaks::kKeep) + "\n";
  fwrite(line.data(), 1, line.size(), stderr);
}

std::string WithCommas(uint64_t number) {
  std::string digits = StrCat(number);
  for (size_t i = digits.size(); i > 3;) digits.insert(i -= 3, 1, ',');
  return digits;
}

std::string Plural(uint64_t number, std::string_view singular) {
  return Plural(number, singular, StrCat(singular, "s"));
}

std::string Plural(uint64_t number, std::string_view singular, std::string_view plural) {
  return StrCat(WithCommas(number), " ", number == 1 ? singular : plural);
}

std::string FormatSeconds(double seconds) {
  if (seconds < 1) return absl::StrFormat("%.1f ms", seconds * 1000);
  if (seconds < 60) return absl::StrFormat("%.1f s", seconds);
  const auto whole = static_cast<uint64_t>(seconds);
  if (whole < 3600) return absl::StrFormat("%d:%02d", whole / 60, whole % 60);
  return absl::StrFormat("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string FormatFixed(double value, int digits) { return absl::StrFormat("%.*f", digits, value); }

std::string FormatPercent(double part, double whole) {
  if (part <= 0 || whole <= 0) return "0%";
  const double percent = 100 * part / whole;
  if (percent < 1) return "<1%";
  return StrCat(static_cast<int>(part < whole ? std::min(99.0, std::round(percent)) : 100), "%");
}

}  // namespace spanroot
