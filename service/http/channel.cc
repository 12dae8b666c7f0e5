#include "service/http/channel.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

namespace spanroot {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

constexpr std::chrono::milliseconds kRepeatCancel(100);

auto Into(error_code& error) { return net::redirect_error(net::use_awaitable, error); }

class Plain final : public Channel {
 public:
  explicit Plain(tcp::socket socket) : Channel(socket.get_executor()), socket_(std::move(socket)) {}

  net::awaitable<bool> Handshake() override { co_return true; }

  net::awaitable<size_t> Read(net::mutable_buffer buffer) override {
    if (is_late()) co_return 0;
    error_code error;
    const size_t count = co_await socket_.async_read_some(buffer, Into(error));
    co_return error ? 0 : count;
  }

  net::awaitable<bool> Write(std::string_view bytes) override {
    if (is_late()) co_return false;
    error_code error;
    co_await net::async_write(socket_, net::buffer(bytes.data(), bytes.size()), Into(error));
    co_return !error;
  }

  net::awaitable<void> EndWriting() override {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    co_return;
  }

  tcp::socket& socket() override { return socket_; }

 private:
  tcp::socket socket_;
};

class Tls final : public Channel {
 public:
  Tls(tcp::socket socket, net::ssl::context* context)
      : Channel(socket.get_executor()), stream_(std::move(socket), *context) {}

  net::awaitable<bool> Handshake() override {
    error_code error;
    co_await stream_.async_handshake(net::ssl::stream_base::server, Into(error));
    co_return !error;
  }

  net::awaitable<size_t> Read(net::mutable_buffer buffer) override {
    if (is_late()) co_return 0;
    error_code error;
    const size_t count = co_await stream_.async_read_some(buffer, Into(error));
    co_return error ? 0 : count;
  }

  net::awaitable<bool> Write(std::string_view bytes) override {
    if (is_late()) co_return false;
    error_code error;
    co_await net::async_write(stream_, net::buffer(bytes.data(), bytes.size()), Into(error));
    co_return !error;
  }

  net::awaitable<void> EndWriting() override {
    error_code ignored;
    co_await stream_.async_shutdown(Into(ignored));
    stream_.next_layer().shutdown(tcp::socket::shutdown_send, ignored);
  }

  tcp::socket& socket() override { return stream_.next_layer(); }

 private:
  net::ssl::stream<tcp::socket> stream_;
};

}  // namespace

void Channel::SetDeadline(absl::Duration from_now) {
  is_late_ = false;
  timer_.expires_after(absl::ToChronoNanoseconds(from_now));
  WatchDeadline();
}

void Channel::ClearDeadline() {
  is_late_ = false;
  timer_.expires_at(net::steady_timer::time_point::max());
}

void Channel::WatchDeadline() {
  timer_.async_wait([weak = weak_from_this()](const error_code& error) {
    const std::shared_ptr<Channel> channel = weak.lock();
    // It may have been moved when this call was already on its way.
    if (error || channel == nullptr ||
        channel->timer_.expiry() > net::steady_timer::clock_type::now()) {
      return;
    }
    channel->is_late_ = true;
    error_code ignored;
    channel->socket().cancel(ignored);
    // Again and again: an operation of several steps may just be between two of them.
    channel->timer_.expires_after(kRepeatCancel);
    channel->WatchDeadline();
  });
}

std::shared_ptr<Channel> PlainChannel(tcp::socket socket) {
  return std::make_shared<Plain>(std::move(socket));
}

std::shared_ptr<Channel> TlsChannel(tcp::socket socket, net::ssl::context* context) {
  return std::make_shared<Tls>(std::move(socket), context);
}

}  // namespace spanroot
