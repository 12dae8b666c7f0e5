#include "service/http/http_server.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>
#include <unordered_set>
#include <utility>

#include "common/status_macros.h"
#include "common/strings.h"
#include "service/http/connection.h"
#include "service/http/listen.h"

namespace spanroot {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

constexpr size_t kMaxRefusals = 64;  // connections that are told that there are too many
constexpr std::chrono::milliseconds kAcceptPause(50);     // when the system has no more descriptors
constexpr absl::Duration kCancelTime = absl::Seconds(2);  // for cancelled calls to be answered
constexpr absl::Duration kLongTime = absl::Hours(24 * 365);

// For calls that run, those that wait for their turn (admission.h), and those that need none or are
// told that too many wait.
size_t MaxWorkers(const Limits& limits) {
  constexpr size_t kSpare = 4;
  return size_t{limits.max_running} + limits.max_waiting + kSpare;
}

}  // namespace

class HttpServer::Impl {
 public:
  explicit Impl(const Limits& limits)
      : workers_(MaxWorkers(limits)), max_connections_(limits.max_connections) {
    context_.workers = &workers_;
    context_.limits.body_bytes = limits.max_message_bytes;
    context_.limits.request_time = absl::Seconds(limits.client_seconds);
  }

  absl::Status Start(const HttpOptions& options, GatewayOptions gateway) {
    ASSIGN_OR_RETURN(HostAndPort address, ParseAddress(options.address));
    if (options.tls.is_on()) {
      ASSIGN_OR_RETURN(tls_, MakeTlsContext(options.tls));
    }
    ASSIGN_OR_RETURN(acceptor_, Listen(address, &io_));
    error_code error;
    const tcp::endpoint endpoint = acceptor_->local_endpoint(error);
    port_ = endpoint.port();
    gateway.host = std::move(address.host);
    gateway.is_loopback = endpoint.address().is_loopback();
    gateway_.emplace(std::move(gateway));
    context_.gateway = &*gateway_;
    context_.limits.idle_time = options.idle;
    context_.is_tls = options.tls.is_on();
    net::co_spawn(io_, Accept(), [](const std::exception_ptr&) {});
    thread_ = std::thread([this] { io_.run(); });
    return absl::OkStatus();
  }

  int port() const { return port_; }

  void Drain(absl::Duration grace) {
    const std::lock_guard<std::mutex> lock(drain_mutex_);
    if (!thread_.joinable()) return;
    net::post(io_, [this] {
      error_code ignored;
      acceptor_->close(ignored);
      context_.is_draining = true;
      for (const auto& connection : connections_) connection->StopIfIdle();
      Count();
    });
    if (!WaitUntilEmpty(grace)) {
      context_.is_cancelling = true;
      if (!WaitUntilEmpty(kCancelTime)) {
        net::post(io_, [this] {
          for (const auto& connection : connections_) connection->Stop();
        });
      }
    }
    thread_.join();  // it ends when nothing is left to do
  }

 private:
  net::awaitable<void> Accept() {
    net::steady_timer pause(io_);
    while (acceptor_->is_open()) {
      error_code error;
      tcp::socket socket(io_);
      co_await acceptor_->async_accept(socket, net::redirect_error(net::use_awaitable, error));
      if (!error) {
        Add(std::move(socket));
      } else if (acceptor_->is_open()) {
        pause.expires_after(kAcceptPause);
        co_await pause.async_wait(net::redirect_error(net::use_awaitable, error));
      }
    }
  }

  void Add(tcp::socket socket) {
    error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    const bool is_refused = served_ >= max_connections_;
    if (error || connections_.size() >= max_connections_ + kMaxRefusals) return;
    socket.set_option(tcp::no_delay(true), error);
    std::ostringstream name;
    name << peer;
    const auto connection =
        std::make_shared<Connection>(tls_ == nullptr ? PlainChannel(std::move(socket))
                                                     : TlsChannel(std::move(socket), tls_.get()),
                                     name.str(), &context_);
    if (!is_refused) ++served_;
    connections_.insert(connection);
    Count();
    net::co_spawn(io_, is_refused ? connection->Refuse() : connection->Serve(),
                  [this, connection, is_refused](const std::exception_ptr&) {
                    if (!is_refused) --served_;
                    connections_.erase(connection);
                    Count();
                  });
  }

  void Count() {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_empty_ = connections_.empty() && context_.is_draining;
    changed_.notify_all();
  }

  bool WaitUntilEmpty(absl::Duration most) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, absl::ToChronoMilliseconds(std::min(most, kLongTime)),
                             [this] { return is_empty_; });
  }

  net::io_context io_{1};
  std::unique_ptr<net::ssl::context> tls_;
  std::optional<Gateway> gateway_;
  WorkerPool workers_;
  ConnectionContext context_;
  const size_t max_connections_;
  int port_ = 0;
  std::mutex drain_mutex_;

  // For the thread of input and output:
  std::optional<tcp::acceptor> acceptor_;
  std::unordered_set<std::shared_ptr<Connection>> connections_;
  size_t served_ = 0;  // of them; the others are refused

  std::mutex mutex_;
  std::condition_variable changed_;  // is_empty_
  bool is_empty_ = false;            // no connection is left, and none will come
  std::thread thread_;
};

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    const HttpOptions& options, const Handlers* handlers, const CallRunner* runner,
    std::function<std::string()> render_metrics, std::function<bool()> is_ready) {
  GatewayOptions gateway;
  gateway.handlers = handlers;
  gateway.runner = runner;
  gateway.render_metrics = std::move(render_metrics);
  gateway.is_ready = std::move(is_ready);
  auto impl = std::make_unique<Impl>(handlers->limits());
  RETURN_IF_ERROR(impl->Start(options, std::move(gateway)));
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() { impl_->Drain(absl::ZeroDuration()); }

int HttpServer::port() const { return impl_->port(); }
void HttpServer::Drain(absl::Duration grace) { impl_->Drain(grace); }

}  // namespace spanroot
