// What a reader of one file format is: it cuts one file into records. One thread.
#ifndef SPANROOT_INDEXER_CORPUS_RECORD_READER_H_
#define SPANROOT_INDEXER_CORPUS_RECORD_READER_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "indexer/corpus/corpus_reader.h"

namespace spanroot {

class RecordReader {
 public:
  virtual ~RecordReader() = default;

  // Replaces `bytes`, `records` and `bad` of the batch by the file's next records: it stops with
  // the record that reaches `target_bytes`. False: no more. An error comes after the records before
  // it; no call may follow it.
  virtual absl::StatusOr<bool> Read(size_t target_bytes, RecordBatch* batch) = 0;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_CORPUS_RECORD_READER_H_
