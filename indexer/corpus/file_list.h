// From what a user names to the files of a corpus: files, folders, glob patterns, standard input.
// Thread-safe: no shared state.
#ifndef SPANROOT_INDEXER_CORPUS_FILE_LIST_H_
#define SPANROOT_INDEXER_CORPUS_FILE_LIST_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace spanroot {

// The files of `inputs` (CorpusOptions::inputs says what they may be), in the inputs' order; within
// one input sorted by path, byte by byte. A file that comes up again is left out. NotFound when an
// input yields no file.
absl::StatusOr<std::vector<std::string>> ListFiles(const std::vector<std::string>& inputs);

// Whether a folder's file of this name belongs to the corpus.
bool HasCorpusEnding(std::string_view name);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_CORPUS_FILE_LIST_H_
