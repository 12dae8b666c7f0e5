// The corpora of a server: indexes by name, each replaced when a new one stands in its folder.
#ifndef SPANROOT_SERVICE_CORPORA_H_
#define SPANROOT_SERVICE_CORPORA_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/thread_pool.h"
#include "indexer/store/index_reader.h"
#include "tracer/tracer.h"

namespace spanroot {

// One index, open. Immutable.
struct OpenCorpus {
  std::string name;
  std::string fingerprint;
  std::map<std::string, Counts> licenses;
  std::unique_ptr<IndexReader> index;
  std::unique_ptr<Tracer> tracer;
};
using CorpusHandle = std::shared_ptr<const OpenCorpus>;  // keeps a replaced corpus open while used

struct CorpusSpec {
  std::string name;  // empty: the name in the index
  std::string dir;
};

// "DIR" or "NAME=DIR".
CorpusSpec ParseCorpusSpec(std::string_view text);

// All methods are thread-safe.
class Corpora {
 public:
  // Opens all of them; `cache_bytes` for each. InvalidArgument for none, or two of one name. The
  // pool must outlive the corpora.
  static absl::StatusOr<std::unique_ptr<Corpora>> Open(const std::vector<CorpusSpec>& specs,
                                                       uint64_t cache_bytes, ThreadPool* pool);

  // NotFound, with the names there are. An empty name finds the only one there is; among several it
  // is InvalidArgument.
  absl::StatusOr<CorpusHandle> Find(std::string_view name) const;
  std::vector<CorpusHandle> All() const;  // in order of name

  // Opens anew the indexes whose manifest is another file than before. What cannot be opened stays
  // as it was. `report` gets a line for people about each.
  void Reload(
      const std::function<void(const std::string& corpus, const absl::Status& status)>& report);

 private:
  struct Entry {
    std::string dir;
    std::string stamp;  // tells one manifest file from another
    CorpusHandle corpus;
  };

  Corpora(uint64_t cache_bytes, ThreadPool* pool) : cache_bytes_(cache_bytes), pool_(pool) {}
  absl::StatusOr<CorpusHandle> OpenOne(const std::string& name, const std::string& dir) const;

  const uint64_t cache_bytes_;
  ThreadPool* const pool_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_CORPORA_H_
