#include "indexer/build/build_state.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_format.h"
#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/store/format.h"

namespace spanroot {
namespace {

using Json = nlohmann::json;

constexpr char kShardPrefix[] = "shard-";
constexpr char kUnfinished[] = ".building";

std::string ShardName(size_t number) { return absl::StrFormat("%s%06d", kShardPrefix, number); }

// All that decides the bytes of the index.
Json Describe(const BuildOptions& options, const std::vector<CorpusReader::File>& files) {
  Json inputs = Json::array();
  for (const CorpusReader::File& file : files) inputs.push_back({file.path, file.bytes});
  const FieldMapping& fields = options.corpus.fields;
  return {{"format", kFormatVersion},
          {"profile", std::string(ProfileName(options.profile))},
          {"memory", options.memory_bytes},
          {"block words", options.block_words},
          {"batch", options.batch_bytes},
          {"source", options.corpus.source},
          {"largest record", options.corpus.max_record_bytes},
          {"fields",
           {fields.text,
            fields.id,
            fields.source,
            fields.url,
            fields.title,
            fields.date,
            fields.language,
            fields.license,
            {fields.default_source}}},
          {"inputs", std::move(inputs)}};
}

std::string Difference(const Json& before, const Json& now) {
  std::string names;
  for (const auto& [key, value] : now.items()) {
    if (!before.contains(key) || before[key] != value) names += (names.empty() ? "" : ", ") + key;
  }
  return names;
}

}  // namespace

absl::StatusOr<std::unique_ptr<BuildState>> BuildState::Open(
    const BuildOptions& options, const std::vector<CorpusReader::File>& files) {
  const std::string& dir = options.out_dir;
  RETURN_IF_ERROR(CreateDirectories(dir));
  const int lock = open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0) return ErrnoStatus(errno, "cannot open folder", dir);
  std::unique_ptr<BuildState> state(new BuildState(dir, lock));
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(StrCat(dir, ": another process is building there"));
  }
  RETURN_IF_ERROR(state->Prepare(options, files));
  return state;
}

BuildState::~BuildState() { close(lock_); }

absl::Status BuildState::Prepare(const BuildOptions& options,
                                 const std::vector<CorpusReader::File>& files) {
  if (PathExists(dir_ + "/" + kManifestFile)) {
    return absl::AlreadyExistsError(
        StrCat(dir_, ": an index stands there already; remove it or choose another folder"));
  }
  const std::string path = dir_ + "/" + kBuildFile;
  const Json now = Describe(options, files);
  ASSIGN_OR_RETURN(const std::vector<std::string> names, ListDirectory(dir_));
  if (!PathExists(path)) {
    if (!names.empty() && names != std::vector<std::string>{std::string(kBuildFile) + ".tmp"}) {
      return absl::FailedPreconditionError(
          StrCat(dir_, ": not empty, and not left by a build (it holds ", names.front(), ")"));
    }
  } else if (options.restart || !PathExists(dir_ + "/" + ShardName(0))) {
    for (const std::string& name : names) {
      if (name.starts_with(kShardPrefix)) RETURN_IF_ERROR(RemoveRecursively(dir_ + "/" + name));
    }
  } else {
    ASSIGN_OR_RETURN(const std::string content, ReadSealedJson(path));
    const std::string difference = Difference(Json::parse(content), now);
    if (!difference.empty()) {
      return absl::FailedPreconditionError(
          StrCat(dir_, ": an interrupted build stands there that differs in: ", difference,
                 "; run it with the same options to finish it, or with --restart to drop it"));
    }
    return FindShards();
  }
  return WriteSealedJson(path, now.dump(-1, ' ', false, Json::error_handler_t::replace));
}

absl::Status BuildState::FindShards() {
  while (PathExists(dir_ + "/" + ShardName(shards_.size()))) {
    const std::string shard_dir = dir_ + "/" + ShardName(shards_.size());
    ASSIGN_OR_RETURN(ShardInfo info, ReadShardInfo(shard_dir));
    shards_.push_back(std::move(info));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> BuildState::NextShardDir() {
  const std::string dir = dir_ + "/" + ShardName(shards_.size()) + kUnfinished;
  RETURN_IF_ERROR(RemoveRecursively(dir));
  return dir;
}

absl::Status BuildState::CommitShard(ShardInfo info) {
  info.name = ShardName(shards_.size());
  const std::string path = dir_ + "/" + info.name;
  RETURN_IF_ERROR(WriteShardInfo(path + kUnfinished, info));
  RETURN_IF_ERROR(RenameDurably(path + kUnfinished, path));
  shards_.push_back(std::move(info));
  return absl::OkStatus();
}

absl::Status BuildState::Finish(const Manifest& manifest) {
  RETURN_IF_ERROR(WriteManifest(dir_, manifest));
  for (const ShardInfo& shard : shards_) {
    RETURN_IF_ERROR(RemoveRecursively(dir_ + "/" + shard.name + "/" + kShardFile));
  }
  RETURN_IF_ERROR(RemoveRecursively(dir_ + "/" + ShardName(shards_.size()) + kUnfinished));
  return RemoveRecursively(dir_ + "/" + kBuildFile);
}

}  // namespace spanroot
