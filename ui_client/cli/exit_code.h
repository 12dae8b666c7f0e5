// How the programs end; documented in docs/cli.md.
#ifndef SPANROOT_UI_CLIENT_CLI_EXIT_CODE_H_
#define SPANROOT_UI_CLIENT_CLI_EXIT_CODE_H_

namespace spanroot {

inline constexpr int kExitFound = 0;         // done; of a question: something was found
inline constexpr int kExitNothingFound = 1;  // a question was answered: nothing
inline constexpr int kExitUsage = 2;         // options or input that make no sense
inline constexpr int kExitFailure = 3;       // unreadable or damaged index, input or output
inline constexpr int kExitSignal = 128;      // plus the signal's number, as shells have it

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_EXIT_CODE_H_
