// `spanroot serve`.
#include <signal.h>

#include <nlohmann/json.hpp>

#include "absl/time/clock.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "service/server/server.h"
#include "ui_client/cli/command.h"
#include "ui_client/cli/exit_code.h"
#include "ui_client/cli/interrupt.h"
#include "ui_client/cli/output.h"

namespace spanroot {
namespace {

// "127.0.0.1:0" and the port that was taken -> "127.0.0.1:40123".
std::string Bound(const std::string& address, int port) {
  return address.empty() ? "" : StrCat(address.substr(0, address.rfind(':')), ":", port);
}

class ServeCommand : public Command {
 public:
  void Define(Arguments* arguments) override {
    arguments->RequiredTexts("-i,--index", "[NAME=]DIR", &indexes_,
                             "an index to serve (may be repeated); NAME: what clients call it");
    arguments->Text("--grpc", "HOST:PORT", &options_.grpc_address,
                    "where gRPC calls are answered; port 0: a free one; empty: nowhere");
    arguments->Text("--http", "HOST:PORT", &options_.http_address,
                    "where the web page and JSON calls are answered");
    arguments->Group("Access");
    arguments->Text("--tls-cert", "F", &options_.tls.certificate, "certificate chain, PEM");
    arguments->Text("--tls-key", "F", &options_.tls.key, "its key, PEM");
    arguments->Text("--tls-client-ca", "F", &options_.tls.client_ca,
                    "clients must have a certificate of these authorities, PEM");
    arguments->Text("--tokens", "F", &options_.tokens_file,
                    "clients must have a token of this file: lines of NAME TOKEN; read again\n"
                    "when it changes");
    arguments->Flag("--insecure", &options_.insecure,
                    "answer other machines without TLS: what is sent can be read on the way");
    arguments->Group("Work");
    arguments->Text("--limits", "F", &options_.limits_file,
                    "what one client may ask, JSON: docs/serving.md");
    arguments->Size("--cache", &options_.cache_bytes, "memory for blocks of each index");
    arguments->Number("--threads", &options_.threads, 0, "0: one per core");
    arguments->Number("--grace", &grace_seconds_, 0,
                      "seconds that running calls have when the server is told to stop");
    arguments->Flag("--log-questions", &options_.log_questions,
                    "log what users send, too; otherwise none of it is kept");
    arguments->Footer(
        "Prints one line of JSON when it answers, then logs JSON lines to standard error. SIGTERM\n"
        "and SIGINT stop it: running calls are finished, a second signal ends it at once. An "
        "index\n"
        "that is replaced in its folder is opened anew without losing a call.\n\n"
        "Examples:\n"
        "  spanroot serve --index sotu.index\n"
        "  spanroot serve --index wiki=enwiki.index --index sotu.index --http 127.0.0.1:8000\n"
        "  spanroot serve --index sotu.index --grpc 0.0.0.0:50051 --http 0.0.0.0:8443 \\\n"
        "    --tls-cert chain.pem --tls-key key.pem --tokens tokens.txt");
  }

  absl::StatusOr<int> Run() override {
    for (const std::string& index : indexes_) options_.corpora.push_back(ParseCorpusSpec(index));
    CatchInterrupts("");
    signal(SIGPIPE, SIG_IGN);  // who reads the log may go
    ASSIGN_OR_RETURN(const std::unique_ptr<Server> server, Server::Start(options_));
    const nlohmann::ordered_json ready = {
        {"event", "ready"},
        {"grpc", Bound(options_.grpc_address, server->grpc_port())},
        {"http", Bound(options_.http_address, server->http_port())}};
    Print(ready.dump() + "\n");
    RETURN_IF_ERROR(FlushOutput());
    while (CaughtSignal() == 0) absl::SleepFor(absl::Milliseconds(100));
    server->Drain(absl::Seconds(grace_seconds_));
    return kExitFound;
  }

 private:
  ServerOptions options_;
  std::vector<std::string> indexes_;
  uint32_t grace_seconds_ = 30;
};

}  // namespace

std::unique_ptr<Command> MakeServeCommand() { return std::make_unique<ServeCommand>(); }

}  // namespace spanroot
