// Corpus files for tests: a folder that goes away, gzip and zstd, and a whole corpus read at once.
#ifndef SPANROOT_TESTS_SUPPORT_CORPUS_FILES_H_
#define SPANROOT_TESTS_SUPPORT_CORPUS_FILES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "indexer/corpus/corpus_reader.h"

namespace spanroot {

// A new folder under the system's temporary one, removed with all that is in it at the end.
class CorpusFolder {
 public:
  CorpusFolder();
  ~CorpusFolder();
  CorpusFolder(const CorpusFolder&) = delete;
  CorpusFolder& operator=(const CorpusFolder&) = delete;

  const std::string& path() const { return path_; }
  // Writes a file, with the folders that its name leads through; returns its path.
  std::string Write(const std::string& name, std::string_view bytes) const;

 private:
  std::string path_;
};

std::string Gzip(std::string_view bytes);
// One frame; window_log 0: zstd's choice.
std::string Zstd(std::string_view bytes, bool checksum, int window_log = 0);
std::string ZstdSkippable(std::string_view bytes);

struct WholeCorpus {
  ParsedBatch all;
  absl::Status status;  // what Open, SkipTo, ReadBatch or Parse met; `all` holds what came before
  uint64_t bytes_consumed = 0;
};
WholeCorpus ReadWholeCorpus(const CorpusOptions& options, size_t target_bytes = 1 << 20,
                            RecordLocation from = {});

// "../shared/data" beside the checkout; "" when it is not there.
std::string SharedData();

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_CORPUS_FILES_H_
