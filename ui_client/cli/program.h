// Runs a program: parses its command line, gives help, reports errors, and answers the exit code.
#ifndef SPANROOT_UI_CLIENT_CLI_PROGRAM_H_
#define SPANROOT_UI_CLIENT_CLI_PROGRAM_H_

#include <memory>
#include <vector>

#include "ui_client/cli/command.h"

namespace spanroot {

struct CommandEntry {
  const char* name;
  const char* summary;
  std::unique_ptr<Command> (*make)();
};

// A program of several commands.
int RunProgram(const char* name, const char* summary, const std::vector<CommandEntry>& commands,
               int argc, char** argv);
// A program that is one command.
int RunProgram(const CommandEntry& command, int argc, char** argv);

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_PROGRAM_H_
