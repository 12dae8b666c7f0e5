#include "indexer/store/manifest.h"

#include <xxhash.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_format.h"
#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/store/format.h"

namespace spanroot {
namespace {

using Json = nlohmann::json;

// Bytes that are not UTF-8 (in a path, say) are replaced, as JSON cannot hold them.
std::string Dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string Hex(uint64_t value) { return absl::StrFormat("%016x", value); }

bool ParseHex(const std::string& text, uint64_t* value) {
  char* end = nullptr;
  *value = std::strtoull(text.c_str(), &end, 16);
  return text.size() == 16 && *end == '\0';
}

uint64_t HexAt(const Json& json) {
  uint64_t value = 0;
  if (!ParseHex(json.get<std::string>(), &value))
    throw Json::other_error::create(500, "not a hash", &json);
  return value;
}

Json ToJson(const Counts& counts) {
  return {{"documents", counts.documents}, {"words", counts.words}, {"bytes", counts.bytes}};
}

Counts CountsFrom(const Json& json) {
  return {json.at("documents"), json.at("words"), json.at("bytes")};
}

Json ToJson(const ShardInfo& info) {
  Json files = Json::array(), sources = Json::object();
  for (const auto& [name, counts] : info.sources) sources[name] = ToJson(counts);
  for (const StoredFile& file : info.files) {
    files.push_back({{"name", file.name}, {"bytes", file.bytes}, {"xxh3", Hex(file.hash)}});
  }
  return {{"name", info.name},
          {"files", std::move(files)},
          {"counts", ToJson(info.counts)},
          {"text_bytes", info.text_bytes},
          {"fingerprint", {Hex(info.fingerprint.sum[0]), Hex(info.fingerprint.sum[1])}},
          {"sources", std::move(sources)},
          {"input",
           {{"bad_records", info.input.bad_records},
            {"empty_records", info.input.empty_records},
            {"invalid_utf8", info.input.invalid_utf8}}},
          {"next", {{"file", info.next_file}, {"line", info.next_line}}}};
}

ShardInfo ShardInfoFrom(const Json& json) {
  ShardInfo info;
  info.name = json.at("name");
  for (const Json& file : json.at("files")) {
    info.files.push_back({file.at("name"), file.at("bytes"), HexAt(file.at("xxh3"))});
  }
  info.counts = CountsFrom(json.at("counts"));
  info.text_bytes = json.at("text_bytes");
  info.fingerprint.sum = {HexAt(json.at("fingerprint").at(0)), HexAt(json.at("fingerprint").at(1))};
  for (const auto& [name, counts] : json.at("sources").items()) {
    info.sources[name] = CountsFrom(counts);
  }
  const Json& input = json.at("input");
  info.input = {input.at("bad_records"), input.at("empty_records"), input.at("invalid_utf8")};
  info.next_file = json.at("next").at("file");
  info.next_line = json.at("next").at("line");
  return info;
}

Json ToJson(const Manifest& manifest) {
  Json shards = Json::array();
  for (const ShardInfo& info : manifest.shards) shards.push_back(ToJson(info));
  return {{"format", kFormatVersion},
          {"profile", std::string(ProfileName(manifest.profile))},
          {"block_words", manifest.block_words},
          {"name", manifest.name},
          {"inputs", manifest.inputs},
          {"shards", std::move(shards)}};
}

absl::StatusOr<Manifest> ManifestFrom(const Json& json, const std::string& path) {
  const int version = json.at("format");
  if (version < kMinReadableVersion || version > kFormatVersion) {
    return absl::FailedPreconditionError(StrCat(path, ": index format ", version,
                                                ", this program reads ", kMinReadableVersion,
                                                " to ", kFormatVersion, "; build the index again"));
  }
  Manifest manifest;
  ASSIGN_OR_RETURN(manifest.profile, ParseProfile(json.at("profile").get<std::string>()));
  manifest.block_words = json.at("block_words");
  manifest.name = json.at("name");
  manifest.inputs = json.at("inputs").get<std::vector<std::string>>();
  for (const Json& shard : json.at("shards")) manifest.shards.push_back(ShardInfoFrom(shard));
  return manifest;
}

// Runs `parse` on the sealed JSON in `path`; what nlohmann throws at a wrong type becomes DataLoss.
template <typename Parse>
auto ReadSealed(const std::string& path, const Parse& parse) -> decltype(parse(Json())) {
  ASSIGN_OR_RETURN(const std::string content, ReadSealedJson(path));
  try {
    return parse(Json::parse(content));
  } catch (const Json::exception& error) {
    return absl::DataLossError(StrCat(path, ": unexpected content: ", error.what()));
  }
}

}  // namespace

void Fingerprint::Add(uint8_t family, std::string_view key, std::string_view value) {
  const XXH64_hash_t key_hash = XXH3_64bits_withSeed(key.data(), key.size(), family);
  const XXH128_hash_t hash = XXH3_128bits_withSeed(value.data(), value.size(), key_hash);
  sum[0] += hash.high64;
  sum[1] += hash.low64;
}

void Fingerprint::Add(const Fingerprint& other) {
  sum[0] += other.sum[0];
  sum[1] += other.sum[1];
}

std::string Fingerprint::ToString() const { return Hex(sum[0]) + Hex(sum[1]); }

Counts Manifest::Totals() const {
  Counts totals;
  for (const ShardInfo& shard : shards) totals.Add(shard.counts);
  return totals;
}

std::map<std::string, Counts> Manifest::Sources() const {
  std::map<std::string, Counts> sources;
  for (const ShardInfo& shard : shards) {
    for (const auto& [source, counts] : shard.sources) sources[source].Add(counts);
  }
  return sources;
}

InputReport Manifest::Input() const {
  InputReport input;
  for (const ShardInfo& shard : shards) input.Add(shard.input);
  return input;
}

uint64_t Manifest::StoredBytes() const {
  uint64_t bytes = 0;
  for (const ShardInfo& shard : shards) {
    for (const StoredFile& file : shard.files) bytes += file.bytes;
  }
  return bytes;
}

Fingerprint Manifest::ContentFingerprint() const {
  Fingerprint fingerprint;
  for (const ShardInfo& shard : shards) fingerprint.Add(shard.fingerprint);
  return fingerprint;
}

absl::Status WriteSealedJson(const std::string& path, const std::string& content) {
  const std::string canonical = Dump(Json::parse(content), -1);
  const Json sealed = {{"content", Json::parse(content)},
                       {"xxh3", Hex(XXH3_64bits(canonical.data(), canonical.size()))}};
  return WriteFileAtomically(path, Dump(sealed, 1) + "\n");
}

absl::StatusOr<std::string> ReadSealedJson(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  const Json sealed = Json::parse(bytes, nullptr, /*allow_exceptions=*/false);
  if (!sealed.is_object() || !sealed.contains("content") || !sealed.contains("xxh3") ||
      !sealed["xxh3"].is_string()) {
    return absl::DataLossError(
        StrCat(path, ": expected a JSON object with \"content\" and \"xxh3\""));
  }
  const std::string content = Dump(sealed["content"], -1);
  // The text must be exactly what the writer makes of this content: nothing in it goes unchecked.
  if (sealed["xxh3"] != Hex(XXH3_64bits(content.data(), content.size())) ||
      bytes != Dump(sealed, 1) + "\n") {
    return absl::DataLossError(StrCat(path, ": its content does not match its checksum"));
  }
  return content;
}

absl::StatusOr<Manifest> ReadManifest(const std::string& index_dir) {
  const std::string path = index_dir + "/" + kManifestFile;
  if (!PathExists(path)) {
    if (!PathExists(index_dir)) return absl::NotFoundError(StrCat(index_dir, ": no such folder"));
    if (PathExists(index_dir + "/" + kBuildFile)) {
      return absl::NotFoundError(
          StrCat(index_dir, ": its build has not finished; run the same index command again"));
    }
    return absl::NotFoundError(StrCat(index_dir, ": not an index (it has no ", kManifestFile, ")"));
  }
  return ReadSealed(path, [&](const Json& json) { return ManifestFrom(json, path); });
}

absl::Status WriteManifest(const std::string& index_dir, const Manifest& manifest) {
  return WriteSealedJson(index_dir + "/" + kManifestFile, Dump(ToJson(manifest), -1));
}

absl::StatusOr<ShardInfo> ReadShardInfo(const std::string& shard_dir) {
  return ReadSealed(shard_dir + "/" + kShardFile, [](const Json& json) {
    return absl::StatusOr<ShardInfo>(ShardInfoFrom(json));
  });
}

absl::Status WriteShardInfo(const std::string& shard_dir, const ShardInfo& info) {
  return WriteSealedJson(shard_dir + "/" + kShardFile, Dump(ToJson(info), -1));
}

absl::StatusOr<uint64_t> HashFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return ErrnoStatus(errno, "cannot open", path);
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                              &XXH3_freeState);
  XXH3_64bits_reset(state.get());
  constexpr size_t kBufferBytes = 1 << 20;
  const auto buffer = std::make_unique_for_overwrite<char[]>(kBufferBytes);
  do {
    file.read(buffer.get(), kBufferBytes);
    XXH3_64bits_update(state.get(), buffer.get(), static_cast<size_t>(file.gcount()));
  } while (file);
  if (file.bad()) return ErrnoStatus(errno, "cannot read", path);
  return XXH3_64bits_digest(state.get());
}

}  // namespace spanroot
