// A small corpus of every kind of trouble, and its index, made by the real program once a process.
#ifndef SPANROOT_TESTS_E2E_CLI_SAMPLE_INDEX_H_
#define SPANROOT_TESTS_E2E_CLI_SAMPLE_INDEX_H_

#include <gtest/gtest.h>

#include <string>

#include "tests/support/programs.h"
#include "tests/support/temp_dir.h"

namespace spanroot {

inline constexpr char kLighthouse[] =
    "The lighthouse at Morwen Point was built in three summers by eleven masons and one blind "
    "carpenter.";
inline constexpr char kChinese[] = "灯塔的守护者每天黄昏点亮油灯，为远方的船只照亮回家的路。";

// "the tide was out" stands in three documents. The document "evil" holds escape sequences, C1
// controls and characters that turn the direction of writing, in its text and in its fields.
inline std::string SampleLines() {
  return std::string(R"({"id":"light","source":"tales","title":"Morwen Point","url":)") +
         R"("https://example.org/light","created":"1901-05-02","license":"CC0-1.0",)" +
         R"("keeper":"Ansel","text":"It is said that nobody slept. )" + kLighthouse +
         R"( When the tide was out, they counted stones."})" + "\n" +
         R"({"id":"shore","source":"tales","text":"Every child knew when the tide was out."})" +
         "\n" + R"({"id":"boat","source":"logs","text":"No boat moved while the tide was out."})" +
         "\n" +
         R"({"id":"evil\u001b[31m","source":"web","title":"Red\u001b[2J alert\nline two\u202e",)" +
         R"("url":"https://example.org/\u0007bell","text":"before \u001b[31m the purple submarine )" +
         R"(sails again at midnight \u001b[0m\u202e and \u009b1m after\u007f."})" + "\n" +
         R"({"id":"zh","source":"tales","text":")" + kChinese + R"("})" + "\n";
}

class SampleIndex {
 public:
  static const std::string& Dir() {
    static const SampleIndex index;
    return index.dir_;
  }

 private:
  SampleIndex() : dir_(folder_.File("index")) {
    const ProgramResult result =
        RunProgram({"spanroot", "index", "-", "--out", dir_, "--corpus", "sample"}, SampleLines());
    EXPECT_EQ(result.exit_code, 0) << result.err;
  }

  const TempDir folder_;
  const std::string dir_;
};

// `text` without the escape sequences that the programs themselves use for colour.
inline std::string WithoutColor(std::string text) {
  for (size_t at; (at = text.find("\x1b[")) != std::string::npos;) {
    const size_t end = text.find_first_not_of("0123456789;", at + 2);
    if (end == std::string::npos || text[end] != 'm') break;
    text.erase(at, end + 1 - at);
  }
  return text;
}

// No byte that a terminal obeys, but for line breaks; no C1 control; nothing that turns direction.
inline bool IsHarmless(const std::string& text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7f) return false;
    if (byte == 0xc2 && next < 0xa0) return false;
  }
  return text.find("\u202e") == std::string::npos;
}

}  // namespace spanroot

#endif  // SPANROOT_TESTS_E2E_CLI_SAMPLE_INDEX_H_
