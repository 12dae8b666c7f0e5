// Which field of a JSON record is which part of a document.
#ifndef SPANROOT_INDEXER_CORPUS_FIELD_MAPPING_H_
#define SPANROOT_INDEXER_CORPUS_FIELD_MAPPING_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace spanroot {

// For each part the paths to try, in order; the first that holds a value wins. A path is a chain of
// object keys joined by dots: "metadata.url". A value is a string, a number, true, false or a list
// of these (joined by ", "); the text is a string. null, "" and objects are no value. What a path
// has claimed is left out of Document::metadata.
struct FieldMapping {
  std::vector<std::string> text;
  std::vector<std::string> id;
  std::vector<std::string> source;
  std::vector<std::string> url;
  std::vector<std::string> title;
  std::vector<std::string> date;
  std::vector<std::string> language;
  std::vector<std::string> license;
  std::string default_source;  // for documents that name none; "" = what the reader knows
};

FieldMapping AutoFields();  // every name that the presets know

// "auto", "dolma", "c4", "pile". InvalidArgument names the known ones.
absl::StatusOr<FieldMapping> PresetFields(std::string_view name);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_CORPUS_FIELD_MAPPING_H_
