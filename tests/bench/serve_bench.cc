// The server under load: `spanroot serve` in a process of its own, asked over gRPC on loopback.
//
// First one client alone, against the library in this process; then as many clients as questions
// may run, which gives the rate that can be sustained; then twice that rate, whether it is answered
// or not, for some time.
#include <grpcpp/grpcpp.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "common/thread_pool.h"
#include "indexer/build/index_builder.h"
#include "spanroot/v1/trace_service.grpc.pb.h"
#include "tests/bench/queries.h"
#include "tests/bench/report.h"
#include "tests/support/corpus_files.h"
#include "tests/support/programs.h"
#include "tests/support/sample_texts.h"

namespace spanroot {
namespace {

using Clock = std::chrono::steady_clock;

double MillisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double ResidentMegabytes(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1000;
  }
  return 0;
}

class Client {
 public:
  explicit Client(const std::string& address) {
    grpc::ChannelArguments own;
    own.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
    stub_ = v1::TraceService::NewStub(
        grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), own));
  }

  grpc::StatusCode Trace(const Document& answer) const {
    grpc::ClientContext context;
    v1::TraceRequest request;
    v1::TraceResponse response;
    request.mutable_query()->set_raw_text(answer.text);
    request.mutable_query()->set_prompt(answer.title);
    return stub_->Trace(&context, request, &response).error_code();
  }

 private:
  std::unique_ptr<v1::TraceService::Stub> stub_;
};

struct Figures {
  std::vector<double> accepted_ms, refused_ms;
  uint64_t failed = 0;
  double seconds = 0;
};

// `clients` at once, each with the next answer at its time; per_second 0: as fast as they are
// answered.
Figures Load(const std::string& address, const std::vector<Document>& answers, unsigned clients,
             double per_second, double seconds) {
  Figures figures;
  std::mutex mutex;
  std::atomic<uint64_t> next = 0;
  const Clock::time_point start = Clock::now();
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < clients; ++i) {
    threads.emplace_back([&] {
      const Client client(address);
      while (true) {
        const uint64_t number = next++;
        if (per_second > 0) {
          const double at = static_cast<double>(number) / per_second;
          if (at > seconds) return;
          std::this_thread::sleep_until(start + std::chrono::duration_cast<Clock::duration>(
                                                    std::chrono::duration<double>(at)));
        } else if (MillisecondsSince(start) > seconds * 1e3) {
          return;
        }
        const Clock::time_point asked = Clock::now();
        const grpc::StatusCode code = client.Trace(answers[number % answers.size()]);
        const double took = MillisecondsSince(asked);
        const std::lock_guard<std::mutex> lock(mutex);
        if (code == grpc::StatusCode::OK) {
          figures.accepted_ms.push_back(took);
        } else if (code == grpc::StatusCode::RESOURCE_EXHAUSTED) {
          figures.refused_ms.push_back(took);
        } else {
          ++figures.failed;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  figures.seconds = MillisecondsSince(start) / 1e3;
  return figures;
}

void Print(const char* name, const Figures& figures, double resident) {
  const auto rate = static_cast<double>(figures.accepted_ms.size()) / figures.seconds;
  std::printf("%-22s %9.0f %9.0f %8llu %9.2f %9.2f %11.2f %11.2f %9.0f\n", name, rate,
              static_cast<double>(figures.refused_ms.size()) / figures.seconds,
              static_cast<unsigned long long>(figures.failed), Quantile(figures.accepted_ms, 0.5),
              Quantile(figures.accepted_ms, 0.99), Quantile(figures.refused_ms, 0.5),
              Quantile(figures.refused_ms, 0.99), resident);
}

void Run(const BenchOptions& arguments) {
  PrintMachine();
  const CorpusFolder folder;
  std::string dir = arguments.Text("index");
  if (dir.empty()) {
    BuildOptions options;
    options.corpus.inputs = {arguments.Text("input")};
    options.out_dir = dir = folder.path() + "/index";
    if (!MeasureBuild(options).ok) std::exit(1);
  }
  const std::vector<Document> answers = OfLength(ReadAnswers(arguments.Text("answers")), 300);
  if (answers.empty()) std::exit(1);
  RunningProgram server(
      {"spanroot", "serve", "--index", dir, "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0"});
  if (!server.WaitForOutput("\n")) std::exit(1);
  const std::string address = nlohmann::json::parse(server.OutputSoFar()).at("grpc");
  const double seconds = static_cast<double>(arguments.Number("seconds"));
  const auto index = IndexReader::Open(dir);
  if (!index.ok()) std::exit(1);
  MeasureAnswers(**index, answers, 1);
  const AnswerFigures local = MeasureAnswers(**index, answers, 1);
  Load(address, answers, 1, 0, 3);  // warm
  const Figures alone = Load(address, answers, 1, 0, 10);
  std::printf("%zu answers of about 300 words; p50 of the library itself %.2f ms\n\n",
              answers.size(), Quantile(local.trace_ms, 0.5));
  std::printf("%-22s %9s %9s %8s %9s %9s %11s %11s %9s\n", "load", "answers/s", "refused/s",
              "failed", "p50 ms", "p99 ms", "refusal p50", "refusal p99", "RSS MB");
  Print("one client", alone, ResidentMegabytes(server.pid()));
  const auto running = std::max(1U, std::thread::hardware_concurrency());
  const Figures full = Load(address, answers, running, 0, 10);
  Print("as many as may run", full, ResidentMegabytes(server.pid()));
  const double rate = static_cast<double>(full.accepted_ms.size()) / full.seconds;
  const auto clients = static_cast<unsigned>(arguments.Number("clients"));
  for (int part = 0; part < 2; ++part) {  // in two halves, to see memory grow if it does
    const Figures loaded = Load(address, answers, clients, 2 * rate, seconds / 2);
    Print(part == 0 ? "twice that, 1st half" : "twice that, 2nd half", loaded,
          ResidentMegabytes(server.pid()));
  }
  server.Signal(SIGTERM);
  std::printf("\nexit code of the server: %d\n", server.Wait().exit_code);
}

}  // namespace
}  // namespace spanroot

int main(int argc, char** argv) {
  spanroot::Run({argc,
                 argv,
                 {{"index", ""},
                  {"input", spanroot::DefaultData() + "/text/enwiki-0000.jsonl.zst"},
                  {"answers", spanroot::DefaultData() + "/outputs/olmo2-tulu3.jsonl"},
                  {"seconds", "300"},
                  {"clients", "64"}}});
}
