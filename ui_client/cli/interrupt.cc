#include "ui_client/cli/interrupt.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <cerrno>

namespace spanroot {
namespace {

volatile sig_atomic_t caught_signal = 0;
const char* notice_text = "";

void OnSignal(int number) {
  const int saved_errno = errno;
  caught_signal = number;
  const ssize_t ignored = write(STDERR_FILENO, notice_text, strlen(notice_text));
  static_cast<void>(ignored);
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  errno = saved_errno;
}

}  // namespace

void CatchInterrupts(const char* notice) {
  notice_text = notice;
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

int CaughtSignal() { return caught_signal; }

}  // namespace spanroot
