// One connection: requests are read, answered in order and written, until it ends.
//
// Runs on the thread of input and output; calls run on the workers.
#ifndef SPANROOT_SERVICE_HTTP_CONNECTION_H_
#define SPANROOT_SERVICE_HTTP_CONNECTION_H_

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "service/http/channel.h"
#include "service/http/gateway.h"
#include "service/http/request_reader.h"
#include "service/http/worker_pool.h"

namespace spanroot {

// What the connections of a server share.
struct ConnectionContext {
  const Gateway* gateway = nullptr;
  WorkerPool* workers = nullptr;
  RequestLimits limits;
  bool is_tls = false;
  bool is_draining = false;                // connections end with the request they are at
  std::atomic<bool> is_cancelling{false};  // calls are cancelled
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `context` must outlive the connection. `peer`: "ADDRESS:PORT".
  Connection(std::shared_ptr<Channel> channel, std::string peer, const ConnectionContext* context);

  // Until the connection has ended; `this` must be kept alive so long.
  boost::asio::awaitable<void> Serve();
  // Answers 503, whatever is asked.
  boost::asio::awaitable<void> Refuse();

  // Ends it, if nothing of a request has come. Its coroutine ends soon after.
  void StopIfIdle();
  void Stop();

 private:
  struct Exchange;

  boost::asio::awaitable<bool> ServeRequest();  // false: the last one
  boost::asio::awaitable<bool> ServeCall(const Gateway::Plan& plan, const HttpRequest& request,
                                         bool keep_alive);
  boost::asio::awaitable<void> WriteEvents(Exchange* exchange, const HttpRequest& request,
                                           bool keep_alive);
  boost::asio::awaitable<bool> WriteResponse(const HttpResponse& response,
                                             const HttpRequest& request, bool keep_alive);
  boost::asio::awaitable<bool> Write(std::string_view bytes);
  boost::asio::awaitable<void> Close();

  const std::shared_ptr<Channel> channel_;
  const std::string peer_;
  const ConnectionContext* const context_;
  RequestReader reader_;
  bool is_writable_ = true;         // until the client does not take an answer
  boost::asio::steady_timer wake_;  // never expires; cancelled when a worker has something new
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_CONNECTION_H_
