#include "indexer/store/index_verifier.h"

#include <array>
#include <memory>
#include <utility>

#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "common/thread_pool.h"
#include "indexer/store/format.h"
#include "indexer/store/shard_reader.h"
#include "indexer/store/suffix_verifier.h"

namespace spanroot {
namespace {

constexpr uint64_t kCacheBytes = uint64_t{64} << 20;

absl::Status CheckFile(const std::string& path, const StoredFile& file) {
  const absl::StatusOr<uint64_t> bytes = FileSize(path);
  if (absl::IsNotFound(bytes.status())) return absl::DataLossError(StrCat(path, ": missing"));
  RETURN_IF_ERROR(bytes.status());
  if (*bytes != file.bytes) {
    return absl::DataLossError(StrCat(path, ": ", *bytes, " bytes, expected ", file.bytes));
  }
  ASSIGN_OR_RETURN(const uint64_t hash, HashFile(path));
  if (hash != file.hash) {
    return absl::DataLossError(StrCat(path, ": its bytes do not match the manifest's checksum"));
  }
  return absl::OkStatus();
}

absl::Status CheckEntries(const ShardReader& shard, ThreadPool* pool, VerifyReport* report) {
  struct Part {
    Fingerprint fingerprint;
    uint64_t entries = 0;
    absl::Status status;
  };
  std::array<Part, kFamilyNames.size()> parts;
  pool->ParallelFor(parts.size(), [&](size_t i) {
    Part& part = parts[i];
    part.status =
        shard.ForEach(static_cast<Family>(i), [&](std::string_view key, std::string_view value) {
          part.fingerprint.Add(static_cast<uint8_t>(i), key, value);
          ++part.entries;
          return absl::OkStatus();
        });
  });
  Fingerprint fingerprint;
  for (const Part& part : parts) {
    RETURN_IF_ERROR(part.status);
    fingerprint.Add(part.fingerprint);
    report->entries += part.entries;
  }
  report->fingerprint.Add(fingerprint);
  if (fingerprint == shard.info().fingerprint) return absl::OkStatus();
  return absl::DataLossError(StrCat(shard.info().name, ": content fingerprint ",
                                    fingerprint.ToString(), ", expected ",
                                    shard.info().fingerprint.ToString()));
}

absl::Status CheckShard(const std::string& index_dir, const ShardInfo& info, Profile profile,
                        ThreadPool* pool, const VerifyObserver& observe, VerifyReport* report) {
  const auto cache = std::make_shared<BlockCache>(kCacheBytes);
  ASSIGN_OR_RETURN(const std::unique_ptr<ShardReader> shard,
                   ShardReader::Open(index_dir, info, cache));
  observe(StrCat(info.name, ": entries"));
  RETURN_IF_ERROR(CheckEntries(*shard, pool, report));
  observe(StrCat(info.name, ": suffixes"));
  RETURN_IF_ERROR(VerifySuffixes(*shard, profile, pool));
  report->suffixes += shard->blocks().ranks();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<VerifyReport> VerifyIndex(const std::string& index_dir, unsigned threads,
                                         const VerifyObserver& observe) {
  VerifyReport report;
  const absl::StatusOr<Manifest> manifest = ReadManifest(index_dir);
  if (absl::IsDataLoss(manifest.status())) {
    report.problems.push_back(manifest.status());
    return report;
  }
  RETURN_IF_ERROR(manifest.status());
  ThreadPool pool(threads);
  for (const ShardInfo& info : manifest->shards) {
    const size_t problems = report.problems.size();
    const auto add = [&](absl::Status status) {
      if (!status.ok()) report.problems.push_back(std::move(status));
    };
    observe(StrCat(info.name, ": files"));
    for (const StoredFile& file : info.files) {
      add(CheckFile(StrCat(index_dir, "/", info.name, "/", file.name), file));
      ++report.files;
      report.bytes += file.bytes;
    }
    // A shard with a damaged file may still open; what lies in it says nothing then.
    if (report.problems.size() > problems) continue;
    add(CheckShard(index_dir, info, manifest->profile, &pool, observe, &report));
  }
  return report;
}

}  // namespace spanroot
