#include "tests/support/programs.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "common/file.h"

namespace spanroot {
namespace {

std::string ReadOrEmpty(const std::string& path) { return ReadFile(path).value_or(""); }

int OpenForWriting(const std::string& path) {
  return open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

std::vector<char*> Pointers(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& text : strings) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

std::string ReadTerminal(int descriptor) {
  std::string out;
  char buffer[4096];
  ssize_t count;
  while ((count = read(descriptor, buffer, sizeof(buffer))) > 0) {
    out.append(buffer, static_cast<size_t>(count));
  }
  return out;
}

}  // namespace

RunningProgram::RunningProgram(const std::vector<std::string>& command, const Options& options) {
  signal(SIGPIPE, SIG_IGN);  // a program may end without reading its input
  const std::string path = std::string(SPANROOT_BINARY_DIR "/bin/") + command.front();
  std::vector<std::string> environment = options.environment;  // of two the first counts
  environment.insert(environment.end(), {"PATH=/usr/bin:/bin", "TERM=xterm", "LC_ALL=C.UTF-8"});
  for (const char* name : {"ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {  // as for the test
    if (const char* const value = getenv(name)) {
      environment.push_back(std::string(name) + "=" + value);
    }
  }
  const std::vector<char*> arguments = Pointers(command);
  const std::vector<char*> variables = Pointers(environment);

  int pipe_ends[2] = {-1, -1};
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) return;
  int out = -1;
  if (options.terminal) {
    struct winsize size = {};
    size.ws_row = 24;
    size.ws_col = 80;
    if (openpty(&terminal_, &out, nullptr, nullptr, &size) != 0) return;
    fcntl(terminal_, F_SETFD, FD_CLOEXEC);
    fcntl(out, F_SETFD, FD_CLOEXEC);
  } else {
    out = OpenForWriting(folder_.File("out"));
  }
  const int err = OpenForWriting(folder_.File("err"));
  pid_ = fork();
  if (pid_ == 0) {
    signal(SIGPIPE, SIG_DFL);
    dup2(pipe_ends[0], STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execve(path.c_str(), arguments.data(), variables.data());
    _exit(127);
  }
  close(pipe_ends[0]);
  close(out);
  close(err);
  input_ = pipe_ends[1];
}

RunningProgram::~RunningProgram() {
  CloseInput();
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (terminal_ >= 0) close(terminal_);
}

void RunningProgram::Write(std::string_view input) {
  while (!input.empty()) {
    const ssize_t count = write(input_, input.data(), input.size());
    if (count <= 0) return;
    input.remove_prefix(static_cast<size_t>(count));
  }
}

void RunningProgram::CloseInput() {
  if (input_ >= 0) close(input_);
  input_ = -1;
}

bool RunningProgram::WaitFor(const std::string& file, const std::string& text) const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (ReadOrEmpty(folder_.File(file)).find(text) == std::string::npos) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

std::string RunningProgram::OutputSoFar() const { return ReadOrEmpty(folder_.File("out")); }

void RunningProgram::Signal(int number) const { kill(pid_, number); }

ProgramResult RunningProgram::Wait() {
  ProgramResult result;
  if (pid_ <= 0) return result;
  CloseInput();
  // A terminal ends when the program has closed it.
  if (terminal_ >= 0) result.out = ReadTerminal(terminal_);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  result.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  if (terminal_ < 0) result.out = ReadOrEmpty(folder_.File("out"));
  result.err = ReadOrEmpty(folder_.File("err"));
  return result;
}

ProgramResult RunProgram(const std::vector<std::string>& command, std::string_view input,
                         const RunningProgram::Options& options) {
  RunningProgram program(command, options);
  program.Write(input);
  return program.Wait();
}

}  // namespace spanroot
