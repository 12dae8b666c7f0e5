// Runs the programs that were built beside the tests, as a user would.
#ifndef SPANROOT_TESTS_SUPPORT_PROGRAMS_H_
#define SPANROOT_TESTS_SUPPORT_PROGRAMS_H_

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/temp_dir.h"

namespace spanroot {

struct ProgramResult {
  int exit_code = -1;  // 128 + signal if one ended it
  std::string out;
  std::string err;
};

// A program at work. Its standard error goes to a file, so does its standard output unless it is a
// terminal.
class RunningProgram {
 public:
  struct Options {
    std::vector<std::string> environment;  // "NAME=value", on top of a plain one
    bool terminal = false;                 // standard output is a terminal of 80 columns
  };

  // `command`: a program's name, then its arguments.
  explicit RunningProgram(const std::vector<std::string>& command)
      : RunningProgram(command, Options()) {}
  RunningProgram(const std::vector<std::string>& command, const Options& options);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  void Write(std::string_view input);  // to its standard input
  void CloseInput();
  // Waits until its standard error, or output, holds `text`; false after a minute.
  bool WaitForError(const std::string& text) const { return WaitFor("err", text); }
  bool WaitForOutput(const std::string& text) const { return WaitFor("out", text); }
  std::string OutputSoFar() const;
  pid_t pid() const { return pid_; }
  void Signal(int number) const;
  ProgramResult Wait();  // closes its input first

 private:
  bool WaitFor(const std::string& file, const std::string& text) const;

  const TempDir folder_;
  pid_t pid_ = -1;
  int input_ = -1;
  int terminal_ = -1;
};

ProgramResult RunProgram(const std::vector<std::string>& command, std::string_view input = "",
                         const RunningProgram::Options& options = {});

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_PROGRAMS_H_
