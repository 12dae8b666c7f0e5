#include "ui_client/cli/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "absl/strings/numbers.h"
#include "common/strings.h"

namespace spanroot {
namespace {

constexpr uint32_t kLeastWidth = 40;
constexpr uint32_t kDefaultWidth = 80;
constexpr uint32_t kReadableWidth = 100;  // longer lines are hard to read

// By Style. Matched text is underlined as well, so that colour is not all that tells it.
constexpr std::array<std::string_view, 6> kCodes = {"", "2", "1", "4;1;32", "4;33", "4;36"};

std::string_view Environment(const char* name) {
  const char* const value = getenv(name);
  return value == nullptr ? "" : value;
}

bool WantsColor() {
  return IsTerminal(STDOUT_FILENO) && Environment("NO_COLOR").empty() &&
         Environment("TERM") != "dumb";
}

uint32_t FindWidth() {
  uint32_t width = 0;
  if (absl::SimpleAtoi(std::string(Environment("COLUMNS")), &width) && width > 0) return width;
  struct winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kDefaultWidth;
}

}  // namespace

bool IsTerminal(int descriptor) { return isatty(descriptor) == 1; }

std::string Terminal::Paint(std::string_view text, Style style) const {
  const std::string_view code = kCodes[static_cast<size_t>(style)];
  if (!color || code.empty() || text.empty()) return std::string(text);
  return StrCat("\x1b[", code, "m", text, "\x1b[0m");
}

void TerminalOptions::Define(Arguments* arguments) {
  arguments->Choice("--color", {"auto", "always", "never"}, &color, "colour; auto minds NO_COLOR");
  arguments->Number("--width", &width, 0, "columns to fill; 0: those of the terminal");
}

Terminal TerminalOptions::Choose() const {
  Terminal terminal;
  terminal.color = color == "always" || (color == "auto" && WantsColor());
  terminal.width = std::max(kLeastWidth, width > 0 ? width : std::min(FindWidth(), kReadableWidth));
  return terminal;
}

}  // namespace spanroot
