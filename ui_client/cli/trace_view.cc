#include "ui_client/cli/trace_view.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

#include "common/strings.h"
#include "indexer/text/utf8.h"
#include "ui_client/cli/document_card.h"
#include "ui_client/cli/output.h"
#include "ui_client/cli/text_layout.h"

namespace spanroot {
namespace {

constexpr size_t kFirstDocuments = 6;
constexpr size_t kLongText = 40;     // lines; of a longer one, lines without spans are left out
constexpr size_t kSkippedLines = 4;  // of these, so many at once at least
constexpr size_t kUnknownWords = 10;

// Best level of a span's documents; nothing without documents.
using SpanLevel = std::optional<Relevance>;

struct LevelLook {
  std::string_view sign;
  Style style;
  std::string_view title;
};

LevelLook LookOf(SpanLevel level) {
  if (!level) return {"·", Style::kLow, "Not looked up"};
  switch (*level) {
    case Relevance::kHigh:
      return {"●", Style::kHigh, "High relevance"};
    case Relevance::kMedium:
      return {"◐", Style::kMedium, "Medium relevance"};
    case Relevance::kLow:
      break;
  }
  return {"○", Style::kLow, "Low relevance"};
}

std::string Marker(size_t span) { return StrCat("[", span + 1, "]"); }

class View {
 public:
  View(const TraceResult& result, const IndexSummary& index, const TraceViewOptions& options)
      : result_(result), index_(index), options_(options), terminal_(options.terminal) {
    for (const TraceSpan& span : result.spans) {
      SpanLevel level;
      for (const uint32_t document : span.documents) {
        level = std::max(level, SpanLevel(result.documents[document].level));
      }
      levels_.push_back(level);
    }
  }

  std::string Render() const {
    std::string out = Text() + "\n" + Spans() + Documents();
    out += Field("Coverage", CoverageText());
    if (const std::string words = UnknownWords(); !words.empty()) out += Field("Unknown", words);
    if (const std::string novelty = Novelty(); !novelty.empty()) out += Field("New", novelty);
    out += Field("Left out", LeftOut());
    out += Field("Claim", Printable(result_.claim.statement, LineBreaks::kFold), Style::kBold);
    out += Field("Index", StrCat(Printable(index_.name, LineBreaks::kFold), ", profile ",
                                 index_.profile, ", ", Plural(index_.totals.documents, "document"),
                                 ", ", Plural(index_.totals.words, "word")));
    return out + Field("Work", Work());
  }

 private:
  std::string Field(std::string_view label, const std::string& text,
                    Style style = Style::kPlain) const {
    return RenderField(label, {{text, style}}, terminal_);
  }

  // Spans begin and end in the same order, since none contains another.
  std::vector<Run> Highlighted() const {
    const std::vector<TraceSpan>& spans = result_.spans;
    std::vector<Run> runs;
    size_t at = 0;
    size_t open = 0;   // first span that has not ended
    size_t begun = 0;  // first that has not begun
    const auto advance = [&](size_t to) {
      SpanLevel level;
      for (size_t i = open; i < begun; ++i) level = std::max(level, levels_[i]);
      const Style style = open < begun ? LookOf(level).style : Style::kPlain;
      const bool glued = !runs.empty() && runs.back().text == "[";
      const auto piece = std::string_view(result_.text).substr(at, to - at);
      if (to > at) runs.push_back({Printable(piece, LineBreaks::kKeep), style, glued});
      at = to;
    };
    while (open < spans.size()) {
      const Style style = LookOf(levels_[open]).style;
      if (begun < spans.size() && spans[begun].range.begin_byte < spans[open].range.end_byte) {
        advance(spans[begun].range.begin_byte);
        if (!terminal_.color) runs.push_back({"["});
        ++begun;
      } else {
        advance(spans[open].range.end_byte);
        const std::string_view end = terminal_.color ? "" : "]";
        runs.push_back({StrCat(end, Marker(open)), style, /*glued=*/true});
        ++open;
      }
    }
    advance(result_.text.size());
    return runs;
  }

  std::string Text() const {
    std::vector<Line> lines = Wrap(Highlighted(), terminal_.width);
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    if (!options_.full && lines.size() > kLongText) lines = WithoutPlainLines(std::move(lines));
    return spanroot::Render(lines, "", terminal_);
  }

  static bool IsPlain(const Line& line) {
    return std::all_of(line.begin(), line.end(),
                       [](const Run& run) { return run.style == Style::kPlain; });
  }

  static std::vector<Line> WithoutPlainLines(std::vector<Line> lines) {
    std::vector<Line> kept;
    for (size_t i = 0; i < lines.size();) {
      size_t end = i;
      while (end < lines.size() && IsPlain(lines[end])) ++end;
      if (end - i >= kSkippedLines) {
        kept.push_back(
            {{StrCat("… ", Plural(end - i, "line"), " without a span (--full) …"), Style::kDim}});
        i = end;
      } else {
        kept.push_back(std::move(lines[i++]));
      }
    }
    return kept;
  }

  // One item a span, in columns.
  std::string Spans() const {
    if (result_.spans.empty()) {
      return result_.statistics.spans_found > 0
                 ? ""
                 : "No span that is long enough (--min-words) occurs in this index.\n\n";
    }
    std::vector<std::string> items;
    size_t widest = 0;
    for (size_t i = 0; i < result_.spans.size(); ++i) {
      const TraceSpan& span = result_.spans[i];
      items.push_back(StrCat(LookOf(levels_[i]).sign, " ", Marker(i), " ",
                             Plural(span.words, "word"), ", ", Plural(span.occurrences, "time"),
                             InPart(span) ? "*" : ""));
      widest = std::max(widest, DisplayWidth(items.back()));
    }
    const size_t columns = std::max<size_t>(1, (terminal_.width + 3) / (widest + 3));
    std::string out;
    for (size_t i = 0; i < items.size(); ++i) {
      const bool last = (i + 1) % columns == 0 || i + 1 == items.size();
      const size_t padding = last ? 0 : widest + 3 - DisplayWidth(items[i]);
      const Style style = LookOf(levels_[i]).style;
      out += terminal_.Paint(items[i].substr(0, items[i].find(' ')), style) +
             items[i].substr(items[i].find(' ')) + std::string(padding, ' ') + (last ? "\n" : "");
    }
    return out + "\n";
  }

  std::string Documents() const {
    const std::vector<TraceDocument>& documents = result_.documents;
    const size_t shown =
        options_.full ? documents.size() : std::min(documents.size(), kFirstDocuments);
    std::string out;
    for (size_t i = 0; i < documents.size(); ++i) {
      if (i == 0 || documents[i].level != documents[i - 1].level) {
        if (i < shown) out += LevelHeading(documents[i].level);
      }
      if (i < shown) out += Card(i) + "\n";
    }
    if (shown < documents.size()) {
      out += terminal_.Paint(StrCat("     ", WithCommas(documents.size() - shown),
                                    " more documents: --full shows them, --json gives all\n\n"),
                             Style::kDim);
    }
    return out;
  }

  std::string LevelHeading(Relevance level) const {
    const LevelLook look = LookOf(level);
    const auto count = std::count_if(result_.documents.begin(), result_.documents.end(),
                                     [&](const TraceDocument& d) { return d.level == level; });
    return StrCat(terminal_.Paint(look.sign, look.style), " ",
                  terminal_.Paint(look.title, Style::kBold), " (",
                  Plural(static_cast<uint64_t>(count), "document"), ")\n");
  }

  std::string Card(size_t number) const {
    const TraceDocument& document = result_.documents[number];
    std::string facts =
        StrCat("explains ", Plural(document.explained_words, "word"), " of the text:");
    for (const uint32_t span : document.spans) facts += StrCat(" ", Marker(span));
    facts += StrCat("; relevance ", FormatFixed(document.relevance, 2));
    if (Differs(document)) facts += "; not letter for letter";
    return RenderCard({number + 1, document.stored, {{facts}}, document.snippets, options_.full},
                      terminal_);
  }

  static bool Differs(const TraceDocument& document) {
    for (const Snippet& snippet : document.snippets) {
      for (const SnippetMatch& match : snippet.matches) {
        if (!match.identical) return true;
      }
    }
    return false;
  }

  std::string CoverageText() const {
    const Coverage& coverage = result_.coverage;
    const auto share = [&](size_t i) { return FormatPercent(coverage.covered[i], coverage.words); };
    return StrCat(share(0), " of ", Plural(coverage.words, "word"), " stand in spans of ",
                  kCoverageWords[0], " words or more (", kCoverageWords[1], " or more: ", share(1),
                  ", ", kCoverageWords[2], ": ", share(2), ", ", kCoverageWords[3], ": ", share(3),
                  "); the longest span has ", Plural(coverage.longest_match, "word"));
  }

  std::string UnknownWords() const {
    const std::vector<TextRange>& ranges = result_.coverage.unknown_words;
    if (ranges.empty()) return "";
    std::set<std::string_view> words;
    std::string list;
    bool more = false;
    for (const TextRange& range : ranges) {
      const auto word = std::string_view(result_.text)
                            .substr(range.begin_byte, range.end_byte - range.begin_byte);
      more = more || words.size() == kUnknownWords;
      if (more || !words.insert(word).second) continue;
      list += StrCat(list.empty() ? "" : ", ", Shorten(Printable(word, LineBreaks::kFold), 40));
    }
    return StrCat(Plural(ranges.size(), "word"), ranges.size() == 1 ? " occurs" : " occur",
                  " nowhere in the index: ", list, more ? ", …" : "");
  }

  std::string Novelty() const {
    std::string out;
    for (const size_t n : {2, 4, 8}) {
      const double share = result_.coverage.novelty[n - 1];
      if (share < 0) continue;
      out += StrCat(out.empty() ? "" : ", ", FormatPercent(share, 1), " of its ", n, "-grams");
    }
    return out.empty() ? "" : out + " occur nowhere in the index";
  }

  static bool InPart(const TraceSpan& span) {
    return span.examined > 0 && span.examined < span.occurrences;
  }

  std::string LeftOut() const {
    const TraceStatistics& statistics = result_.statistics;
    std::string out;
    const auto add = [&](const std::string& part) { out += (out.empty() ? "" : "; ") + part; };
    if (statistics.spans_kept < statistics.spans_found) {
      add(StrCat(WithCommas(statistics.spans_found - statistics.spans_kept), " of ",
                 Plural(statistics.spans_found, "span"), ", the commonest (--all-spans)"));
    }
    const uint64_t eligible = statistics.documents_found - statistics.documents_filtered;
    if (result_.documents.size() < eligible) {
      add(StrCat(WithCommas(eligible - result_.documents.size()), " of ",
                 Plural(eligible, "document"), " (--max-documents)"));
    }
    if (statistics.documents_filtered > 0) {
      add(StrCat(Plural(statistics.documents_filtered, "document"),
                 " of other sources (--source)"));
    }
    if (statistics.emails_redacted > 0) {
      add(StrCat(Plural(statistics.emails_redacted, "e-mail address", "e-mail addresses"),
                 " (--redact-emails)"));
    }
    if (std::any_of(result_.spans.begin(), result_.spans.end(), InPart)) {
      add("* occurrences beyond those looked at (--max-occurrences)");
    }
    if (statistics.documents_found == 0 && !result_.spans.empty())
      add("all documents (--documents)");
    return out.empty() ? "nothing" : out;
  }

  std::string Work() const {
    const TraceStatistics& statistics = result_.statistics;
    return StrCat(Plural(statistics.spans_kept, "span"), " and ",
                  Plural(result_.documents.size(), "document"), " in ",
                  FormatSeconds(statistics.match_seconds + statistics.documents_seconds), " (",
                  FormatSeconds(statistics.match_seconds), " for the spans); read ",
                  Plural(statistics.suffix_blocks_read, "suffix block"), " and ",
                  Plural(statistics.text_chunks_read, "text chunk"), " of ",
                  Plural(statistics.shards, "shard"));
  }

  const TraceResult& result_;
  const IndexSummary& index_;
  const TraceViewOptions& options_;
  const Terminal& terminal_;
  std::vector<SpanLevel> levels_;
};

}  // namespace

std::string RenderTrace(const TraceResult& result, const IndexSummary& index,
                        const TraceViewOptions& options) {
  return View(result, index, options).Render();
}

}  // namespace spanroot
