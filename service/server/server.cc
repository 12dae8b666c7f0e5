#include "service/server/server.h"

#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "common/status_macros.h"
#include "common/strings.h"
#include "common/thread_pool.h"
#include "service/access.h"
#include "service/admission.h"
#include "service/call_runner.h"
#include "service/grpc_server.h"
#include "service/handlers.h"
#include "service/http/http_server.h"
#include "service/limits.h"
#include "service/metrics.h"
#include "service/request_log.h"

namespace spanroot {
namespace {

constexpr std::chrono::seconds kBetweenReloads(1);

// "HOST:PORT", "[::1]:PORT" -> HOST.
std::string_view HostOf(std::string_view address) {
  std::string_view host = address.substr(0, address.rfind(':'));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return host;
}

bool IsLoopback(std::string_view address) {
  const std::string_view host = HostOf(address);
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

absl::Status CheckOptions(const ServerOptions& options) {
  const TlsFiles& tls = options.tls;
  if (tls.certificate.empty() != tls.key.empty()) {
    return absl::InvalidArgumentError("TLS needs both a certificate and a key");
  }
  if (!tls.client_ca.empty() && !tls.is_on()) {
    return absl::InvalidArgumentError("certificates of clients need TLS");
  }
  if (options.grpc_address.empty() && options.http_address.empty()) {
    return absl::InvalidArgumentError("no address to answer on");
  }
  for (const std::string& address : {options.grpc_address, options.http_address}) {
    if (address.empty()) continue;
    if (address.find(':') == std::string::npos) {
      return absl::InvalidArgumentError(StrCat("address \"", address, "\", expected HOST:PORT"));
    }
    if (!IsLoopback(address) && !tls.is_on() && !options.insecure) {
      return absl::InvalidArgumentError(StrCat(
          address, " can be reached from other machines, and what is sent there would go in",
          " the clear: give a certificate and a key, or say that this is wanted", " (--insecure)"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

class Server::Impl {
 public:
  Impl(const ServerOptions& options, Limits read_limits)
      : limits(std::move(read_limits)),
        pool(options.threads),
        log(STDERR_FILENO, options.log_questions) {
    if (limits.max_running == 0) limits.max_running = pool.threads();
    if (limits.max_waiting == Limits::kOneEach) limits.max_waiting = limits.max_running;
    if (limits.max_calls == 0) limits.max_calls = limits.max_running + limits.max_waiting + 256;
  }

  absl::Status Start(const ServerOptions& options) {
    ASSIGN_OR_RETURN(corpora, Corpora::Open(options.corpora, options.cache_bytes, &pool));
    ASSIGN_OR_RETURN(access, Access::Open(options.tokens_file));
    admission = std::make_unique<Admission>(limits.max_running, limits.max_waiting);
    handlers = std::make_unique<Handlers>(corpora.get(), limits, admission.get(), &metrics);
    runner = std::make_unique<CallRunner>(access.get(), absl::Seconds(limits.max_seconds), &metrics,
                                          &log);
    if (!options.grpc_address.empty()) {
      ASSIGN_OR_RETURN(
          grpc, GrpcServer::Start(options.grpc_address, options.tls, handlers.get(), runner.get()));
    }
    if (!options.http_address.empty()) {
      ASSIGN_OR_RETURN(http, HttpServer::Start(
                                 {options.http_address, options.tls}, handlers.get(), runner.get(),
                                 [this] { return metrics.Render(*admission, *corpora); },
                                 [this] { return !draining_; }));
    }
    reloader_ = std::thread([this] { KeepReloading(); });
    return absl::OkStatus();
  }

  void Drain(absl::Duration grace) {
    draining_ = true;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
    }
    stop_.notify_all();
    if (reloader_.joinable()) reloader_.join();
    std::thread http_drain([&] {
      if (http != nullptr) http->Drain(grace);
    });
    if (grpc != nullptr) grpc->Drain(grace);
    http_drain.join();
  }

  Limits limits;
  ThreadPool pool;
  RequestLog log;
  Metrics metrics;
  std::unique_ptr<Corpora> corpora;
  std::unique_ptr<Access> access;
  std::unique_ptr<Admission> admission;
  std::unique_ptr<Handlers> handlers;
  std::unique_ptr<CallRunner> runner;
  std::unique_ptr<GrpcServer> grpc;
  std::unique_ptr<HttpServer> http;

 private:
  void KeepReloading() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!stop_.wait_for(lock, kBetweenReloads, [this] { return stopping_; })) {
      lock.unlock();
      corpora->Reload([this](const std::string& corpus, const absl::Status& status) {
        log.Event("reload", {{"corpus", corpus},
                             {"code", absl::StatusCodeToString(status.code())},
                             {"message", std::string(status.message())}});
      });
      const absl::Status status = access->Reload();
      if (status != tokens_status_) {
        log.Event("tokens", {{"code", absl::StatusCodeToString(status.code())},
                             {"message", std::string(status.message())}});
        tokens_status_ = status;
      }
      lock.lock();
    }
  }

  std::atomic<bool> draining_ = false;
  std::thread reloader_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  absl::Status tokens_status_;  // of the last reading, for the log
};

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options) {
  RETURN_IF_ERROR(CheckOptions(options));
  ASSIGN_OR_RETURN(Limits limits, ReadLimits(options.limits_file));
  std::unique_ptr<Server> server(new Server(std::make_unique<Impl>(options, limits)));
  RETURN_IF_ERROR(server->impl_->Start(options));
  return server;
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { impl_->Drain(absl::ZeroDuration()); }

int Server::grpc_port() const { return impl_->grpc == nullptr ? 0 : impl_->grpc->port(); }
int Server::http_port() const { return impl_->http == nullptr ? 0 : impl_->http->port(); }
void Server::Drain(absl::Duration grace) { impl_->Drain(grace); }

}  // namespace spanroot
