// `spanroot serve` over the sample index, in a process of its own, on loopback.
#ifndef SPANROOT_TESTS_E2E_CLI_RUNNING_SERVER_H_
#define SPANROOT_TESTS_E2E_CLI_RUNNING_SERVER_H_

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/cli/sample_index.h"

namespace spanroot {

class RunningServer {
 public:
  explicit RunningServer(std::vector<std::string> more)
      : program_(Command(std::move(more))), is_ready_(program_.WaitForOutput("\n")) {}

  bool is_ready() const { return is_ready_; }
  std::string grpc() const { return Address("grpc"); }  // HOST:PORT
  int http_port() const {
    const std::string address = Address("http");
    return std::stoi(address.substr(address.rfind(':') + 1));
  }
  RunningProgram& program() { return program_; }

 private:
  static std::vector<std::string> Command(std::vector<std::string> more) {
    std::vector<std::string> command = {"spanroot", "serve",       "--index", SampleIndex::Dir(),
                                        "--grpc",   "127.0.0.1:0", "--http",  "127.0.0.1:0"};
    command.insert(command.end(), more.begin(), more.end());
    return command;
  }

  std::string Address(const char* transport) const {
    return nlohmann::json::parse(program_.OutputSoFar()).at(transport);
  }

  RunningProgram program_;
  const bool is_ready_;
};

}  // namespace spanroot

#endif  // SPANROOT_TESTS_E2E_CLI_RUNNING_SERVER_H_
