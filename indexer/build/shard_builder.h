// Step four of a build: a shard's content is sorted and written.
#ifndef SPANROOT_INDEXER_BUILD_SHARD_BUILDER_H_
#define SPANROOT_INDEXER_BUILD_SHARD_BUILDER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/thread_pool.h"
#include "indexer/build/shard_content.h"
#include "indexer/store/manifest.h"

namespace spanroot {

enum class BuildStage { kReading, kSorting, kComparing, kWriting };

// Writes `content` as the shard in the folder `dir`, which must not exist. `on_stage` is called on
// the caller's thread as a stage begins; an error it returns ends the work and is passed on. Frees
// parts of the content as they are no longer needed. The result's name and place in the input are
// the caller's.
absl::StatusOr<ShardInfo> BuildShard(std::unique_ptr<ShardContent> content, const std::string& dir,
                                     uint32_t block_words, ThreadPool* pool,
                                     const std::function<absl::Status(BuildStage)>& on_stage);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_BUILD_SHARD_BUILDER_H_
