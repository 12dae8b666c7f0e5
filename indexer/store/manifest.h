// The manifest: what an index consists of. JSON, with a checksum, replaced last by atomic rename,
// so a folder without it is not an index. Format: docs/index-format.md.
#ifndef SPANROOT_INDEXER_STORE_MANIFEST_H_
#define SPANROOT_INDEXER_STORE_MANIFEST_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "indexer/text/segmenter.h"

namespace spanroot {

// Order-independent hash of a set of (family, key, value): the sum of their XXH3-128 hashes.
struct Fingerprint {
  std::array<uint64_t, 2> sum = {0, 0};

  void Add(uint8_t family, std::string_view key, std::string_view value);
  void Add(const Fingerprint& other);
  std::string ToString() const;  // 32 hex digits
  bool operator==(const Fingerprint&) const = default;
};

struct Counts {
  uint64_t documents = 0;
  uint64_t words = 0;  // suffixes
  uint64_t bytes = 0;  // of raw text

  void Add(const Counts& other) {
    documents += other.documents;
    words += other.words;
    bytes += other.bytes;
  }
  bool operator==(const Counts&) const = default;
};

struct StoredFile {
  std::string name;
  uint64_t bytes = 0;
  uint64_t hash = 0;  // XXH3-64 of its bytes
};

// What the reader of a corpus had to say about it.
struct InputReport {
  uint64_t bad_records = 0;
  uint64_t empty_records = 0;
  uint64_t invalid_utf8 = 0;

  void Add(const InputReport& other) {
    bad_records += other.bad_records;
    empty_records += other.empty_records;
    invalid_utf8 += other.invalid_utf8;
  }
};

struct ShardInfo {
  std::string name;  // folder below the index, "shard-000000"
  std::vector<StoredFile> files;
  Counts counts;
  uint64_t text_bytes = 0;  // raw text and the ends of documents
  Fingerprint fingerprint;
  std::map<std::string, Counts> sources;
  InputReport input;  // on the records of this shard
  // The first record that is not in this shard or one before it: where a resumed build goes on.
  uint32_t next_file = 0;
  uint64_t next_line = 0;
};

struct Manifest {
  Profile profile = Profile::kVerbatim;
  uint32_t block_words = 0;
  std::string name;  // of the corpus, for people
  std::vector<std::string> inputs;
  std::vector<ShardInfo> shards;

  Counts Totals() const;
  std::map<std::string, Counts> Sources() const;
  InputReport Input() const;
  uint64_t StoredBytes() const;            // of all files of all shards
  Fingerprint ContentFingerprint() const;  // over all keys and values of all shards
};

// NotFound: no manifest (a folder that is no index, or whose build has not finished, which the
// message tells apart). DataLoss: damaged. FailedPrecondition: a version this build cannot read.
absl::StatusOr<Manifest> ReadManifest(const std::string& index_dir);
absl::Status WriteManifest(const std::string& index_dir, const Manifest& manifest);

// The same for a finished shard of an unfinished build.
absl::StatusOr<ShardInfo> ReadShardInfo(const std::string& shard_dir);
absl::Status WriteShardInfo(const std::string& shard_dir, const ShardInfo& info);

// Checksummed JSON documents: {"content": ..., "xxh3": "..."}; used by the three files above and by
// the build's own state. `content` is a JSON text.
absl::Status WriteSealedJson(const std::string& path, const std::string& content);
absl::StatusOr<std::string> ReadSealedJson(const std::string& path);

// XXH3-64 of a file's bytes, read in pieces.
absl::StatusOr<uint64_t> HashFile(const std::string& path);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_STORE_MANIFEST_H_
