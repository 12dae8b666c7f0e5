// `spanroot info`.
#include <algorithm>

#include "common/memory.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/store/format.h"
#include "ui_client/cli/command.h"
#include "ui_client/cli/exit_code.h"
#include "ui_client/cli/json_output.h"
#include "ui_client/cli/open_index.h"
#include "ui_client/cli/output.h"
#include "ui_client/cli/text_layout.h"

namespace spanroot {
namespace {

std::string Describe(const Counts& counts) {
  return StrCat(Plural(counts.documents, "document"), ", ", Plural(counts.words, "word"), ", ",
                FormatBytes(counts.bytes), " of text");
}

class InfoCommand : public Command {
 public:
  void Define(Arguments* arguments) override {
    index_.Define(arguments);
    arguments->Flag("--json", &json_, "one JSON object: docs/json-output.md");
    arguments->Footer(
        "Examples:\n"
        "  spanroot info --index sotu.index\n"
        "  spanroot info --index sotu.index --json | jq .sources");
  }

  absl::StatusOr<int> Run() override {
    ASSIGN_OR_RETURN(const std::unique_ptr<IndexReader> index, index_.Open());
    if (json_) {
      Print(ManifestToJson(index->manifest(), index->MemoryBytes()) + "\n");
    } else {
      Show(*index);
    }
    return kExitFound;
  }

 private:
  static void Field(std::string_view label, std::string_view value) {
    Print(RenderField(label, value));
  }

  static void Show(const IndexReader& index) {
    const Manifest& manifest = index.manifest();
    const Counts totals = manifest.Totals();
    const uint64_t stored = manifest.StoredBytes();
    Field("corpus", manifest.name);
    Field("profile", ProfileName(manifest.profile));
    Field("format", StrCat(kFormatVersion));
    Field("content", Describe(totals));
    Field("size", StrCat(FormatBytes(stored), ", ",
                         FormatFixed(static_cast<double>(stored) /
                                         static_cast<double>(std::max<uint64_t>(totals.bytes, 1)),
                                     2),
                         " of the text"));
    Field("memory", StrCat(FormatBytes(index.MemoryBytes()), " when open, besides the cache"));
    Field("fingerprint", manifest.ContentFingerprint().ToString());
    for (const std::string& input : manifest.inputs) Field("input", input);
    const InputReport input = manifest.Input();
    Field("skipped", StrCat(Plural(input.bad_records, "bad record"), ", ",
                            Plural(input.empty_records, "empty record")));
    Field("repaired", Plural(input.invalid_utf8, "sequence") + " that were not UTF-8");
    for (const ShardInfo& shard : manifest.shards) {
      Field("shard", StrCat(shard.name, ": ", Describe(shard.counts)));
    }
    for (const auto& [source, counts] : manifest.Sources()) {
      Field("source", StrCat(source, ": ", Describe(counts)));
    }
  }

  IndexArguments index_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeInfoCommand() { return std::make_unique<InfoCommand>(); }

}  // namespace spanroot
