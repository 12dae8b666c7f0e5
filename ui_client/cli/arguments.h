// Declares the options of a command. With program.cc the only place that knows CLI11, whose header
// takes seconds to compile. One thread.
#ifndef SPANROOT_UI_CLIENT_CLI_ARGUMENTS_H_
#define SPANROOT_UI_CLIENT_CLI_ARGUMENTS_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace spanroot {

// Every value is written to where it is said when the command line is parsed, and must live until
// then. What stands there before is the default, which the help shows. `name`: "--limit" or
// "-o,--out"; `value`: what the help calls its value ("DIR").
class Arguments {
 public:
  explicit Arguments(CLI::App* app) : app_(app) {}

  // Heading, in the help, of the options that follow.
  void Group(const std::string& title) { group_ = title; }
  // Shown at the end of the help.
  void Footer(const std::string& text);

  void Flag(const std::string& name, bool* target, const std::string& help);
  void Text(const std::string& name, const std::string& value, std::string* target,
            const std::string& help);
  void RequiredText(const std::string& name, const std::string& value, std::string* target,
                    const std::string& help);
  // May be given several times.
  void Texts(const std::string& name, const std::string& value, std::vector<std::string>* target,
             const std::string& help);
  void RequiredTexts(const std::string& name, const std::string& value,
                     std::vector<std::string>* target, const std::string& help);
  void Choice(const std::string& name, const std::vector<std::string>& choices, std::string* target,
              const std::string& help);
  void Number(const std::string& name, uint32_t* target, uint32_t least, const std::string& help);
  void Number(const std::string& name, uint64_t* target, const std::string& help);
  void Number(const std::string& name, std::optional<uint32_t>* target, const std::string& help);
  void Fraction(const std::string& name, double* target, const std::string& help);  // 0 to 1
  // A number of bytes, as common/memory.h reads it. 0 is shown as no default.
  void Size(const std::string& name, uint64_t* target, const std::string& help);
  // Arguments without a dash, in this order.
  void Positional(const std::string& name, bool required, std::string* target,
                  const std::string& help);
  void Positionals(const std::string& name, std::vector<std::string>* target,
                   const std::string& help);  // one at least

 private:
  CLI::Option* Finish(CLI::Option* option, const std::string& value);

  CLI::App* const app_;
  std::string group_ = "Options";
};

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_ARGUMENTS_H_
