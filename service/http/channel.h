// The bytes of one connection, plain or under TLS, with a deadline for what is done with them.
#ifndef SPANROOT_SERVICE_HTTP_CHANNEL_H_
#define SPANROOT_SERVICE_HTTP_CHANNEL_H_

#include <utility>  // before awaitable.hpp, which needs it and does not include it

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <string_view>

#include "absl/time/time.h"

namespace spanroot {

// For one thread; one operation at a time.
class Channel : public std::enable_shared_from_this<Channel> {
 public:
  explicit Channel(const boost::asio::any_io_executor& executor) : timer_(executor) {}
  virtual ~Channel() = default;

  // Before anything else. False: the client cannot do it.
  virtual boost::asio::awaitable<bool> Handshake() = 0;
  // Bytes read; 0 if it failed, is late, or there are no more.
  virtual boost::asio::awaitable<size_t> Read(boost::asio::mutable_buffer buffer) = 0;
  // False: not all of it was written.
  virtual boost::asio::awaitable<bool> Write(std::string_view bytes) = 0;
  // Says that nothing more will be written.
  virtual boost::asio::awaitable<void> EndWriting() = 0;
  virtual boost::asio::ip::tcp::socket& socket() = 0;

  // When the deadline has passed, the operation at work fails and so do those after it, until there
  // is another deadline. After a read that failed so, the channel can still be written.
  void SetDeadline(absl::Duration from_now);
  void ClearDeadline();
  bool is_late() const { return is_late_; }

 private:
  void WatchDeadline();

  boost::asio::steady_timer timer_;
  bool is_late_ = false;
};

std::shared_ptr<Channel> PlainChannel(boost::asio::ip::tcp::socket socket);

// `context` must outlive the channel.
std::shared_ptr<Channel> TlsChannel(boost::asio::ip::tcp::socket socket,
                                    boost::asio::ssl::context* context);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_CHANNEL_H_
