#include "indexer/corpus/file_list.h"

#include <fnmatch.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_split.h"
#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace spanroot {
namespace {

namespace fs = std::filesystem;

// Calls `visit` with every entry of a folder, and of the folders in it if `deep`. Links to folders
// are not followed: they may go round.
template <typename Visit>
absl::Status ForEachEntry(const fs::path& folder, bool deep, const Visit& visit) {
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    visit(*it);
    if (!deep) it.disable_recursion_pending();
  }
  if (error) return ErrnoStatus(error.value(), "cannot list", folder.string());
  return absl::OkStatus();
}

absl::Status AddFolder(const fs::path& folder, std::vector<std::string>* files) {
  return ForEachEntry(folder, /*deep=*/true, [files](const fs::directory_entry& entry) {
    std::error_code ignored;
    if (HasCorpusEnding(entry.path().filename().string()) && !entry.is_directory(ignored)) {
      files->push_back(entry.path().string());
    }
  });
}

// Replaces each folder by its entries that match one component of a pattern, or for "**" by itself
// and all folders below it.
absl::Status MatchComponent(const std::string& component, std::vector<fs::path>* paths) {
  std::vector<fs::path> matches;
  for (const fs::path& folder : *paths) {
    const fs::path listed = folder.empty() ? fs::path(".") : folder;
    std::error_code ignored;
    if (!fs::is_directory(listed, ignored)) continue;
    const bool deep = component == "**";
    if (deep) matches.push_back(folder);
    RETURN_IF_ERROR(ForEachEntry(listed, deep, [&](const fs::directory_entry& entry) {
      const bool is_match =
          deep ? entry.is_directory(ignored)
               : fnmatch(component.c_str(), entry.path().filename().c_str(), FNM_PERIOD) == 0;
      if (is_match) {
        matches.push_back(folder.empty() ? entry.path().lexically_relative(".") : entry.path());
      }
    }));
  }
  *paths = std::move(matches);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<fs::path>> ExpandPattern(const std::string& pattern) {
  std::vector<fs::path> paths = {pattern.starts_with("/") ? "/" : ""};
  const std::vector<std::string> components = absl::StrSplit(pattern, '/', absl::SkipEmpty());
  for (const std::string& component : components) {
    if (component.find_first_of("*?[") != std::string::npos) {
      RETURN_IF_ERROR(MatchComponent(component, &paths));
    } else {
      for (fs::path& path : paths) path /= component;
    }
  }
  paths.erase(std::remove_if(paths.begin(), paths.end(),
                             [](const fs::path& path) { return !PathExists(path.string()); }),
              paths.end());
  return paths;
}

absl::StatusOr<std::vector<std::string>> ExpandInput(const std::string& input) {
  if (input.empty()) return absl::InvalidArgumentError("an input's name is empty");
  if (input == "-") return std::vector<std::string>{input};
  std::vector<fs::path> paths = {input};
  if (!PathExists(input)) {  // a name may hold a pattern's characters
    ASSIGN_OR_RETURN(paths, ExpandPattern(input));
  }
  std::vector<std::string> files;
  for (const fs::path& path : paths) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
      RETURN_IF_ERROR(AddFolder(path, &files));
    } else {
      files.push_back(path.string());
    }
  }
  if (!files.empty()) {
    std::sort(files.begin(), files.end());
    return files;
  }
  if (paths.empty()) return ErrnoStatus(ENOENT, "no input", input);
  return absl::NotFoundError(StrCat(
      input, ": no file there ends in .json, .jsonl or .ndjson, alone or with .gz, .zst or .zstd"));
}

}  // namespace

bool HasCorpusEnding(std::string_view name) {
  for (const std::string_view packed : {".gz", ".zst", ".zstd"}) {
    if (name.ends_with(packed)) name.remove_suffix(packed.size());
  }
  return name.ends_with(".json") || name.ends_with(".jsonl") || name.ends_with(".ndjson");
}

absl::StatusOr<std::vector<std::string>> ListFiles(const std::vector<std::string>& inputs) {
  std::vector<std::string> files;
  absl::flat_hash_set<std::string> seen;
  for (const std::string& input : inputs) {
    ASSIGN_OR_RETURN(const std::vector<std::string> expanded, ExpandInput(input));
    for (const std::string& file : expanded) {
      std::error_code ignored;
      const fs::path canonical = fs::canonical(file, ignored);
      const bool is_new = seen.insert(canonical.empty() ? file : canonical.string()).second;
      if (is_new) files.push_back(file);
    }
  }
  return files;
}

}  // namespace spanroot
