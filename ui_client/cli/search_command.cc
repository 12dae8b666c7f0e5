// `spanroot search`.
#include "common/status_macros.h"
#include "common/strings.h"
#include "common/thread_pool.h"
#include "tracer/tracer.h"
#include "ui_client/cli/command.h"
#include "ui_client/cli/document_card.h"
#include "ui_client/cli/exit_code.h"
#include "ui_client/cli/json_output.h"
#include "ui_client/cli/open_index.h"
#include "ui_client/cli/output.h"
#include "ui_client/cli/terminal.h"

namespace spanroot {
namespace {

class SearchCommand : public Command {
 public:
  void Define(Arguments* arguments) override {
    arguments->Positionals("PHRASE", &options_.phrases,
                           "words in a row; documents with all of them");
    index_.DefineWithCache(arguments);
    arguments->Flag("--any", &any_, "documents with any of the phrases");
    arguments->Number("--limit", &options_.limit, 1, "documents to show");
    arguments->Number("--context", &options_.context_words, 0, "words around a match");
    arguments->Texts("--source", "NAME", &options_.sources,
                     "only documents of this source (may be repeated)");
    arguments->Number("--max-occurrences", &options_.max_occurrences,
                      "occurrences of a phrase looked at, at most");
    arguments->Flag("--redact-emails", &options_.redact_emails,
                    "e-mail addresses in documents become ***");
    arguments->Flag("--json", &json_, "one JSON object: docs/json-output.md");
    arguments->Group("Display");
    terminal_.Define(arguments);
    arguments->Flag("--full", &full_, "all passages, in full");
    arguments->Footer(
        "Exit code 1: no document.\n\n"
        "Examples:\n"
        "  spanroot search --index sotu.index \"war on poverty\"\n"
        "  spanroot search --index sotu.index --any \"tax cut\" \"tax relief\" --limit 3");
  }

  absl::StatusOr<int> Run() override {
    options_.all = !any_;
    ASSIGN_OR_RETURN(const std::unique_ptr<IndexReader> index, index_.Open());
    RETURN_IF_ERROR(CheckSources(index->manifest(), options_.sources));
    ThreadPool pool(0);
    ASSIGN_OR_RETURN(const SearchResult result, Tracer(index.get(), &pool).Search(options_));
    if (json_) {
      Print(SearchToJson(result, Summarize(index->manifest())) + "\n");
    } else {
      Show(result);
    }
    return result.hits.empty() ? kExitNothingFound : kExitFound;
  }

 private:
  void Show(const SearchResult& result) const {
    const Terminal terminal = terminal_.Choose();
    for (size_t i = 0; i < result.hits.size(); ++i) {
      const SearchResult::Hit& hit = result.hits[i];
      const std::string facts =
          StrCat(Plural(hit.matches, "match", "matches"), " in ", Plural(hit.bytes, "byte"));
      Print(RenderCard({i + 1, hit.stored, {{facts}}, hit.snippets, full_}, terminal) + "\n");
    }
    for (const SearchResult::Phrase& phrase : result.phrases) {
      const std::string text = StrCat("\"", Printable(phrase.text, LineBreaks::kFold), "\" occurs ",
                                      Plural(phrase.occurrences, "time"));
      Print(RenderField("Phrase", {{text}}, terminal));
    }
    std::string documents = Plural(result.documents, "document");
    if (result.hits.size() < result.documents) {
      documents += StrCat(", the first ", WithCommas(result.hits.size()), " shown (--limit)");
    }
    if (!result.complete) {
      documents += StrCat("; not complete: only ", WithCommas(options_.max_occurrences),
                          " occurrences of a phrase were looked at (--max-occurrences)");
    }
    if (result.emails_redacted > 0) {
      documents +=
          StrCat("; ", Plural(result.emails_redacted, "e-mail address", "e-mail addresses"),
                 " redacted (--redact-emails)");
    }
    Print(RenderField("Found", {{documents}}, terminal));
  }

  IndexArguments index_;
  SearchOptions options_;
  TerminalOptions terminal_;
  bool any_ = false;
  bool json_ = false;
  bool full_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeSearchCommand() { return std::make_unique<SearchCommand>(); }

}  // namespace spanroot
