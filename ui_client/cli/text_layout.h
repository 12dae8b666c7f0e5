// Text for a terminal: made harmless, measured in columns, wrapped. Pure functions.
#ifndef SPANROOT_UI_CLIENT_CLI_TEXT_LAYOUT_H_
#define SPANROOT_UI_CLIENT_CLI_TEXT_LAYOUT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ui_client/cli/terminal.h"

namespace spanroot {

enum class LineBreaks { kKeep, kFold };

// Text of any origin as it may be sent to a terminal: valid UTF-8 in which control characters have
// become visible signs and characters that reorder other text (bidirectional controls) are gone, so
// no document can move the cursor, change colours or disguise what stands around it. kKeep leaves
// line breaks as '\n' and makes tabs 4 spaces; kFold makes all white space single spaces.
std::string Printable(std::string_view text, LineBreaks breaks);

// A piece of printable text in one style.
struct Run {
  std::string text;
  Style style = Style::kPlain;
  bool glued = false;  // no line ends before it unless a space does
};
using Line = std::vector<Run>;

// Lines of at most `width` columns. A line ends at '\n', at spaces (which go), beside a wide
// character, and inside a word only where that is longer than a line.
std::vector<Line> Wrap(const std::vector<Run>& runs, size_t width);

// `text` cut to `width` columns; "…" is its last if something was cut.
std::string Shorten(std::string_view text, size_t width);

// Lines painted, each preceded by `indent` and ended by '\n'.
std::string Render(const std::vector<Line>& lines, std::string_view indent,
                   const Terminal& terminal);

// "label" and wrapped runs beside it, in a column of their own.
std::string RenderField(std::string_view label, const std::vector<Run>& runs,
                        const Terminal& terminal);
// The same for text of any origin, on one line, as grep and cut like it.
std::string RenderField(std::string_view label, std::string_view text);

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_TEXT_LAYOUT_H_
