// A FieldMapping compiled for looking keys up while a record is walked. Immutable, hence
// thread-safe.
#ifndef SPANROOT_INDEXER_CORPUS_FIELD_TREE_H_
#define SPANROOT_INDEXER_CORPUS_FIELD_TREE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "indexer/corpus/field_mapping.h"

namespace spanroot {

// The tree of keys that the mapping's paths lead along.
class FieldTree {
 public:
  enum Part { kText, kId, kSource, kUrl, kTitle, kDate, kLanguage, kLicense, kParts };

  struct Node {
    std::string key;
    std::string path;  // from the root, as messages name it
    std::vector<int> children;
  };

  // InvalidArgument: no path for the text, or an empty key in a path.
  static absl::StatusOr<FieldTree> Compile(const FieldMapping& mapping);

  // nodes()[0] is the record itself.
  const std::vector<Node>& nodes() const { return nodes_; }
  // The nodes to try for a part, in order.
  const std::vector<int>& candidates(Part part) const { return candidates_[part]; }
  int Child(int node, std::string_view key) const;  // -1: none

 private:
  FieldTree() : nodes_(1), candidates_(kParts) {}
  absl::Status Add(Part part, const std::vector<std::string>& paths);

  std::vector<Node> nodes_;
  std::vector<std::vector<int>> candidates_;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_CORPUS_FIELD_TREE_H_
