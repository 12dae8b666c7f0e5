#include "ui_client/cli/document_card.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "common/strings.h"
#include "ui_client/cli/output.h"

namespace spanroot {
namespace {

constexpr std::string_view kIndent = "     ";
constexpr size_t kMaxFieldWidth = 200;
constexpr size_t kMaxSnippetLines = 7;
constexpr size_t kGapWords = 12;  // of longer text between matches, so many at either end are shown

// A field of a document on one line, of bounded length.
std::string Field(const std::string& value) {
  return Shorten(Printable(value, LineBreaks::kFold), kMaxFieldWidth);
}

// The first and the last words of a text between two matches.
std::string WithoutMiddle(const std::string& text) {
  size_t begin = 0;
  size_t end = text.size();
  for (size_t i = 0; i < kGapWords; ++i) {
    begin = text.find(' ', begin + 1);
    end = text.rfind(' ', end - 1);
    if (begin == std::string::npos || end == std::string::npos || begin >= end) return text;
  }
  return StrCat(text.substr(0, begin), " …", text.substr(end));
}

std::vector<Run> SnippetRuns(const Snippet& snippet, bool full, const Terminal& terminal) {
  std::vector<Run> runs;
  const std::string_view text = snippet.text;
  const auto add = [&](size_t begin, size_t end, Style style) {
    std::string piece = Printable(text.substr(begin, end - begin), LineBreaks::kFold);
    const bool between = begin > 0 && end < text.size() && style == Style::kPlain;
    runs.push_back({between && !full ? WithoutMiddle(piece) : std::move(piece), style});
  };
  if (!snippet.at_begin) runs.push_back({"… ", Style::kDim});
  size_t at = 0;
  for (const SnippetMatch& match : snippet.matches) {
    add(at, match.begin_byte, Style::kPlain);
    if (!terminal.color) runs.push_back({"["});
    add(match.begin_byte, match.end_byte, Style::kBold);
    if (!terminal.color) runs.push_back({"]", Style::kPlain, /*glued=*/true});
    at = match.end_byte;
  }
  add(at, text.size(), Style::kPlain);
  if (!snippet.at_end) runs.push_back({" …", Style::kDim});
  return runs;
}

std::string RenderSnippet(const Snippet& snippet, bool full, const Terminal& terminal) {
  const std::string bar = StrCat(kIndent, terminal.Paint("│", Style::kDim), " ");
  std::vector<Line> lines =
      Wrap(SnippetRuns(snippet, full, terminal), terminal.width - kIndent.size() - 2);
  if (!full && lines.size() > kMaxSnippetLines + 1) {
    const size_t hidden = lines.size() - kMaxSnippetLines;
    lines.resize(kMaxSnippetLines);
    lines.push_back({{StrCat("… ", Plural(hidden, "more line"), " (--full)"), Style::kDim}});
  }
  return Render(lines, bar, terminal);
}

std::string Identity(const StoredDocument& stored) {
  std::string identity;
  const auto add = [&](const std::string& value) {
    const std::string field = Field(value);
    if (!field.empty()) identity += (identity.empty() ? "" : " · ") + field;
  };
  add(stored.source);
  if (!stored.title.empty()) add(stored.id);
  for (const std::string* value : {&stored.date, &stored.language, &stored.license, &stored.url}) {
    add(*value);
  }
  return identity;
}

}  // namespace

std::string RenderCard(const DocumentCard& card, const Terminal& terminal) {
  const size_t width = terminal.width - kIndent.size();
  std::string title = Field(card.stored.title.empty() ? card.stored.id : card.stored.title);
  if (title.empty()) title = "(no id)";
  std::string out = Render(Wrap({{title, Style::kBold}}, width), kIndent, terminal);
  // The number stands where the first line is indented.
  out.replace(0, kIndent.size(), absl::StrFormat("%3d  ", card.number));
  out += Render(Wrap({{Identity(card.stored), Style::kDim}}, width), kIndent, terminal);
  if (!card.facts.empty()) out += Render(Wrap(card.facts, width), kIndent, terminal);
  const size_t shown = std::min<size_t>(card.snippets.size(), card.full ? card.snippets.size() : 1);
  for (size_t i = 0; i < shown; ++i) {
    out += RenderSnippet(card.snippets[i], card.full, terminal);
  }
  if (shown < card.snippets.size()) {
    const std::string more = StrCat("and ", Plural(card.snippets.size() - shown, "more passage"));
    out += Render({{{more, Style::kDim}}}, kIndent, terminal);
  }
  return out;
}

}  // namespace spanroot
