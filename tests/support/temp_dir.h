// A folder for a test's files, in memory where the system has such a place.
#ifndef SPANROOT_TESTS_SUPPORT_TEMP_DIR_H_
#define SPANROOT_TESTS_SUPPORT_TEMP_DIR_H_

#include <string>

namespace spanroot {

// Made new; removed with all that is in it at the end.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_TEMP_DIR_H_
