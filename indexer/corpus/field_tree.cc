#include "indexer/corpus/field_tree.h"

#include "absl/strings/str_split.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace spanroot {

absl::StatusOr<FieldTree> FieldTree::Compile(const FieldMapping& mapping) {
  FieldTree tree;
  RETURN_IF_ERROR(tree.Add(kText, mapping.text));
  RETURN_IF_ERROR(tree.Add(kId, mapping.id));
  RETURN_IF_ERROR(tree.Add(kSource, mapping.source));
  RETURN_IF_ERROR(tree.Add(kUrl, mapping.url));
  RETURN_IF_ERROR(tree.Add(kTitle, mapping.title));
  RETURN_IF_ERROR(tree.Add(kDate, mapping.date));
  RETURN_IF_ERROR(tree.Add(kLanguage, mapping.language));
  RETURN_IF_ERROR(tree.Add(kLicense, mapping.license));
  if (mapping.text.empty())
    return absl::InvalidArgumentError("the field mapping names no field for the text");
  return tree;
}

absl::Status FieldTree::Add(Part part, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    int node = 0;
    const std::vector<std::string> keys = absl::StrSplit(path, '.');
    for (const std::string& key : keys) {
      if (key.empty()) {
        return absl::InvalidArgumentError(StrCat("field path \"", path, "\" has an empty key"));
      }
      int child = Child(node, key);
      if (child == -1) {
        child = static_cast<int>(nodes_.size());
        const std::string& above = nodes_[node].path;
        nodes_.push_back({key, StrCat(above, above.empty() ? "" : ".", key), {}});
        nodes_[node].children.push_back(child);
      }
      node = child;
    }
    candidates_[part].push_back(node);
  }
  return absl::OkStatus();
}

int FieldTree::Child(int node, std::string_view key) const {
  for (const int child : nodes_[node].children) {
    if (nodes_[child].key == key) return child;
  }
  return -1;
}

}  // namespace spanroot
