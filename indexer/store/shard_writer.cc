#include "indexer/store/shard_writer.h"

#include <rocksdb/sst_file_writer.h>

#include <algorithm>
#include <map>

#include "common/coding.h"
#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "document_record.pb.h"
#include "indexer/store/rocksdb_options.h"
#include "indexer/store/shard_reader.h"

namespace spanroot {
namespace {

constexpr char kRunSuffix[] = ".run";

class RunSink : public EntrySink {
 public:
  RunSink(Family family, std::string path)
      : family_(family),
        path_(std::move(path)),
        writer_(rocksdb::EnvOptions(),
                rocksdb::Options(DatabaseOptions(), FamilyOptions(family, nullptr))) {}

  absl::Status Open() { return Check(writer_.Open(path_)); }

  absl::Status Put(std::string_view key, std::string_view value) override {
    ++entries_;
    fingerprint_.Add(static_cast<uint8_t>(family_), key, value);
    return Check(writer_.Put(ToSlice(key), ToSlice(value)));
  }

  absl::Status Finish() { return entries_ == 0 ? absl::OkStatus() : Check(writer_.Finish()); }
  bool empty() const { return entries_ == 0; }
  const Fingerprint& fingerprint() const { return fingerprint_; }

 private:
  absl::Status Check(const rocksdb::Status& status) const {
    return FromRocksDb(status, StrCat("cannot write ", path_));
  }

  const Family family_;
  const std::string path_;
  rocksdb::SstFileWriter writer_;
  Fingerprint fingerprint_;
  uint64_t entries_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ShardWriter>> ShardWriter::Create(const std::string& dir) {
  if (PathExists(dir)) return absl::AlreadyExistsError(StrCat(dir, " exists already"));
  RETURN_IF_ERROR(CreateDirectories(dir));
  return std::unique_ptr<ShardWriter>(new ShardWriter(dir));
}

ShardWriter::~ShardWriter() = default;

absl::Status ShardWriter::WriteRun(Family family,
                                   const std::function<absl::Status(EntrySink*)>& produce) {
  std::string path;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    path = StrCat(dir_, "/", next_run_++, kRunSuffix);
  }
  RunSink sink(family, path);
  RETURN_IF_ERROR(sink.Open());
  RETURN_IF_ERROR(produce(&sink));
  RETURN_IF_ERROR(sink.Finish());
  if (sink.empty()) return RemoveRecursively(path);
  const std::lock_guard<std::mutex> lock(mutex_);
  runs_.emplace_back(family, path);
  fingerprint_.Add(sink.fingerprint());
  return absl::OkStatus();
}

absl::StatusOr<ShardInfo> ShardWriter::Finish() {
  {
    ASSIGN_OR_RETURN(const std::unique_ptr<Database> database, Database::Create(dir_));
    std::map<Family, std::vector<std::string>> files;
    for (const auto& [family, path] : runs_) files[family].push_back(path);
    for (const auto& [family, paths] : files) {
      rocksdb::IngestExternalFileOptions options;
      options.move_files = true;
      options.verify_checksums_before_ingest = true;
      RETURN_IF_ERROR(
          FromRocksDb(database->db()->IngestExternalFile(database->family(family), paths, options),
                      StrCat("cannot put together shard ", dir_)));
    }
  }
  for (const auto& [family, path] : runs_) RETURN_IF_ERROR(RemoveRecursively(path));
  ShardInfo info;
  info.fingerprint = fingerprint_;
  ASSIGN_OR_RETURN(const std::vector<std::string> names, ListDirectory(dir_));
  for (const std::string& name : names) {
    const std::string path = dir_ + "/" + name;
    if (name == "LOCK") {
      RETURN_IF_ERROR(RemoveRecursively(path));
      continue;
    }
    RETURN_IF_ERROR(SyncPath(path));
    ASSIGN_OR_RETURN(const uint64_t bytes, FileSize(path));
    ASSIGN_OR_RETURN(const uint64_t hash, HashFile(path));
    info.files.push_back({name, bytes, hash});
  }
  RETURN_IF_ERROR(SyncPath(dir_));
  return info;
}

std::string EncodeDocument(const StoredDocument& document) {
  store::DocumentRecord record;
  record.set_id(document.id);
  record.set_source(document.source);
  record.set_url(document.url);
  record.set_title(document.title);
  record.set_date(document.date);
  record.set_language(document.language);
  record.set_license(document.license);
  record.set_metadata(document.metadata);
  record.set_content_hash(document.content_hash);
  return record.SerializeAsString();
}

void DocumentDirectoryBuilder::Add(uint64_t length, std::string_view source) {
  auto found = std::find(sources_.begin(), sources_.end(), source);
  if (found == sources_.end()) found = sources_.insert(found, std::string(source));
  PutVarint(&lengths_, length);
  PutVarint(&lengths_, static_cast<uint64_t>(found - sources_.begin()));
  ++documents_;
}

std::string DocumentDirectoryBuilder::Encode() const {
  std::string out;
  PutVarint(&out, sources_.size());
  for (const std::string& source : sources_) {
    PutVarint(&out, source.size());
    out += source;
  }
  PutVarint(&out, documents_);
  return out + lengths_;
}

std::string EncodeWordCount(uint64_t occurrences, uint64_t documents) {
  std::string out;
  PutVarint(&out, occurrences);
  PutVarint(&out, documents);
  return out;
}

}  // namespace spanroot
