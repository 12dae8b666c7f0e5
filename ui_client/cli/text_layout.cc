#include "ui_client/cli/text_layout.h"

#include <algorithm>
#include <utility>

#include "common/strings.h"
#include "indexer/text/code_point_table.h"
#include "indexer/text/utf8.h"

namespace spanroot {
namespace {

constexpr size_t kLabelWidth = 12;
constexpr char32_t kJoiner = 0x200d;  // joins emoji on both sides into one sign

bool IsLineBreak(char32_t c) {
  return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// Characters that set or change the direction of text around them.
bool IsBidiControl(char32_t c) {
  return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool IsSkinTone(char32_t c) { return c >= 0x1f3fb && c <= 0x1f3ff; }

void AppendSpaces(size_t count, LineBreaks breaks, std::string* out) {
  if (breaks == LineBreaks::kKeep) {
    out->append(count, ' ');
  } else if (!out->ends_with(' ')) {
    out->push_back(' ');
  }
}

void AppendPrintable(char32_t c, std::string_view bytes, LineBreaks breaks, std::string* out) {
  if (c == ' ') {
    AppendSpaces(1, breaks, out);
  } else if (c == '\t') {
    AppendSpaces(4, breaks, out);
  } else if (IsLineBreak(c)) {
    breaks == LineBreaks::kKeep ? out->push_back('\n') : AppendSpaces(1, breaks, out);
  } else if (c < 0x20 || c == 0x7f) {
    // U+2400 on are pictures of the ASCII controls, U+2421 that of DEL.
    out->append("\xe2\x90");
    out->push_back(static_cast<char>(0x80 + (c == 0x7f ? 0x21 : c)));
  } else if (c >= 0x80 && c < 0xa0) {
    out->append("\xef\xbf\xbd");
  } else if (!IsBidiControl(c)) {
    out->append(bytes);
  }
}

void AppendTo(Line* line, std::string_view text, Style style) {
  if (line->empty() || line->back().style != style) line->push_back({"", style});
  line->back().text.append(text);
}

// Takes text code point by code point. What is not yet on a line is a word and the space before it.
class Wrapper {
 public:
  explicit Wrapper(size_t width) : width_(std::max<size_t>(width, 2)) {}

  void Add(const Run& run) {
    bool glued = run.glued;
    for (size_t i = 0; i < run.text.size();) {
      const CodePoint c = DecodeAt(run.text, i);
      AddCodePoint(c.value, std::string_view(run.text).substr(i, c.length), run.style, glued);
      glued = false;
      i += c.length;
    }
  }

  std::vector<Line> Finish() {
    FlushWord();
    if (!line_.empty()) EndLine();
    return std::move(lines_);
  }

 private:
  void AddCodePoint(char32_t c, std::string_view bytes, Style style, bool glued) {
    if (c == '\n') {
      FlushWord();
      EndLine();
    } else if (c == ' ') {
      FlushWord();
      AppendTo(&space_, bytes, style);
      ++space_width_;
    } else {
      const size_t columns = DisplayWidth(bytes);
      const bool may_break = columns > 0 && !glued && last_ != kJoiner && !IsSkinTone(c);
      if ((may_break && (columns > 1 || last_wide_)) || word_width_ + columns > width_) FlushWord();
      AppendTo(&word_, bytes, style);
      word_width_ += columns;
      if (columns > 0) last_wide_ = columns > 1;
    }
    last_ = c;
  }

  void FlushWord() {
    if (word_.empty()) return;
    last_wide_ = false;
    const bool fits = line_width_ + space_width_ + word_width_ <= width_;
    if (!fits && !line_.empty()) EndLine();
    if (fits) {
      for (const Run& run : space_) AppendTo(&line_, run.text, run.style);
      line_width_ += space_width_;
    }
    for (const Run& run : word_) AppendTo(&line_, run.text, run.style);
    line_width_ += word_width_;
    word_.clear();
    space_.clear();
    word_width_ = space_width_ = 0;
  }

  void EndLine() {
    lines_.push_back(std::move(line_));
    line_.clear();
    space_.clear();
    line_width_ = space_width_ = 0;
  }

  const size_t width_;
  std::vector<Line> lines_;
  Line line_, space_, word_;
  size_t line_width_ = 0, space_width_ = 0, word_width_ = 0;
  bool last_wide_ = false;  // the word ends with a wide character
  char32_t last_ = 0;
};

}  // namespace

std::string Printable(std::string_view text, LineBreaks breaks) {
  std::string valid(text);
  ReplaceInvalidUtf8(&valid);
  std::string out;
  out.reserve(valid.size());
  for (size_t i = 0; i < valid.size();) {
    const CodePoint c = DecodeAt(valid, i);
    // "\r\n" is one line break.
    if (c.value != '\r' || i + 1 == valid.size() || valid[i + 1] != '\n') {
      AppendPrintable(c.value, std::string_view(valid).substr(i, c.length), breaks, &out);
    }
    i += c.length;
  }
  return out;
}

std::vector<Line> Wrap(const std::vector<Run>& runs, size_t width) {
  Wrapper wrapper(width);
  for (const Run& run : runs) wrapper.Add(run);
  return wrapper.Finish();
}

std::string Shorten(std::string_view text, size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  size_t columns = 0;
  size_t end = 0;
  while (end < text.size()) {
    const size_t length = DecodeAt(text, end).length;
    columns += DisplayWidth(text.substr(end, length));
    if (columns + 1 > width) break;
    end += length;
  }
  return StrCat(text.substr(0, end), "…");
}

std::string Render(const std::vector<Line>& lines, std::string_view indent,
                   const Terminal& terminal) {
  std::string out;
  for (const Line& line : lines) {
    if (!line.empty()) out.append(indent);
    for (const Run& run : line) out += terminal.Paint(run.text, run.style);
    out.push_back('\n');
  }
  return out;
}

std::string RenderField(std::string_view label, const std::vector<Run>& runs,
                        const Terminal& terminal) {
  const std::string indent(kLabelWidth, ' ');
  std::string out = Render(Wrap(runs, terminal.width - kLabelWidth), indent, terminal);
  const std::string padded = StrCat(label, indent.substr(std::min(label.size(), kLabelWidth)));
  return terminal.Paint(padded, Style::kDim) + (out.empty() ? "\n" : out.substr(kLabelWidth));
}

std::string RenderField(std::string_view label, std::string_view text) {
  const size_t padding = kLabelWidth - std::min(label.size(), kLabelWidth - 1);
  return StrCat(label, std::string(padding, ' '), Printable(text, LineBreaks::kFold), "\n");
}

}  // namespace spanroot
