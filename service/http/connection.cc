#include "service/http/connection.h"

#include <poll.h>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/strings/str_format.h"
#include "common/strings.h"
#include "service/http/error_response.h"
#include "service/limits.h"

namespace spanroot {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

constexpr absl::Duration kCloseTime = absl::Seconds(1);  // for the client to take notice

// The client has closed the connection, or its half of it.
bool HasGone(int descriptor) {
  pollfd state = {descriptor, POLLRDHUP, 0};
  return poll(&state, 1, 0) > 0;
}

std::string EventStreamHead(const ResponseFraming& framing) {
  HttpResponse response;
  response.headers = {{"Content-Type", "text/event-stream"},
                      {"X-Accel-Buffering", "no"}};  // a proxy in front is to pass them on at once
  return RenderHead(response, framing);
}

}  // namespace

// Between a worker, which runs a call, and the connection, which writes what comes of it.
struct Connection::Exchange {
  bool is_done = false;                  // set on the connection's thread
  std::optional<HttpResponse> response;  // when it is done; none after events
  std::atomic<bool> is_broken{false};    // events can no longer be written
  std::mutex mutex;
  std::string events;  // to be written
};

Connection::Connection(std::shared_ptr<Channel> channel, std::string peer,
                       const ConnectionContext* context)
    : channel_(std::move(channel)),
      peer_(std::move(peer)),
      context_(context),
      reader_(channel_.get(), &context->limits),
      wake_(channel_->socket().get_executor(), net::steady_timer::time_point::max()) {}

net::awaitable<void> Connection::Serve() {
  channel_->SetDeadline(context_->limits.request_time);
  bool goes_on = co_await channel_->Handshake();
  if (!goes_on) co_return;
  while (goes_on) goes_on = co_await ServeRequest();
  if (is_writable_) co_await Close();
}

net::awaitable<void> Connection::Refuse() {
  channel_->SetDeadline(context_->limits.request_time);
  const bool is_up = co_await channel_->Handshake();
  if (!is_up) co_return;
  const HttpResponse response = ErrorResponse(absl::UnavailableError("too many connections"));
  const HttpRequest request;
  co_await WriteResponse(response, request, false);
  if (is_writable_) co_await Close();
}

void Connection::StopIfIdle() {
  if (reader_.is_idle()) Stop();
}

void Connection::Stop() {
  error_code ignored;
  channel_->socket().shutdown(tcp::socket::shutdown_both, ignored);
}

net::awaitable<bool> Connection::ServeRequest() {
  HttpRequest request;
  request.peer = peer_;
  bool keep_alive = false;
  Gateway::Plan plan;
  RequestReader::Problem answer = co_await reader_.ReadHead(&request);
  if (!answer.has_value()) {
    plan = context_->gateway->Look(request);
    if (!plan.answer.has_value()) answer = co_await reader_.ReadBody(&request);
    // A body that was not read would be taken for the next request.
    keep_alive =
        !answer.has_value() && reader_.is_done() && reader_.keep_alive() && !context_->is_draining;
    if (!answer.has_value()) answer = std::move(plan.answer);
  }
  bool is_written = false;
  if (!answer.has_value()) {
    is_written = co_await ServeCall(plan, request, keep_alive);
  } else if (answer->status != 0) {
    is_written = co_await WriteResponse(*answer, request, keep_alive);
  }
  const bool goes_on = is_written && keep_alive && !context_->is_draining;
  co_return goes_on;
}

net::awaitable<bool> Connection::ServeCall(const Gateway::Plan& plan, const HttpRequest& request,
                                           bool keep_alive) {
  channel_->ClearDeadline();
  keep_alive =
      keep_alive && !(plan.route != nullptr && plan.route->is_stream && request.is_http_1_0);
  Exchange exchange;
  const auto executor = channel_->socket().get_executor();
  const int descriptor = channel_->socket().native_handle();  // open until the call has ended
  const auto is_cancelled = [&] {
    return context_->is_cancelling || exchange.is_broken || HasGone(descriptor);
  };
  // Events wait in memory, as any other answer does, so that a slow client holds up no worker.
  const auto send = [&](const std::string& event) {
    if (exchange.is_broken) return absl::CancelledError("the client has gone");
    {
      const std::lock_guard<std::mutex> lock(exchange.mutex);
      exchange.events += event;
    }
    net::post(executor, [self = shared_from_this()] { self->wake_.cancel(); });
    return absl::OkStatus();
  };
  const bool is_running = context_->workers->TryRun(
      [&] { exchange.response = context_->gateway->Call(plan, request, is_cancelled, send); },
      [&] {
        net::post(executor, [self = shared_from_this(), &exchange] {
          exchange.is_done = true;
          self->wake_.cancel();
        });
      });
  if (!is_running) {
    exchange.response = context_->gateway->Refuse(plan, request);
    exchange.is_done = true;
  }
  co_await WriteEvents(&exchange, request, keep_alive);
  if (!exchange.response.has_value()) co_return !exchange.is_broken && keep_alive;
  if (exchange.response->status == 499 && context_->is_cancelling) {
    exchange.response = ErrorResponse(absl::UnavailableError("the server is shutting down"));
  }
  const bool is_written = co_await WriteResponse(*exchange.response, request, keep_alive);
  co_return is_written;
}

// Returns when the call is done and its events, if there were any, are written.
net::awaitable<void> Connection::WriteEvents(Exchange* exchange, const HttpRequest& request,
                                             bool keep_alive) {
  ResponseFraming framing;
  framing.keep_alive = keep_alive;
  framing.is_stream = true;
  framing.is_chunked = !request.is_http_1_0;
  framing.is_tls = context_->is_tls;
  bool has_begun = false;
  for (;;) {
    std::string bytes;
    {
      const std::lock_guard<std::mutex> lock(exchange->mutex);
      bytes.swap(exchange->events);
    }
    if (bytes.empty()) {
      if (exchange->is_done) break;
      error_code ignored;
      co_await wake_.async_wait(net::redirect_error(net::use_awaitable, ignored));
      continue;
    }
    if (exchange->is_broken) continue;
    if (framing.is_chunked) bytes = absl::StrFormat("%x\r\n%s\r\n", bytes.size(), bytes);
    if (!has_begun) bytes.insert(0, EventStreamHead(framing));
    has_begun = true;
    const bool is_written = co_await Write(bytes);
    if (!is_written) exchange->is_broken = true;
  }
  if (has_begun && framing.is_chunked && !exchange->is_broken) {
    const bool is_written = co_await Write("0\r\n\r\n");
    if (!is_written) exchange->is_broken = true;
  }
}

net::awaitable<bool> Connection::WriteResponse(const HttpResponse& response,
                                               const HttpRequest& request, bool keep_alive) {
  ResponseFraming framing;
  framing.keep_alive = keep_alive;
  framing.is_tls = context_->is_tls;
  std::string bytes = RenderHead(response, framing);
  if (request.method != "HEAD") bytes += response.body;
  const bool is_written = co_await Write(bytes);
  co_return is_written;
}

net::awaitable<bool> Connection::Write(std::string_view bytes) {
  const double seconds = static_cast<double>(bytes.size()) / kMinBytesPerSecond;
  channel_->SetDeadline(context_->limits.request_time + absl::Seconds(seconds));
  is_writable_ = co_await channel_->Write(bytes);
  channel_->ClearDeadline();
  co_return is_writable_;
}

net::awaitable<void> Connection::Close() {
  channel_->SetDeadline(kCloseTime);
  co_await channel_->EndWriting();
  // Closed while something is still to be read, a connection is reset, and the client may never see
  // the answer.
  std::string discarded(4096, '\0');
  error_code error;
  while (!error && !channel_->is_late()) {
    co_await channel_->socket().async_read_some(net::buffer(discarded),
                                                net::redirect_error(net::use_awaitable, error));
  }
}

}  // namespace spanroot
