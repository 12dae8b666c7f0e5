#include "tests/support/temp_dir.h"

#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

namespace spanroot {

TempDir::TempDir() {
  const std::string memory = "/dev/shm";
  const std::string parent =
      access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path().string();
  path_ = parent + "/spanroot_test_XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) {
    std::perror(path_.c_str());
    std::abort();
  }
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace spanroot
