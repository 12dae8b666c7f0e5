// Opens an index for a command that asks it something.
#ifndef SPANROOT_UI_CLIENT_CLI_OPEN_INDEX_H_
#define SPANROOT_UI_CLIENT_CLI_OPEN_INDEX_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "indexer/store/index_reader.h"
#include "ui_client/cli/arguments.h"

namespace spanroot {

// What an answer says of the index it came from.
struct IndexSummary {
  std::string name;
  std::string profile;
  std::string fingerprint;
  Counts totals;
};
IndexSummary Summarize(const Manifest& manifest);

// InvalidArgument, with the sources there are, when one of `sources` is none of the index.
absl::Status CheckSources(const Manifest& manifest, const std::vector<std::string>& sources);

struct IndexArguments {
  std::string dir;
  uint64_t cache_bytes = IndexOptions().cache_bytes;

  void Define(Arguments* arguments, bool required = true);           // --index
  void DefineWithCache(Arguments* arguments, bool required = true);  // and --cache
  // The errors of IndexReader::Open; NotFound tells how an index is made.
  absl::StatusOr<std::unique_ptr<IndexReader>> Open() const;
};

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_OPEN_INDEX_H_
