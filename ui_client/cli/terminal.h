// What a terminal can show: colour or not, how many columns; and the styles the programs use.
#ifndef SPANROOT_UI_CLIENT_CLI_TERMINAL_H_
#define SPANROOT_UI_CLIENT_CLI_TERMINAL_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ui_client/cli/arguments.h"

namespace spanroot {

enum class Style : uint8_t { kPlain, kDim, kBold, kHigh, kMedium, kLow };

// How to show results; options of every command that shows text of documents.
struct Terminal {
  bool color = false;
  size_t width = 80;  // columns

  // Puts `text` (printable, see text_layout.h) in a style; without colour it stays as it is.
  std::string Paint(std::string_view text, Style style) const;
};

struct TerminalOptions {
  std::string color = "auto";
  uint32_t width = 0;

  void Define(Arguments* arguments);
  // "auto": colour when standard output is a terminal other than TERM=dumb, and NO_COLOR is unset
  // or empty. Width: as asked, else COLUMNS, else the terminal's, else 80; at most 100 unless
  // asked.
  Terminal Choose() const;
};

bool IsTerminal(int descriptor);

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_TERMINAL_H_
