// Names and constants of the index format, shared by writer, reader and verifier.
// The format's description: docs/index-format.md.
#ifndef SPANROOT_INDEXER_STORE_FORMAT_H_
#define SPANROOT_INDEXER_STORE_FORMAT_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace spanroot {

// Version log:
//   1  first version
inline constexpr int kFormatVersion = 1;
inline constexpr int kMinReadableVersion = 1;

// The families of a shard: RocksDB column families of these names.
enum class Family : uint8_t { kSuffixes, kText, kDocuments, kWords, kStatistics, kDirectory };
inline constexpr std::array<const char*, 6> kFamilyNames = {"suffixes", "text",  "documents",
                                                            "words",    "stats", "directory"};

// Text of a shard: raw documents one after the other, each followed by kTextEnd (NUL inside a
// document is stored as a space), in chunks of this size, the last one shorter.
inline constexpr uint32_t kTextChunkBytes = 16 << 10;
inline constexpr char kTextEnd = '\0';
inline constexpr uint64_t kMaxShardTextBytes = uint64_t{1} << 31;

// Keys of the directory family.
inline constexpr char kBlockDirectoryKey[] = "blocks";
inline constexpr char kDocumentDirectoryKey[] = "documents";

// Files of an index directory.
inline constexpr char kManifestFile[] = "MANIFEST.json";
inline constexpr char kBuildFile[] = "BUILD.json";
inline constexpr char kShardFile[] = "SHARD.json";

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_STORE_FORMAT_H_
