#include "tests/support/http_service.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <utility>

#include "common/file.h"

namespace spanroot {
namespace {

template <typename T>
T OrDie(absl::StatusOr<T> value, const char* what) {
  if (!value.ok()) {
    std::fprintf(stderr, "%s: %s\n", what, value.status().ToString().c_str());
    std::abort();
  }
  return *std::move(value);
}

std::vector<SmallDocument> Documents(std::vector<SmallDocument> documents) {
  if (!documents.empty()) return documents;
  return {{"It is said that nobody slept in the old lighthouse.", "tales"},
          {"Every child knew when the tide was out.", "tales"},
          {"No boat moved while the tide was out.", "logs"}};
}

}  // namespace

HttpService::HttpService(HttpServiceOptions options)
    : corpus_(Documents(std::move(options.documents))) {
  if (options.limits.max_running == 0) options.limits.max_running = 2;
  if (options.limits.max_waiting == Limits::kOneEach) options.limits.max_waiting = 64;
  std::string tokens_file;
  if (!options.tokens.empty()) {
    tokens_file = folder_.File("tokens");
    std::ofstream(tokens_file) << options.tokens;
  }
  log_descriptor_ = open(folder_.File("log").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  log_ = std::make_unique<RequestLog>(log_descriptor_, true);
  corpora_ = OrDie(Corpora::Open({{"small", corpus_.index_dir()}}, 8 << 20, &pool_), "corpora");
  access_ = OrDie(Access::Open(tokens_file), "tokens");
  admission_ = std::make_unique<Admission>(options.limits.max_running, options.limits.max_waiting);
  handlers_ =
      std::make_unique<Handlers>(corpora_.get(), options.limits, admission_.get(), &metrics_);
  runner_ = std::make_unique<CallRunner>(access_.get(), absl::Seconds(options.limits.max_seconds),
                                         &metrics_, log_.get());
  HttpOptions http;
  http.address = options.host + ":0";
  http.tls = options.tls;
  http.idle = options.idle;
  server_ = OrDie(HttpServer::Start(
                      http, handlers_.get(), runner_.get(),
                      [this] { return metrics_.Render(*admission_, *corpora_); },
                      [this] { return is_ready_.load(); }),
                  "HTTP server");
}

HttpService::~HttpService() {
  server_.reset();
  close(log_descriptor_);
}

std::vector<Admission::Ticket> HttpService::TakeAllTurns() {
  std::vector<Admission::Ticket> tickets;
  for (uint32_t i = 0; i < handlers_->limits().max_running; ++i) {
    tickets.push_back(OrDie(admission_->Enter(Call()), "taking a turn"));
  }
  return tickets;
}

std::string HttpService::Log() const { return OrDie(ReadFile(folder_.File("log")), "log"); }

bool HttpService::WaitForLog(const std::string& text, int times) const {
  for (int i = 0; i < 5000; ++i) {
    const std::string log = Log();
    int found = 0;
    for (size_t at = 0; (at = log.find(text, at)) != std::string::npos; ++at) ++found;
    if (found >= times) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

}  // namespace spanroot
