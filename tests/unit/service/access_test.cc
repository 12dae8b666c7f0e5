#include "service/access.h"

#include <gtest/gtest.h>

#include <fstream>

#include "service/limits.h"
#include "tests/support/temp_dir.h"

namespace spanroot {
namespace {

void Write(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

constexpr char kAnna[] = "0123456789abcdef";
constexpr char kBen[] = "fedcba9876543210";

TEST(Access, WithoutAFileEverybodyMayAsk) {
  const auto access = Access::Open("");
  ASSERT_TRUE(access.ok());
  EXPECT_EQ((*access)->Check("").value(), "");
}

TEST(Access, KnowsClientsByTheirTokens) {
  const TempDir folder;
  const std::string path = folder.File("tokens");
  Write(path, std::string("# who may ask\n\nanna ") + kAnna + "\r\nben\t" + kBen + "\n");
  const auto access = Access::Open(path);
  ASSERT_TRUE(access.ok()) << access.status();
  EXPECT_EQ((*access)->Check(std::string("Bearer ") + kAnna).value(), "anna");
  EXPECT_EQ((*access)->Check(std::string("bearer ") + kBen).value(), "ben");
  for (const std::string& bad :
       {std::string(), std::string("Bearer "), std::string("Bearer 0123456789abcde"),
        std::string("Bearer 0123456789abcdeff"), std::string("Bearer 0123456789abcdeg"),
        std::string("Basic ") + kAnna, std::string(kAnna), std::string("Bearer") + kAnna}) {
    EXPECT_TRUE(absl::IsUnauthenticated((*access)->Check(bad).status())) << bad;
  }
}

TEST(Access, ReadsAChangedFileAnew) {
  const TempDir folder;
  const std::string path = folder.File("tokens");
  Write(path, std::string("anna ") + kAnna);
  const auto access = Access::Open(path);
  ASSERT_TRUE(access.ok()) << access.status();
  const auto change = [&](const std::string& bytes, int seconds) {
    Write(path, bytes);
    std::filesystem::last_write_time(
        path, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(seconds));
    return (*access)->Reload();
  };
  EXPECT_TRUE(change(std::string("ben ") + kBen, 10).ok());
  EXPECT_FALSE((*access)->Check(std::string("Bearer ") + kAnna).ok());
  EXPECT_TRUE((*access)->Check(std::string("Bearer ") + kBen).ok());
  // A bad file changes nothing.
  EXPECT_FALSE(change("ben short", 20).ok());
  EXPECT_TRUE((*access)->Check(std::string("Bearer ") + kBen).ok());
  std::filesystem::remove(path);
  EXPECT_FALSE((*access)->Reload().ok());
  EXPECT_TRUE((*access)->Check(std::string("Bearer ") + kBen).ok());
}

TEST(Access, BadFilesAreNamedWithTheLine) {
  const TempDir folder;
  const std::string path = folder.File("tokens");
  EXPECT_TRUE(absl::IsNotFound(Access::Open(path).status()));
  Write(path, std::string("anna ") + kAnna + "\nben\n");
  const absl::Status status = Access::Open(path).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_NE(status.message().find("tokens:2"), absl::string_view::npos) << status;
  Write(path, "# nobody\n");
  EXPECT_TRUE(absl::IsInvalidArgument(Access::Open(path).status()));
}

TEST(Limits, AreReadFromJson) {
  const TempDir folder;
  const std::string path = folder.File("limits.json");
  EXPECT_EQ(ReadLimits("")->max_waiting, Limits().max_waiting);
  Write(path, R"({"max_waiting": 7, "max_seconds": 1.5})");
  const absl::StatusOr<Limits> limits = ReadLimits(path);
  ASSERT_TRUE(limits.ok()) << limits.status();
  EXPECT_EQ(limits->max_waiting, 7u);
  EXPECT_EQ(limits->max_seconds, 1.5);
  EXPECT_EQ(limits->max_text_bytes, Limits().max_text_bytes);
}

TEST(Limits, BadOnesAreNamed) {
  const TempDir folder;
  const std::string path = folder.File("limits.json");
  for (const auto& [bytes, named] : std::vector<std::pair<std::string, std::string>>{
           {"", "JSON object"},
           {"[1]", "JSON object"},
           {R"({"max_wating": 7})", "max_wating"},
           {R"({"max_waiting": -1})", "max_waiting"},
           {R"({"max_waiting": 1.5})", "max_waiting"},
           {R"({"max_waiting": "7"})", "max_waiting"},
           {R"({"max_seconds": 0})", "max_seconds"},
           {R"({"max_text_bytes": 1e30})", "max_text_bytes"}}) {
    Write(path, bytes);
    const absl::Status status = ReadLimits(path).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << bytes;
    EXPECT_NE(status.message().find(named), absl::string_view::npos) << status;
    EXPECT_NE(status.message().find(path), absl::string_view::npos) << status;
  }
}

}  // namespace
}  // namespace spanroot
