#include "indexer/store/shard_reader.h"

#include <rocksdb/db.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "common/coding.h"
#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "document_record.pb.h"
#include "indexer/store/block_cache_impl.h"
#include "indexer/store/rocksdb_options.h"

namespace spanroot {
namespace {

// Small files are hashed when a shard is opened; the others by `verify`. RocksDB checks each block
// of those as it is read.
constexpr uint64_t kHashOnOpenBytes = 1 << 16;

absl::Status CheckFiles(const std::string& dir, const ShardInfo& info) {
  for (const StoredFile& file : info.files) {
    const std::string path = dir + "/" + file.name;
    const absl::StatusOr<uint64_t> bytes = FileSize(path);
    if (absl::IsNotFound(bytes.status())) {
      return absl::DataLossError(StrCat(path, ": missing, the manifest names it"));
    }
    RETURN_IF_ERROR(bytes.status());
    if (*bytes != file.bytes) {
      return absl::DataLossError(
          StrCat(path, ": ", *bytes, " bytes, expected ", file.bytes, " (manifest)"));
    }
    if (file.bytes > kHashOnOpenBytes) continue;
    ASSIGN_OR_RETURN(const uint64_t hash, HashFile(path));
    if (hash != file.hash) {
      return absl::DataLossError(StrCat(path, ": its bytes do not match the manifest's checksum"));
    }
  }
  return absl::OkStatus();
}

// Adds the shard's folder to an error.
absl::Status InShard(const absl::Status& status, const std::string& dir, const std::string& what) {
  return absl::Status(status.code(), StrCat(dir, ": ", what, ": ", std::string(status.message())));
}

}  // namespace

class ShardReader::Impl {
 public:
  explicit Impl(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  const Database& database() const { return *database_; }

 private:
  const std::unique_ptr<Database> database_;
};

absl::StatusOr<DocumentDirectory> DocumentDirectory::Decode(std::string_view bytes) {
  const auto damaged = [] { return absl::DataLossError("damaged document directory"); };
  DocumentDirectory directory;
  uint64_t sources, documents, position = 0;
  if (!TakeVarint(&bytes, &sources)) return damaged();
  for (uint64_t i = 0; i < sources; ++i) {
    uint64_t size;
    if (!TakeVarint(&bytes, &size) || size > bytes.size()) return damaged();
    directory.sources_.emplace_back(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  if (!TakeVarint(&bytes, &documents) || documents > bytes.size()) return damaged();
  directory.begin_.reserve(documents + 1);
  directory.source_.reserve(documents);
  for (uint64_t i = 0; i < documents; ++i) {
    uint64_t length, source;
    if (!TakeVarint(&bytes, &length) || !TakeVarint(&bytes, &source) || source >= sources ||
        length == 0 || length > kMaxShardTextBytes) {
      return damaged();
    }
    directory.begin_.push_back(static_cast<uint32_t>(position));
    directory.source_.push_back(static_cast<uint32_t>(source));
    position += length;
    if (position > std::numeric_limits<uint32_t>::max()) return damaged();
  }
  if (!bytes.empty()) return damaged();
  directory.begin_.push_back(static_cast<uint32_t>(position));
  return directory;
}

uint32_t DocumentDirectory::At(uint64_t position) const {
  const auto after = std::upper_bound(begin_.begin(), begin_.end(), position);
  return static_cast<uint32_t>(after - begin_.begin()) - 1;
}

size_t DocumentDirectory::MemoryBytes() const {
  return (begin_.capacity() + source_.capacity()) * sizeof(uint32_t);
}

ShardReader::ShardReader(ShardInfo info, std::shared_ptr<BlockCache> cache)
    : info_(std::move(info)),
      cache_(std::move(cache)),
      suffix_space_(cache_->NewSpace()),
      text_space_(cache_->NewSpace()) {}

ShardReader::~ShardReader() = default;

absl::StatusOr<std::unique_ptr<ShardReader>> ShardReader::Open(const std::string& index_dir,
                                                               const ShardInfo& info,
                                                               std::shared_ptr<BlockCache> cache) {
  std::unique_ptr<ShardReader> reader(new ShardReader(info, std::move(cache)));
  reader->dir_ = index_dir + "/" + info.name;
  RETURN_IF_ERROR(CheckFiles(reader->dir_, info));
  ASSIGN_OR_RETURN(std::unique_ptr<Database> database,
                   Database::OpenReadOnly(reader->dir_, reader->cache_->impl()->cache()));
  reader->impl_ = std::make_unique<Impl>(std::move(database));

  ASSIGN_OR_RETURN(const std::string blocks, reader->Get(Family::kDirectory, kBlockDirectoryKey));
  absl::StatusOr<BlockDirectory> block_directory = BlockDirectory::Decode(blocks);
  ASSIGN_OR_RETURN(const std::string documents,
                   reader->Get(Family::kDirectory, kDocumentDirectoryKey));
  absl::StatusOr<DocumentDirectory> document_directory = DocumentDirectory::Decode(documents);
  for (const absl::Status& status : {block_directory.status(), document_directory.status()}) {
    if (!status.ok()) return InShard(status, reader->dir_, "directory");
  }
  reader->blocks_ = *std::move(block_directory);
  reader->documents_ = *std::move(document_directory);
  if (reader->blocks_.ranks() != info.counts.words ||
      reader->documents_.documents() != info.counts.documents ||
      reader->documents_.text_bytes() != info.text_bytes) {
    return absl::DataLossError(StrCat(reader->dir_, ": its directories do not fit the manifest"));
  }
  return reader;
}

absl::StatusOr<std::string> ShardReader::Get(Family family, std::string_view key) const {
  rocksdb::ReadOptions options;
  // Suffix blocks and text are kept decoded, not as RocksDB's blocks.
  options.fill_cache = family == Family::kDocuments || family == Family::kWords;
  const Database& database = impl_->database();
  std::string value;
  const rocksdb::Status status =
      database.db()->Get(options, database.family(family), ToSlice(key), &value);
  if (status.ok()) return value;
  const std::string what = StrCat(dir_, ": ", kFamilyNames[static_cast<size_t>(family)]);
  if (status.IsNotFound() && family != Family::kWords) {
    return absl::DataLossError(StrCat(what, ": an entry is missing"));
  }
  return FromRocksDb(status, what);
}

ReadCounts ShardReader::reads() const {
  ReadCounts counts = {suffix_reads_.load(), text_reads_.load(), 0, 0};
  counts.cached_suffix_blocks = suffix_uses_.Sum() - counts.suffix_blocks;
  counts.cached_text_chunks = text_uses_.Sum() - counts.text_chunks;
  return counts;
}

absl::StatusOr<Cached<SuffixBlock>> ShardReader::ReadSuffixBlock(uint32_t block) const {
  suffix_uses_.Add();
  const auto read = [&]() -> absl::StatusOr<std::pair<std::unique_ptr<SuffixBlock>, size_t>> {
    suffix_reads_.fetch_add(1, std::memory_order_relaxed);
    ASSIGN_OR_RETURN(const std::string value, Get(Family::kSuffixes, BigEndian32(block)));
    absl::StatusOr<SuffixBlock> decoded = SuffixBlock::Decode(value);
    if (!decoded.ok()) return InShard(decoded.status(), dir_, StrCat("block ", block));
    if (decoded->first_rank() != blocks_.FirstRank(block) ||
        decoded->size() != blocks_.FirstRank(block + 1) - blocks_.FirstRank(block)) {
      return absl::DataLossError(
          StrCat(dir_, ": suffix block ", block, " does not fit the block directory"));
    }
    const size_t bytes = decoded->MemoryBytes();
    return std::pair(std::make_unique<SuffixBlock>(*std::move(decoded)), bytes);
  };
  return GetOrMake<SuffixBlock>(cache_.get(), {suffix_space_, block}, read);
}

absl::StatusOr<Cached<std::string>> ShardReader::ReadTextChunk(uint32_t chunk) const {
  text_uses_.Add();
  const auto read = [&]() -> absl::StatusOr<std::pair<std::unique_ptr<std::string>, size_t>> {
    text_reads_.fetch_add(1, std::memory_order_relaxed);
    ASSIGN_OR_RETURN(std::string text, Get(Family::kText, BigEndian32(chunk)));
    const uint64_t expected = std::min<uint64_t>(
        kTextChunkBytes,
        info_.text_bytes - std::min<uint64_t>(info_.text_bytes, uint64_t{chunk} * kTextChunkBytes));
    if (text.size() != expected) {
      return absl::DataLossError(StrCat(dir_, ": text chunk ", chunk, " has ", text.size(),
                                        " bytes, expected ", expected));
    }
    const size_t bytes = text.capacity() + sizeof(text);
    return std::pair(std::make_unique<std::string>(std::move(text)), bytes);
  };
  return GetOrMake<std::string>(cache_.get(), {text_space_, chunk}, read);
}

absl::StatusOr<std::string> ShardReader::ReadText(uint64_t begin, uint64_t end) const {
  std::string text;
  text.reserve(end - begin);
  while (begin < end) {
    const auto chunk = static_cast<uint32_t>(begin / kTextChunkBytes);
    ASSIGN_OR_RETURN(const Cached<std::string> bytes, ReadTextChunk(chunk));
    const size_t at = begin % kTextChunkBytes;
    const size_t take = std::min<uint64_t>(end - begin, bytes->size() - at);
    text.append(*bytes, at, take);
    begin += take;
  }
  return text;
}

absl::StatusOr<StoredDocument> ShardReader::ReadDocument(uint32_t document) const {
  ASSIGN_OR_RETURN(const std::string value, Get(Family::kDocuments, BigEndian32(document)));
  store::DocumentRecord record;
  if (!record.ParseFromString(value)) {
    return absl::DataLossError(StrCat(dir_, ": the record of document ", document, " is damaged"));
  }
  StoredDocument stored;
  stored.id = std::move(*record.mutable_id());
  stored.source = std::move(*record.mutable_source());
  stored.url = std::move(*record.mutable_url());
  stored.title = std::move(*record.mutable_title());
  stored.date = std::move(*record.mutable_date());
  stored.language = std::move(*record.mutable_language());
  stored.license = std::move(*record.mutable_license());
  stored.metadata = std::move(*record.mutable_metadata());
  stored.content_hash = record.content_hash();
  return stored;
}

absl::StatusOr<WordCount> ShardReader::ReadWordCount(std::string_view key) const {
  const absl::StatusOr<std::string> value = Get(Family::kWords, key);
  if (absl::IsNotFound(value.status())) return WordCount{};
  RETURN_IF_ERROR(value.status());
  std::string_view bytes = *value;
  WordCount count;
  if (!TakeVarint(&bytes, &count.occurrences) || !TakeVarint(&bytes, &count.documents) ||
      !bytes.empty()) {
    return absl::DataLossError(StrCat(dir_, ": the count of word \"", key, "\" is damaged"));
  }
  return count;
}

absl::Status ShardReader::ForEach(
    Family family,
    const std::function<absl::Status(std::string_view, std::string_view)>& visit) const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  options.readahead_size = 2 << 20;
  const Database& database = impl_->database();
  const std::unique_ptr<rocksdb::Iterator> it(
      database.db()->NewIterator(options, database.family(family)));
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    RETURN_IF_ERROR(visit(ToView(it->key()), ToView(it->value())));
  }
  return FromRocksDb(it->status(), StrCat(dir_, ": ", kFamilyNames[static_cast<size_t>(family)]));
}

}  // namespace spanroot
