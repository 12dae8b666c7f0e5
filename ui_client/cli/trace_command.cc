// `trace` and `spanroot trace`.
#include <unistd.h>

#include <filesystem>

#include "common/status_macros.h"
#include "common/strings.h"
#include "tracer/trace.h"
#include "ui_client/cli/command.h"
#include "ui_client/cli/exit_code.h"
#include "ui_client/cli/input.h"
#include "ui_client/cli/json_output.h"
#include "ui_client/cli/open_index.h"
#include "ui_client/cli/output.h"
#include "ui_client/cli/terminal.h"
#include "ui_client/cli/trace_batch.h"
#include "ui_client/cli/trace_source.h"
#include "ui_client/cli/trace_view.h"

namespace spanroot {
namespace {

constexpr uint32_t kShownContextWords = 15;  // on a screen; JSON takes TraceOptions' default

bool IsFile(const std::string& path) {
  std::error_code ignored;
  return path.find('\n') == std::string::npos && std::filesystem::is_regular_file(path, ignored);
}

class TraceCommand : public Command {
 public:
  void Define(Arguments* arguments) override {
    arguments->Positional("TEXT", /*required=*/false, &text_,
                          "the text, or the name of a file that holds it; default: standard input");
    index_.DefineWithCache(arguments, /*required=*/false);
    arguments->Text("--file", "F", &file_, "the text is in this file (- for standard input)");
    arguments->Text("--jsonl", "F", &jsonl_,
                    "many texts: a line each, {\"id\", \"prompt\", \"output\", \"model\"}; the\n"
                    "results come as JSON lines in the same order");
    arguments->Text("--prompt", "P", &options_.prompt, "the prompt, which counts for relevance");
    arguments->Text("--model", "NAME", &options_.model, "the model that wrote the text");
    arguments->Flag("--json", &json_, "one JSON object: docs/json-output.md");
    DefineSelection(arguments);
    server_.Define(arguments);
    arguments->Group("Work");
    arguments->Number("--threads", &threads_, 0, "0: one per core");
    arguments->Size("--max-text", &max_text_bytes_, "a longer text is an error");
    arguments->Group("Display");
    terminal_.Define(arguments);
    arguments->Flag("--full", &full_, "the whole text, every document and passage");
    arguments->Footer(
        "Exit code 0: spans were found; 1: none; of --jsonl 0: all records were traced, 3: not "
        "all.\n\n"
        "Examples:\n"
        "  trace --index sotu.index \"we choose to go to the moon in this decade\"\n"
        "  trace --index sotu.index answer.txt --model allenai/OLMo-2-1124-7B\n"
        "  my-model | trace --index sotu.index --json | jq '.documents[].url'\n"
        "  trace --index sotu.index --jsonl answers.jsonl.zst > traces.jsonl\n"
        "  trace --server traces.example.org:50051 --tls --corpus wiki answer.txt");
  }

  absl::StatusOr<int> Run() override {
    if (!text_.empty() + !file_.empty() + !jsonl_.empty() > 1) {
      return absl::InvalidArgumentError("TEXT, --file and --jsonl exclude each other");
    }
    if (all_spans_) options_.density = 1;
    options_.context_words =
        context_.value_or(json_ || !jsonl_.empty() ? options_.context_words : kShownContextWords);
    options_.max_text_bytes = max_text_bytes_;
    ASSIGN_OR_RETURN(const std::unique_ptr<TraceSource> source, OpenSource());
    return jsonl_.empty() ? TraceOne(*source) : TraceMany(*source);
  }

 private:
  void DefineSelection(Arguments* arguments) {
    arguments->Group("Spans");
    arguments->Number("--min-words", &options_.min_words, 1, "words of a span, at least");
    arguments->Fraction("--density", &options_.density,
                        "spans kept, per word of the text; the rarest and longest");
    arguments->Flag("--all-spans", &all_spans_, "the same as --density 1");
    arguments->Group("Documents");
    arguments->Number("--documents", &options_.documents_per_span, 0, "per span, at most");
    arguments->Number("--max-documents", &options_.max_documents, 0, "in all, at most");
    arguments->Number("--max-occurrences", &options_.max_occurrences, 0,
                      "occurrences of a span looked at, at most");
    arguments->Number("--context", &context_,
                      StrCat("words around a match [", kShownContextWords, "; with JSON ",
                             options_.context_words, "]"));
    arguments->Texts("--source", "NAME", &options_.sources,
                     "only documents of this source (may be repeated)");
    arguments->Number("--seed", &options_.seed, "of the sample of documents");
    arguments->Flag("--redact-emails", &options_.redact_emails,
                    "e-mail addresses in documents become ***");
  }

  absl::StatusOr<std::string> GetText() const {
    if (!file_.empty()) return ReadText(file_, options_.max_text_bytes);
    if (text_ == "-" || (text_.empty() && !IsTerminal(STDIN_FILENO))) {
      return ReadText("-", options_.max_text_bytes);
    }
    if (text_.empty()) {
      return absl::InvalidArgumentError(
          "no text: give it as an argument, with --file, or on standard input");
    }
    return IsFile(text_) ? ReadText(text_, options_.max_text_bytes) : text_;
  }

  absl::StatusOr<std::unique_ptr<TraceSource>> OpenSource() const {
    if (index_.dir.empty() == server_.address.empty()) {
      return absl::InvalidArgumentError("give either --index or --server; --help tells more");
    }
    if (!server_.address.empty()) return OpenRemoteSource(server_);
    // A record's shards are asked by the record's own thread.
    return OpenLocalSource(index_, options_.sources, jsonl_.empty() ? threads_ : 1);
  }

  absl::StatusOr<int> TraceOne(const TraceSource& source) {
    ASSIGN_OR_RETURN(const std::string text, GetText());
    ASSIGN_OR_RETURN(const TraceResult result, source.Trace(text, options_));
    Print(json_ ? TraceToJson(result, source.index()) + "\n"
                : RenderTrace(result, source.index(), {terminal_.Choose(), full_}));
    return result.statistics.spans_found > 0 ? kExitFound : kExitNothingFound;
  }

  absl::StatusOr<int> TraceMany(const TraceSource& source) {
    const absl::StatusOr<BatchReport> report = TraceBatch(source, {jsonl_, threads_, options_});
    RETURN_IF_ERROR(report.status());
    if (report->failed == 0) return kExitFound;
    PrintError(StrCat(Plural(report->failed, "record"), " of ",
                      WithCommas(report->failed + report->traced), " could not be traced"));
    return kExitFailure;
  }

  IndexArguments index_;
  ServerArguments server_;
  TraceOptions options_;
  TerminalOptions terminal_;
  std::string text_, file_, jsonl_;
  std::optional<uint32_t> context_;
  uint64_t max_text_bytes_ = TraceOptions().max_text_bytes;
  uint32_t threads_ = 0;
  bool all_spans_ = false;
  bool json_ = false;
  bool full_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeTraceCommand() { return std::make_unique<TraceCommand>(); }

}  // namespace spanroot
