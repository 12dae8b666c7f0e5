// SIGINT and SIGTERM: the first asks the program to stop at the next safe point, the second kills
// it.
#ifndef SPANROOT_UI_CLIENT_CLI_INTERRUPT_H_
#define SPANROOT_UI_CLIENT_CLI_INTERRUPT_H_

namespace spanroot {

// From now on the first signal prints `notice` (which must live on) to standard error.
void CatchInterrupts(const char* notice);
// The signal that was caught; 0: none. Thread-safe.
int CaughtSignal();

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_INTERRUPT_H_
