// How spanroot sets up RocksDB, for writer, reader and verifier. Internal to this room.
#ifndef SPANROOT_INDEXER_STORE_ROCKSDB_OPTIONS_H_
#define SPANROOT_INDEXER_STORE_ROCKSDB_OPTIONS_H_

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "indexer/store/format.h"

namespace spanroot {

// Database options without log files, statistics files or background work.
rocksdb::Options DatabaseOptions();

// Options of one family's files. `cache` (may be null: a small private one) serves reads.
rocksdb::ColumnFamilyOptions FamilyOptions(Family family, std::shared_ptr<rocksdb::Cache> cache);

// A RocksDB status as ours: Corruption becomes DataLoss, no space ResourceExhausted. `what` says
// which shard and what was being done.
absl::Status FromRocksDb(const rocksdb::Status& status, const std::string& what);

// A shard's database and the handles of its families, closed in the right order.
class Database {
 public:
  // Opens for reading, without creating or changing any file.
  static absl::StatusOr<std::unique_ptr<Database>> OpenReadOnly(
      const std::string& dir, const std::shared_ptr<rocksdb::Cache>& cache);
  // Creates a new one with all families.
  static absl::StatusOr<std::unique_ptr<Database>> Create(const std::string& dir);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB* db() const { return db_.get(); }
  rocksdb::ColumnFamilyHandle* family(Family family) const {
    return handles_[static_cast<size_t>(family)];
  }

 private:
  Database() = default;

  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;  // by Family, then RocksDB's default family
};

inline rocksdb::Slice ToSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
inline std::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_STORE_ROCKSDB_OPTIONS_H_
