#include "ui_client/cli/program.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <new>
#include <numeric>
#include <string>

#include "common/strings.h"
#include "ui_client/cli/exit_code.h"
#include "ui_client/cli/output.h"

namespace spanroot {
namespace {

constexpr size_t kHelpColumn = 26;

// Required options in the usage line; one blank line between groups.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() { column_width(kHelpColumn); }

  std::string make_usage(const CLI::App* app, std::string name) const override {
    std::string usage = StrCat("\nUsage: ", name);
    if (!app->get_subcommands({}).empty()) return usage + " COMMAND [OPTIONS] ...\n";
    for (const CLI::Option* option : app->get_options()) {
      if (option->nonpositional() && option->get_required()) {
        usage += StrCat(" --", option->get_lnames().front(), " ", option->get_option_text());
      }
    }
    usage += " [OPTIONS]";
    for (const CLI::Option* option : app->get_options()) {
      if (option->get_positional()) usage += " " + make_option_usage(option);
    }
    return usage + "\n";
  }
  std::string make_positionals(const CLI::App* app) const override {
    std::string out = Formatter::make_positionals(app);
    const std::string title = "\nPositionals:";
    return out.starts_with(title) ? "\nArguments:" + out.substr(title.size()) : out;
  }
  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override {
    const bool first = is_positional || group == "Options";
    const std::string out =
        Formatter::make_group(std::move(group), is_positional, std::move(options));
    return first ? out : out.substr(1);
  }
};

// Number of characters to insert, delete, replace or swap (Damerau, optimal alignment).
size_t EditDistance(const std::string& a, const std::string& b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  std::iota(d[0].begin(), d[0].end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

// " (did you mean X?)" for the nearest of `known`, if it is near.
std::string Suggestion(const std::string& given, const std::vector<std::string>& known) {
  const std::string* best = nullptr;
  size_t least = std::max<size_t>(2, given.size() / 3) + 1;
  for (const std::string& name : known) {
    const bool abbreviated = given.size() > 3 && name.starts_with(given);
    const size_t distance = abbreviated ? 1 : EditDistance(given, name);
    if (distance < least) {
      least = distance;
      best = &name;
    }
  }
  return best == nullptr ? "" : StrCat("; did you mean ", *best, "?");
}

std::vector<std::string> OptionNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string ExplainExtra(const CLI::App& app, const std::string& extra) {
  if (extra.size() > 1 && extra[0] == '-') {
    const std::string name = extra.substr(0, extra.find('='));
    return StrCat("unknown option ", name, Suggestion(name, OptionNames(app)));
  }
  const std::vector<const CLI::App*> commands = app.get_subcommands({});
  if (commands.empty()) {
    return StrCat("unexpected argument \"", extra, "\" (quote a text of several words)");
  }
  std::vector<std::string> names;
  for (const CLI::App* command : commands) names.push_back(command->get_name());
  return StrCat("unknown command \"", extra, "\"", Suggestion(extra, names));
}

int ReportUsageError(const CLI::App& root, const CLI::App& app, const std::string& program,
                     const CLI::ParseError& error) {
  // What nobody knows explains more than what is missing because of it.
  const std::vector<std::string> extras = root.remaining(true);
  std::string message = error.what();
  if (!extras.empty()) {
    message = ExplainExtra(app, extras.front());
  } else if (&root == &app && !app.get_subcommands({}).empty()) {
    message = "which command?";
  }
  PrintError(StrCat(program, ": ", message, "\nTry `", program, " --help`."));
  return kExitUsage;
}

int RunCommand(const std::string& program, Command* command) {
  absl::StatusOr<int> code = command->Run();
  const absl::Status flushed = FlushOutput();
  if (code.ok() && absl::IsCancelled(flushed)) return *code;
  if (code.ok() && !flushed.ok()) code = flushed;
  if (code.ok()) return *code;
  PrintError(StrCat(program, ": ", std::string(code.status().message())));
  return absl::IsInvalidArgument(code.status()) ? kExitUsage : kExitFailure;
}

void Prepare(CLI::App* app) {
  app->formatter(std::make_shared<HelpFormatter>());
  app->set_help_flag("-h,--help", "print this help and exit");
}

// Parses for `root`, of which the chosen one of `commands` is run; `root` itself if it has no name.
int ParseAndRun(CLI::App* root, const std::string& name,
                const std::vector<std::pair<CLI::App*, Command*>>& commands, int argc,
                char** argv) {
  const auto chosen = [&] {
    return std::find_if(commands.begin(), commands.end(), [&](const auto& command) {
      return command.first == root || command.first->parsed();
    });
  };
  const auto full_name = [&] {
    const auto command = chosen();
    return command == commands.end() || command->first == root
               ? name
               : StrCat(name, " ", command->first->get_name());
  };
  try {
    root->parse(argc, argv);
  } catch (const CLI::CallForVersion&) {
    Print(StrCat(name, " ", SPANROOT_VERSION, "\n"));
    return FlushOutput().ok() ? kExitFound : kExitFailure;
  } catch (const CLI::Success&) {
    const auto command = chosen();
    const CLI::App* app = command == commands.end() ? root : command->first;
    Print(app->get_formatter()->make_help(app, full_name(), CLI::AppFormatMode::Normal));
    return FlushOutput().ok() ? kExitFound : kExitFailure;
  } catch (const CLI::ParseError& error) {
    const auto command = chosen();
    const CLI::App& app = command == commands.end() ? *root : *command->first;
    return ReportUsageError(*root, app, full_name(), error);
  }
  return RunCommand(full_name(), chosen()->second);
}

// Nothing of this project throws; the standard library does when memory ends.
template <typename Body>
int WithoutExceptions(const char* name, const Body& body) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    PrintError(StrCat(name, ": out of memory"));
  } catch (const std::exception& error) {
    PrintError(StrCat(name, ": ", error.what()));
  }
  return kExitFailure;
}

}  // namespace

int RunProgram(const char* name, const char* summary, const std::vector<CommandEntry>& entries,
               int argc, char** argv) {
  return WithoutExceptions(name, [&] {
    CLI::App root(summary, name);
    Prepare(&root);
    root.set_version_flag("--version", std::string(SPANROOT_VERSION), "print the version and exit");
    root.require_subcommand(1);
    root.footer(StrCat("`", name, " COMMAND --help` tells more of a command, with examples."));
    std::vector<std::unique_ptr<Command>> made;
    std::vector<std::pair<CLI::App*, Command*>> commands;
    for (const CommandEntry& entry : entries) {
      CLI::App* const app = root.add_subcommand(entry.name, entry.summary)->group("Commands");
      Prepare(app);
      Arguments arguments(app);
      made.push_back(entry.make());
      made.back()->Define(&arguments);
      commands.emplace_back(app, made.back().get());
    }
    return ParseAndRun(&root, name, commands, argc, argv);
  });
}

int RunProgram(const CommandEntry& entry, int argc, char** argv) {
  return WithoutExceptions(entry.name, [&] {
    CLI::App root(entry.summary, entry.name);
    Prepare(&root);
    root.set_version_flag("--version", std::string(SPANROOT_VERSION), "print the version and exit");
    Arguments arguments(&root);
    const std::unique_ptr<Command> command = entry.make();
    command->Define(&arguments);
    return ParseAndRun(&root, entry.name, {{&root, command.get()}}, argc, argv);
  });
}

}  // namespace spanroot
