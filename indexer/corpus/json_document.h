// Parses one JSON record into a Document by a field mapping: simdjson's On-Demand parser walks the
// record once and validates all of it; what the mapping claims is decoded, everything else is
// copied verbatim into the metadata.
#ifndef SPANROOT_INDEXER_CORPUS_JSON_DOCUMENT_H_
#define SPANROOT_INDEXER_CORPUS_JSON_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "indexer/corpus/document.h"
#include "indexer/corpus/field_tree.h"

namespace spanroot {

// Bytes after a record that must be readable; what they hold does not matter.
inline constexpr size_t kJsonPadding = 64;

// Holds the parser's buffers, which grow with the longest record. One thread.
class JsonDocumentParser {
 public:
  explicit JsonDocumentParser(const FieldTree& tree);
  ~JsonDocumentParser();

  // Fills in `*document` (default constructed) from `json`, behind which kJsonPadding bytes can be
  // read. What the record does not say stays "". InvalidArgument says what is wrong with the
  // record. Adds to `*invalid_utf8` the ill-formed sequences that became U+FFFD.
  absl::Status Parse(std::string_view json, Document* document, uint64_t* invalid_utf8);

 private:
  class Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_CORPUS_JSON_DOCUMENT_H_
