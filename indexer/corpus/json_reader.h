// Reads a file of JSON records: decompresses into the batch itself and cuts there, so that bytes
// are copied only when a batch's end falls into a record. Memory: the batch, and the part of a
// record that is left over, at most max_record_bytes.
#ifndef SPANROOT_INDEXER_CORPUS_JSON_READER_H_
#define SPANROOT_INDEXER_CORPUS_JSON_READER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "indexer/corpus/input_stream.h"
#include "indexer/corpus/record_cutter.h"
#include "indexer/corpus/record_reader.h"

namespace spanroot {

class JsonReader : public RecordReader {
 public:
  // Passes over the records before number `first`. Bytes read from disk are added to `*consumed`.
  static absl::StatusOr<std::unique_ptr<RecordReader>> Open(const std::string& path, uint64_t first,
                                                            uint64_t max_record_bytes,
                                                            std::atomic<uint64_t>* consumed);

  absl::StatusOr<bool> Read(size_t target_bytes, RecordBatch* batch) override;

 private:
  JsonReader(const std::string& path, uint64_t first, uint64_t max_record_bytes,
             std::unique_ptr<InputStream> stream);
  void Fill(size_t size, std::string* bytes);

  const std::string path_;
  const std::unique_ptr<InputStream> stream_;
  RecordCutter cutter_;
  bool checked_ = false;  // that the decompressed bytes are of no other format
  bool ended_ = false;    // the stream has, well or with error_
  absl::Status error_;
  std::string rest_;  // decompressed, but not cut yet
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_CORPUS_JSON_READER_H_
