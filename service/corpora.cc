#include "service/corpora.h"

#include <sys/stat.h>

#include <utility>

#include "common/coding.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/store/format.h"
#include "service/rpc_status.h"

namespace spanroot {
namespace {

// Tells one manifest file from another: it is replaced by renaming a new file over it.
std::string Stamp(const std::string& dir) {
  struct stat status = {};
  if (stat((dir + "/" + kManifestFile).c_str(), &status) != 0) return "";
  return StrCat(status.st_dev, " ", status.st_ino, " ", status.st_size, " ", status.st_mtim.tv_sec,
                ".", status.st_mtim.tv_nsec);
}

absl::Status AddLicenses(const ShardReader& shard, std::map<std::string, Counts>* licenses) {
  constexpr std::string_view kDimension("license\0", 8);
  return shard.ForEach(Family::kStatistics, [&](std::string_view key, std::string_view value) {
    if (!key.starts_with(kDimension)) return absl::OkStatus();
    Counts counts;
    if (!TakeVarint(&value, &counts.documents) || !TakeVarint(&value, &counts.words) ||
        !TakeVarint(&value, &counts.bytes)) {
      return absl::DataLossError(StrCat(shard.info().name, ": damaged statistics"));
    }
    (*licenses)[std::string(key.substr(kDimension.size()))].Add(counts);
    return absl::OkStatus();
  });
}

}  // namespace

CorpusSpec ParseCorpusSpec(std::string_view text) {
  const size_t equals = text.find('=');
  const size_t slash = text.find('/');  // a folder's name may have an equals sign further on
  if (equals == std::string_view::npos || equals == 0 || slash < equals) {
    return {"", std::string(text)};
  }
  return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

absl::StatusOr<std::unique_ptr<Corpora>> Corpora::Open(const std::vector<CorpusSpec>& specs,
                                                       uint64_t cache_bytes, ThreadPool* pool) {
  if (specs.empty()) return absl::InvalidArgumentError("no index to serve");
  std::unique_ptr<Corpora> corpora(new Corpora(cache_bytes, pool));
  for (const CorpusSpec& spec : specs) {
    const std::string stamp = Stamp(spec.dir);
    ASSIGN_OR_RETURN(CorpusHandle corpus, corpora->OpenOne(spec.name, spec.dir));
    const auto [entry, is_new] = corpora->entries_.try_emplace(corpus->name);
    if (!is_new) {
      return absl::InvalidArgumentError(StrCat(spec.dir, " and ", entry->second.dir,
                                               " are both called \"", corpus->name,
                                               "\"; name one of them, as in NAME=DIR"));
    }
    entry->second = {spec.dir, stamp, std::move(corpus)};
  }
  return corpora;
}

absl::StatusOr<CorpusHandle> Corpora::OpenOne(const std::string& name,
                                              const std::string& dir) const {
  auto corpus = std::make_shared<OpenCorpus>();
  ASSIGN_OR_RETURN(corpus->index, IndexReader::Open(dir, {cache_bytes_}));
  const Manifest& manifest = corpus->index->manifest();
  corpus->name = name.empty() ? manifest.name : name;
  corpus->fingerprint = manifest.ContentFingerprint().ToString();
  for (const auto& shard : corpus->index->shards()) {
    RETURN_IF_ERROR(AddLicenses(*shard, &corpus->licenses));
  }
  corpus->tracer = std::make_unique<Tracer>(corpus->index.get(), pool_);
  return corpus;
}

absl::StatusOr<CorpusHandle> Corpora::Find(std::string_view name) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (name.empty() && entries_.size() == 1) return entries_.begin()->second.corpus;
  const auto found = entries_.find(name);
  if (found != entries_.end()) return found->second.corpus;
  std::string names;
  for (const auto& [known, entry] : entries_) names += (names.empty() ? "" : ", ") + known;
  if (name.empty()) {
    return FieldViolation("corpus", "none is named, and there are " + names);
  }
  return absl::NotFoundError(StrCat("no corpus is called \"", name, "\"; there are ", names));
}

std::vector<CorpusHandle> Corpora::All() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<CorpusHandle> all;
  for (const auto& [name, entry] : entries_) all.push_back(entry.corpus);
  return all;
}

void Corpora::Reload(
    const std::function<void(const std::string& corpus, const absl::Status& status)>& report) {
  for (const CorpusHandle& corpus : All()) {
    Entry entry;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      entry = entries_.at(corpus->name);
    }
    const std::string stamp = Stamp(entry.dir);
    if (stamp == entry.stamp || stamp.empty()) continue;
    absl::StatusOr<CorpusHandle> opened = OpenOne(corpus->name, entry.dir);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      Entry& current = entries_.at(corpus->name);
      current.stamp = stamp;  // what cannot be opened is not tried again until it changes
      if (opened.ok()) current.corpus = *opened;
    }
    report(corpus->name, opened.status());
  }
}

}  // namespace spanroot
