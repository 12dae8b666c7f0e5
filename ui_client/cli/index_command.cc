// `spanroot index`.
#include <signal.h>

#include <utility>

#include "common/memory.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/build/index_builder.h"
#include "ui_client/cli/build_progress.h"
#include "ui_client/cli/command.h"
#include "ui_client/cli/exit_code.h"
#include "ui_client/cli/interrupt.h"
#include "ui_client/cli/json_output.h"
#include "ui_client/cli/output.h"
#include "ui_client/cli/text_layout.h"

namespace spanroot {
namespace {

constexpr char kInterruptNotice[] =
    "\nstopping at the next safe point; once more to stop at once (finished shards are kept)\n";

class IndexCommand : public Command {
 public:
  void Define(Arguments* arguments) override {
    CorpusOptions& corpus = options_.corpus;
    arguments->Positionals("INPUT", &corpus.inputs,
                           "files of JSON lines (plain, gzip, zstd), folders, patterns in quotes,\n"
                           "or - for standard input");
    arguments->RequiredText("-o,--out", "DIR", &options_.out_dir, "folder of the new index");
    arguments->Choice("--profile", {"verbatim", "folded"}, &profile_,
                      "folded: case, punctuation and spacing do not count");
    arguments->Text("--corpus", "NAME", &options_.name,
                    "the corpus's name in the catalogue, which decides what a trace\n"
                    "may claim; default: the name of DIR");
    DefineFields(arguments);
    arguments->Group("Records");
    arguments->Text("--source", "NAME", &corpus.source, "source of documents that name none");
    arguments->Flag("--strict", &corpus.strict, "end at the first bad record");
    arguments->Size("--max-record", &corpus.max_record_bytes, "a longer record is a bad one");
    arguments->Group("Work");
    arguments->Size("--memory", &options_.memory_bytes,
                    "memory to use; less means more shards [half of the machine's]");
    arguments->Number("--threads", &threads_, 0, "0: one per core");
    arguments->Flag("--restart", &options_.restart, "drop what an interrupted build has left");
    arguments->Flag("--json", &json_, "summary as a JSON object: docs/json-output.md");
    arguments->Footer(
        "An interrupted build (Ctrl-C, kill, power) goes on after its last finished shard when "
        "the\n"
        "same command is run again. Exit code 130 or 143: interrupted.\n\n"
        "Examples:\n"
        "  spanroot index sotu.jsonl --out sotu.index --profile folded\n"
        "  spanroot index 'dolma/**/*.json.gz' --out dolma.index --memory 8G --corpus dolma\n"
        "  zstdcat big.zst | spanroot index - --out big.index --text-field body");
  }

  absl::StatusOr<int> Run() override {
    ASSIGN_OR_RETURN(options_.profile, ParseProfile(profile_));
    RETURN_IF_ERROR(ChooseFields());
    options_.threads = threads_;
    CatchInterrupts(kInterruptNotice);
    const absl::StatusOr<Manifest> manifest = Build();
    if (const int number = CaughtSignal(); number != 0 && !manifest.ok()) {
      PrintError(StrCat("interrupted: ", options_.out_dir,
                        " is no index yet; finished shards are kept, and the same command goes on "
                        "after them (or --restart drops them)"));
      return kExitSignal + number;
    }
    RETURN_IF_ERROR(manifest.status());
    Print(json_ ? BuildToJson(*manifest, seconds_, PeakResidentBytes()) + "\n"
                : Summary(*manifest));
    return kExitFound;
  }

 private:
  struct FieldOption {
    const char* name;
    std::vector<std::string> FieldMapping::*paths;
    std::vector<std::string> given;
  };

  void DefineFields(Arguments* arguments) {
    arguments->Group(
        "Fields (a path such as metadata.url; may be repeated: the first that holds a value)");
    arguments->Choice("--preset", {"auto", "dolma", "c4", "pile"}, &preset_,
                      "names of the fields; the options below replace some");
    for (FieldOption& field : fields_) {
      arguments->Texts(StrCat("--", field.name, "-field"), "F", &field.given,
                       StrCat("the document's ", field.name));
    }
  }

  absl::Status ChooseFields() {
    ASSIGN_OR_RETURN(FieldMapping mapping, PresetFields(preset_));
    for (const FieldOption& field : fields_) {
      if (!field.given.empty()) mapping.*field.paths = field.given;
    }
    options_.corpus.fields = std::move(mapping);
    return absl::OkStatus();
  }

  absl::StatusOr<Manifest> Build() {
    BuildProgressPrinter printer;
    KeepFreedMemory();
    absl::StatusOr<Manifest> manifest = BuildIndex(
        options_,
        [&](const BuildProgress& progress) {
          printer.Show(progress);
          return CaughtSignal() == 0 ? absl::OkStatus() : absl::CancelledError("interrupted");
        },
        [&](const BadRecord& record) { printer.ShowBadRecord(record); });
    seconds_ = printer.seconds();
    resumed_bytes_ = printer.resumed_bytes();
    return manifest;
  }

  std::string Summary(const Manifest& manifest) const {
    const Counts totals = manifest.Totals();
    const InputReport input = manifest.Input();
    const uint64_t stored = manifest.StoredBytes();
    const auto text = static_cast<double>(totals.bytes);
    const double built = static_cast<double>(totals.bytes - resumed_bytes_);
    const std::string content =
        StrCat(Plural(totals.documents, "document"), ", ", Plural(totals.words, "word"), ", ",
               FormatBytes(totals.bytes), " of text");
    const std::string size =
        StrCat(FormatBytes(stored), ", ", FormatFixed(static_cast<double>(stored) / text, 2),
               " of the text, in ", Plural(manifest.shards.size(), "shard"));
    const std::string work =
        StrCat(FormatSeconds(seconds_), ", ", FormatFixed(built / 1e6 / seconds_, 1),
               " MB/s, peak memory ", FormatBytes(PeakResidentBytes()));
    std::string out =
        RenderField("indexed", content) + RenderField("size", size) + RenderField("took", work);
    if (input.bad_records + input.empty_records + input.invalid_utf8 > 0) {
      out += RenderField(
          "input", StrCat(Plural(input.bad_records, "bad record"), " and ",
                          Plural(input.empty_records, "empty record"), " skipped, ",
                          Plural(input.invalid_utf8, "sequence"), " that were not UTF-8 replaced"));
    }
    return out + RenderField("fingerprint", manifest.ContentFingerprint().ToString());
  }

  BuildOptions options_;
  std::string profile_ = "verbatim";
  std::string preset_ = "auto";
  std::vector<FieldOption> fields_ = {
      {"text", &FieldMapping::text, {}},         {"id", &FieldMapping::id, {}},
      {"url", &FieldMapping::url, {}},           {"title", &FieldMapping::title, {}},
      {"date", &FieldMapping::date, {}},         {"source", &FieldMapping::source, {}},
      {"language", &FieldMapping::language, {}}, {"license", &FieldMapping::license, {}},
  };
  uint32_t threads_ = 0;
  bool json_ = false;
  double seconds_ = 0;
  uint64_t resumed_bytes_ = 0;
};

}  // namespace

std::unique_ptr<Command> MakeIndexCommand() { return std::make_unique<IndexCommand>(); }

}  // namespace spanroot
