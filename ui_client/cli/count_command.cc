// `spanroot count`.
#include "common/status_macros.h"
#include "common/strings.h"
#include "common/thread_pool.h"
#include "tracer/tracer.h"
#include "ui_client/cli/command.h"
#include "ui_client/cli/exit_code.h"
#include "ui_client/cli/json_output.h"
#include "ui_client/cli/open_index.h"
#include "ui_client/cli/output.h"

namespace spanroot {
namespace {

class CountCommand : public Command {
 public:
  void Define(Arguments* arguments) override {
    arguments->Positional("PHRASE", /*required=*/true, &phrase_, "words in a row");
    index_.Define(arguments);
    arguments->Flag("--json", &json_, "one JSON object: docs/json-output.md");
    arguments->Footer(
        "The whole corpus is counted, exactly. Exit code 1: the phrase occurs nowhere.\n\n"
        "Examples:\n"
        "  spanroot count --index sotu.index \"state of the union\"\n"
        "  spanroot count --index sotu.index --json \"tax reform\" | jq .count");
  }

  absl::StatusOr<int> Run() override {
    ASSIGN_OR_RETURN(const std::unique_ptr<IndexReader> index, index_.Open());
    ThreadPool pool(1);
    ASSIGN_OR_RETURN(const CountResult result, Tracer(index.get(), &pool).Count(phrase_));
    Print(json_ ? CountToJson(phrase_, result, Summarize(index->manifest()))
                : StrCat(result.occurrences));
    Print("\n");
    return result.occurrences > 0 ? kExitFound : kExitNothingFound;
  }

 private:
  IndexArguments index_;
  std::string phrase_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeCountCommand() { return std::make_unique<CountCommand>(); }

}  // namespace spanroot
