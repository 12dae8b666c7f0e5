// What a build leaves in its folder while it runs: a lock, BUILD.json, finished shards. Internal to
// this room.
#ifndef SPANROOT_INDEXER_BUILD_BUILD_STATE_H_
#define SPANROOT_INDEXER_BUILD_BUILD_STATE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "indexer/build/index_builder.h"
#include "indexer/store/manifest.h"

namespace spanroot {

class BuildState {
 public:
  // Takes the folder for a build with these options over these files: creates it, or finds an
  // interrupted build of the same. FailedPrecondition if another process is building there or the
  // options differ; AlreadyExists if an index stands there.
  static absl::StatusOr<std::unique_ptr<BuildState>> Open(
      const BuildOptions& options, const std::vector<CorpusReader::File>& files);
  ~BuildState();
  BuildState(const BuildState&) = delete;
  BuildState& operator=(const BuildState&) = delete;

  const std::vector<ShardInfo>& shards() const { return shards_; }

  // Where to build the next shard; nothing is there.
  absl::StatusOr<std::string> NextShardDir();
  // Makes the shard in NextShardDir() a finished one.
  absl::Status CommitShard(ShardInfo info);
  // Turns the folder into an index.
  absl::Status Finish(const Manifest& manifest);

 private:
  BuildState(std::string dir, int lock) : dir_(std::move(dir)), lock_(lock) {}
  absl::Status Prepare(const BuildOptions& options, const std::vector<CorpusReader::File>& files);
  absl::Status FindShards();

  const std::string dir_;
  const int lock_;  // descriptor of the locked folder
  std::vector<ShardInfo> shards_;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_BUILD_BUILD_STATE_H_
