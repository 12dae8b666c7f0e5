#include "ui_client/cli/arguments.h"

#include <CLI/CLI.hpp>

#include "absl/strings/numbers.h"
#include "common/memory.h"
#include "common/strings.h"

namespace spanroot {
namespace {

std::string WithDefault(const std::string& help, const std::string& value) {
  return value.empty() ? help : StrCat(help, " [", value, "]");
}

}  // namespace

CLI::Option* Arguments::Finish(CLI::Option* option, const std::string& value) {
  return option->group(group_)->option_text(value);
}

void Arguments::Footer(const std::string& text) { app_->footer(text); }

void Arguments::Flag(const std::string& name, bool* target, const std::string& help) {
  Finish(app_->add_flag(name, *target, help), "");
}

void Arguments::Text(const std::string& name, const std::string& value, std::string* target,
                     const std::string& help) {
  Finish(app_->add_option(name, *target, WithDefault(help, *target)), value);
}

void Arguments::RequiredText(const std::string& name, const std::string& value, std::string* target,
                             const std::string& help) {
  Finish(app_->add_option(name, *target, help), value)->required();
}

void Arguments::Texts(const std::string& name, const std::string& value,
                      std::vector<std::string>* target, const std::string& help) {
  Finish(app_->add_option(name, *target, help), value)->allow_extra_args(false);
}

void Arguments::RequiredTexts(const std::string& name, const std::string& value,
                              std::vector<std::string>* target, const std::string& help) {
  Finish(app_->add_option(name, *target, help), value)->allow_extra_args(false)->required();
}

void Arguments::Choice(const std::string& name, const std::vector<std::string>& choices,
                       std::string* target, const std::string& help) {
  Finish(app_->add_option(name, *target, WithDefault(help, *target)),
         CLI::detail::join(choices, "|"))
      ->check([choices](const std::string& value) -> std::string {
        for (const std::string& choice : choices) {
          if (value == choice) return "";
        }
        return StrCat("\"", value, "\" is not one of ", CLI::detail::join(choices, ", "));
      });
}

void Arguments::Number(const std::string& name, uint32_t* target, uint32_t least,
                       const std::string& help) {
  Finish(app_->add_option(name, *target, WithDefault(help, StrCat(*target))), "N")
      ->check(CLI::Range(least, std::numeric_limits<uint32_t>::max()));
}

void Arguments::Number(const std::string& name, uint64_t* target, const std::string& help) {
  Finish(app_->add_option(name, *target, WithDefault(help, StrCat(*target))), "N");
}

void Arguments::Number(const std::string& name, std::optional<uint32_t>* target,
                       const std::string& help) {
  Finish(app_->add_option_function<uint32_t>(
             name, [target](const uint32_t& value) { *target = value; }, help),
         "N");
}

void Arguments::Fraction(const std::string& name, double* target, const std::string& help) {
  Finish(app_->add_option(name, *target, WithDefault(help, StrCat(*target))), "X")
      ->check([](const std::string& value) {
        double number = 0;
        const bool fits = absl::SimpleAtod(value, &number) && number >= 0 && number <= 1;
        return fits ? std::string() : StrCat("\"", value, "\" is no number from 0 to 1");
      });
}

void Arguments::Size(const std::string& name, uint64_t* target, const std::string& help) {
  const auto parse = [target](const std::string& value) {
    const absl::StatusOr<uint64_t> bytes = ParseBytes(value);
    if (bytes.ok()) *target = *bytes;
  };
  Finish(app_->add_option_function<std::string>(
             name, parse, WithDefault(help, *target == 0 ? "" : FormatBytes(*target))),
         "SIZE")
      ->check([](const std::string& value) {
        return std::string(ParseBytes(value).status().message());
      });
}

void Arguments::Positional(const std::string& name, bool required, std::string* target,
                           const std::string& help) {
  app_->add_option(name, *target, help)->option_text(" ")->required(required);
}

void Arguments::Positionals(const std::string& name, std::vector<std::string>* target,
                            const std::string& help) {
  app_->add_option(name, *target, help)->option_text(" ")->required();
}

}  // namespace spanroot
