// Cuts decompressed bytes into JSON records, without parsing them. Three layouts, told apart by how
// the file begins (a byte order mark and blank lines aside):
//   [          one array: a record is an element
//   { alone    pretty-printed objects one after another: a record ends where its braces close
//   otherwise  JSON lines: a record is a line
// In the first two, brackets are counted outside of strings; a string ends with its line at the
// latest (JSON allows no raw line break in one), so that a missing quote spoils one record only.
// One thread.
#ifndef SPANROOT_INDEXER_CORPUS_RECORD_CUTTER_H_
#define SPANROOT_INDEXER_CORPUS_RECORD_CUTTER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/corpus/corpus_reader.h"

namespace spanroot {

class RecordCutter {
 public:
  // Records before number `first` (RecordLocation::line) are passed over. `path` is for messages.
  RecordCutter(std::string path, uint64_t first, uint64_t max_record_bytes);

  // From `from` on, `bytes` is what the last call left over, then what the file says next; a file's
  // first call sees 4096 bytes at least, unless it is shorter. Adds the records that end within
  // `bytes` to `batch->records` and `batch->bad`, stopping with the one that reaches
  // `target_bytes`; what is too long or passed over leaves nothing behind. Returns where what is
  // left over begins. `at_end`: the file ends with `bytes`.
  size_t Cut(std::string_view bytes, size_t from, size_t target_bytes, bool at_end,
             RecordBatch* batch);

  // Does a batch need no further record? Counted from its first record on, so that batches do not
  // depend on what was passed over before them. Records that cannot be cut are batches of their
  // own.
  bool IsFull(const RecordBatch& batch, size_t target_bytes) const;

  // Records cut so far, those passed over included.
  uint64_t records() const { return records_; }

 private:
  enum class Layout { kUnknown, kLines, kObjects, kArray };
  enum class Array { kBefore, kOpen, kClosed };

  void ChooseLayout(std::string_view bytes);
  // Each moves scan_ on and says whether a whole record, which begins at start_ and is followed by
  // scan_, was found.
  bool FindLine(std::string_view bytes, bool at_end);
  bool FindValue(std::string_view bytes, bool at_end);
  bool SkipBetweenValues(std::string_view bytes);
  bool EndsStray(char c) const;
  void EndRecord(std::string_view bytes, RecordBatch* batch);
  void AddBad(std::string_view what, RecordBatch* batch) const;

  const std::string path_;
  const uint64_t first_;
  const uint64_t max_record_bytes_;
  Layout layout_ = Layout::kUnknown;
  uint64_t number_ = 1;  // of the current record
  uint64_t records_ = 0;
  size_t start_ = 0;       // of the current record, in the bytes given
  size_t scan_ = 0;        // where to go on looking for its end
  bool oversize_ = false;  // it is too long: its bytes so far have been dropped
  // Of layouts kObjects and kArray:
  Array array_ = Array::kBefore;
  bool in_value_ = false;
  bool in_string_ = false;
  bool stray_ = false;  // the value does not begin with a bracket
  uint64_t depth_ = 0;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_CORPUS_RECORD_CUTTER_H_
