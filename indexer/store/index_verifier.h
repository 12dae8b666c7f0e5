// Verifies an index from top to bottom: every byte against its checksum, every entry against the
// fingerprint, and the suffix array against the text, from which the words are derived anew.
#ifndef SPANROOT_INDEXER_STORE_INDEX_VERIFIER_H_
#define SPANROOT_INDEXER_STORE_INDEX_VERIFIER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "indexer/store/manifest.h"

namespace spanroot {

struct VerifyReport {
  uint64_t files = 0;
  uint64_t bytes = 0;                  // of these files
  uint64_t entries = 0;                // keys and values
  uint64_t suffixes = 0;               // whose order, shared prefix and position were checked
  Fingerprint fingerprint;             // over all entries
  std::vector<absl::Status> problems;  // DataLoss; each names file or block; empty: sound
};

// Called as the work goes on with what is being checked.
using VerifyObserver = std::function<void(const std::string& what)>;

// An error means that the verification itself could not run (no manifest, a wrong version, a folder
// that may not be read); a damaged manifest is a problem in the report. Takes about as much memory
// as building the largest shard did. `threads` as in BuildOptions.
absl::StatusOr<VerifyReport> VerifyIndex(const std::string& index_dir, unsigned threads,
                                         const VerifyObserver& observe);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_STORE_INDEX_VERIFIER_H_
