// Files: whole reads, atomic replacement, durable renames. Every error names the file and carries
// the operating system's reason. Thread-safe: no shared state.
#ifndef SPANROOT_COMMON_FILE_H_
#define SPANROOT_COMMON_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace spanroot {

// An absl::Status for errno `error` met while doing `what` on `path`. ENOENT: NotFound; EACCES,
// EPERM, EROFS: PermissionDenied; ENOSPC, EDQUOT, EMFILE: ResourceExhausted; otherwise Unavailable.
absl::Status ErrnoStatus(int error, std::string_view what, std::string_view path);

absl::StatusOr<std::string> ReadFile(const std::string& path);

// Writes `path` so that after a crash it holds either its old bytes or all of `bytes`: a temporary
// file beside it, fsync, rename, fsync of the folder.
absl::Status WriteFileAtomically(const std::string& path, std::string_view bytes);

// rename(2) and fsync of the target's folder.
absl::Status RenameDurably(const std::string& from, const std::string& to);

// fsync of a file or folder.
absl::Status SyncPath(const std::string& path);

absl::Status CreateDirectories(const std::string& path);
absl::Status RemoveRecursively(const std::string& path);  // ok when nothing is there
bool PathExists(const std::string& path);
absl::StatusOr<uint64_t> FileSize(const std::string& path);

// Names (not paths) in a folder, sorted, without "." and "..".
absl::StatusOr<std::vector<std::string>> ListDirectory(const std::string& path);

}  // namespace spanroot

#endif  // SPANROOT_COMMON_FILE_H_
