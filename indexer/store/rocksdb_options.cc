#include "indexer/store/rocksdb_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/table.h>

#include "common/strings.h"

namespace spanroot {
namespace {

// Without a logger of ours RocksDB writes LOG files, also into indexes that are only read.
class SilentLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

constexpr size_t kSmallCacheBytes = 1 << 20;

std::vector<rocksdb::ColumnFamilyDescriptor> Descriptors(
    const std::shared_ptr<rocksdb::Cache>& cache) {
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (size_t i = 0; i < kFamilyNames.size(); ++i) {
    descriptors.emplace_back(kFamilyNames[i], FamilyOptions(static_cast<Family>(i), cache));
  }
  return descriptors;
}

}  // namespace

rocksdb::Options DatabaseOptions() {
  rocksdb::Options options;
  options.info_log = std::make_shared<SilentLogger>();
  options.max_open_files = -1;
  options.disable_auto_compactions = true;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.avoid_flush_during_shutdown = true;
  return options;
}

rocksdb::ColumnFamilyOptions FamilyOptions(Family family, std::shared_ptr<rocksdb::Cache> cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache != nullptr ? std::move(cache) : rocksdb::NewLRUCache(kSmallCacheBytes);
  table.checksum = rocksdb::kXXH3;
  table.format_version = 5;
  // One suffix block or text chunk a RocksDB block; small records share one.
  table.block_size = family == Family::kSuffixes ? 1 << 10 : 16 << 10;
  rocksdb::ColumnFamilyOptions options;
  // Suffix blocks hold compressed columns and bit-packed positions: nothing is left to gain.
  options.compression = family == Family::kSuffixes ? rocksdb::kNoCompression : rocksdb::kZSTD;
  options.compression_opts.level = 1;  // 3 saves 2% and costs half a second per 100 MB
  options.disable_auto_compactions = true;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

absl::Status FromRocksDb(const rocksdb::Status& status, const std::string& what) {
  if (status.ok()) return absl::OkStatus();
  const std::string message = StrCat(what, ": ", status.ToString());
  if (status.IsCorruption()) return absl::DataLossError(message);
  if (status.IsNotFound()) return absl::NotFoundError(message);
  if (status.IsNoSpace() || status.IsMemoryLimit()) return absl::ResourceExhaustedError(message);
  if (status.IsPathNotFound()) return absl::DataLossError(message);
  return absl::UnavailableError(message);
}

absl::StatusOr<std::unique_ptr<Database>> Database::OpenReadOnly(
    const std::string& dir, const std::shared_ptr<rocksdb::Cache>& cache) {
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = Descriptors(cache);
  descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName,
                           FamilyOptions(Family::kStatistics, cache));
  std::unique_ptr<Database> database(new Database);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(
      rocksdb::DBOptions(DatabaseOptions()), dir, descriptors, &database->handles_, &db);
  if (!status.ok()) {
    // The manifest names this shard, so whatever is missing or unreadable in it is damage, unless
    // the operating system refused.
    const absl::Status error = FromRocksDb(status, StrCat("cannot open shard ", dir));
    const bool refused = status.IsIOError() && !status.IsPathNotFound();
    return refused ? error : absl::DataLossError(std::string(error.message()));
  }
  database->db_.reset(db);
  return database;
}

absl::StatusOr<std::unique_ptr<Database>> Database::Create(const std::string& dir) {
  std::unique_ptr<Database> database(new Database);
  rocksdb::Options options = DatabaseOptions();
  options.create_if_missing = true;
  options.error_if_exists = true;
  rocksdb::DB* db = nullptr;
  rocksdb::Status status = rocksdb::DB::Open(options, dir, &db);
  if (status.ok()) {
    database->db_.reset(db);
    status = db->CreateColumnFamilies(Descriptors(nullptr), &database->handles_);
  }
  if (!status.ok()) return FromRocksDb(status, StrCat("cannot create shard ", dir));
  return database;
}

Database::~Database() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
}

}  // namespace spanroot
