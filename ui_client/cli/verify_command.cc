// `spanroot verify`.
#include <unistd.h>

#include <cstdio>

#include "common/memory.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "ui_client/cli/command.h"
#include "ui_client/cli/exit_code.h"
#include "ui_client/cli/json_output.h"
#include "ui_client/cli/open_index.h"
#include "ui_client/cli/output.h"
#include "ui_client/cli/terminal.h"
#include "ui_client/cli/text_layout.h"

namespace spanroot {
namespace {

class VerifyCommand : public Command {
 public:
  void Define(Arguments* arguments) override {
    index_.Define(arguments);
    arguments->Number("--threads", &threads_, 0, "0: one per core");
    arguments->Flag("--json", &json_, "one JSON object: docs/json-output.md");
    arguments->Footer(
        "Reads every byte: checksums of all files, the fingerprint of all entries, and the order "
        "and\n"
        "place of every suffix against the text. Exit code 0: sound; 3: damaged, each problem on "
        "a\n"
        "line.\n\n"
        "Example:\n"
        "  spanroot verify --index sotu.index");
  }

  absl::StatusOr<int> Run() override {
    KeepFreedMemory();
    const bool progress = IsTerminal(STDERR_FILENO);
    const absl::StatusOr<VerifyReport> report =
        VerifyIndex(index_.dir, threads_, [&](const std::string& what) {
          if (progress) fprintf(stderr, "\r\x1b[Kchecking %s", what.c_str());
        });
    if (progress) fputs("\r\x1b[K", stderr);
    RETURN_IF_ERROR(report.status());
    Print(json_ ? VerifyToJson(*report) + "\n" : Describe(*report));
    return report->problems.empty() ? kExitFound : kExitFailure;
  }

 private:
  static std::string Describe(const VerifyReport& report) {
    std::string out;
    for (const absl::Status& problem : report.problems) {
      out +=
          StrCat("damaged: ", Printable(std::string(problem.message()), LineBreaks::kFold), "\n");
    }
    if (report.problems.empty()) out = "sound\n";
    out += StrCat("checked ", Plural(report.files, "file"), " (", FormatBytes(report.bytes), "), ",
                  Plural(report.entries, "entry", "entries"), ", ",
                  Plural(report.suffixes, "suffix", "suffixes"), "\n");
    if (report.problems.empty()) out += StrCat("fingerprint ", report.fingerprint.ToString(), "\n");
    return out;
  }

  IndexArguments index_;
  uint32_t threads_ = 0;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeVerifyCommand() { return std::make_unique<VerifyCommand>(); }

}  // namespace spanroot
