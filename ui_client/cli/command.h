// A command of the command line: its options and what it does.
#ifndef SPANROOT_UI_CLIENT_CLI_COMMAND_H_
#define SPANROOT_UI_CLIENT_CLI_COMMAND_H_

#include <memory>

#include "absl/status/statusor.h"
#include "ui_client/cli/arguments.h"

namespace spanroot {

class Command {
 public:
  virtual ~Command() = default;

  // Declares the options; they are kept in members, which must not move afterwards.
  virtual void Define(Arguments* arguments) = 0;
  // Runs with the options parsed. Returns the exit code (exit_code.h). An error is printed by the
  // caller and becomes kExitUsage (InvalidArgument) or kExitFailure.
  virtual absl::StatusOr<int> Run() = 0;
};

std::unique_ptr<Command> MakeIndexCommand();
std::unique_ptr<Command> MakeInfoCommand();
std::unique_ptr<Command> MakeVerifyCommand();
std::unique_ptr<Command> MakeDumpCommand();
std::unique_ptr<Command> MakeCountCommand();
std::unique_ptr<Command> MakeSearchCommand();
std::unique_ptr<Command> MakeTraceCommand();
std::unique_ptr<Command> MakeServeCommand();

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_COMMAND_H_
