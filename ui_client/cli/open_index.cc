#include "ui_client/cli/open_index.h"

#include "common/strings.h"

namespace spanroot {

IndexSummary Summarize(const Manifest& manifest) {
  return {manifest.name, std::string(ProfileName(manifest.profile)),
          manifest.ContentFingerprint().ToString(), manifest.Totals()};
}

void IndexArguments::Define(Arguments* arguments) {
  arguments->RequiredText("-i,--index", "DIR", &dir, "the index, as `spanroot index` made it");
}

void IndexArguments::DefineWithCache(Arguments* arguments) {
  Define(arguments);
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
