#include "ui_client/cli/open_index.h"

#include <map>

#include "common/strings.h"

namespace spanroot {
namespace {

constexpr size_t kListedSources = 20;

}  // namespace

IndexSummary Summarize(const Manifest& manifest) {
  return {manifest.name, std::string(ProfileName(manifest.profile)),
          manifest.ContentFingerprint().ToString(), manifest.Totals()};
}

absl::Status CheckSources(const Manifest& manifest, const std::vector<std::string>& sources) {
  const std::map<std::string, Counts> known = manifest.Sources();
  for (const std::string& source : sources) {
    if (known.contains(source)) continue;
    std::string names;
    size_t listed = 0;
    for (const auto& [name, counts] : known) {
      if (++listed > kListedSources) break;
      names += StrCat(names.empty() ? "" : ", ", name);
    }
    return absl::InvalidArgumentError(StrCat("no source \"", source, "\" in this index; it has ",
                                             names, known.size() > kListedSources ? ", ..." : ""));
  }
  return absl::OkStatus();
}

void IndexArguments::Define(Arguments* arguments, bool required) {
  const char* const help = "the index, as `spanroot index` made it";
  if (required) {
    arguments->RequiredText("-i,--index", "DIR", &dir, help);
  } else {
    arguments->Text("-i,--index", "DIR", &dir, help);
  }
}

void IndexArguments::DefineWithCache(Arguments* arguments, bool required) {
  Define(arguments, required);
  arguments->Size("--cache", &cache_bytes, "memory for blocks of the index");
}

absl::StatusOr<std::unique_ptr<IndexReader>> IndexArguments::Open() const {
  IndexOptions options;
  options.cache_bytes = cache_bytes;
  absl::StatusOr<std::unique_ptr<IndexReader>> index = IndexReader::Open(dir, options);
  if (absl::IsNotFound(index.status())) {
    return absl::NotFoundError(StrCat(std::string(index.status().message()),
                                      "\n`spanroot index INPUT... --out DIR` makes an index"));
  }
  return index;
}

}  // namespace spanroot
