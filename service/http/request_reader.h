// Reads the requests of a connection one after the other, with limits on their bytes and on the
// time that a whole request takes, so that nobody keeps a connection busy by sending it slowly.
#ifndef SPANROOT_SERVICE_HTTP_REQUEST_READER_H_
#define SPANROOT_SERVICE_HTTP_REQUEST_READER_H_

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "service/http/channel.h"
#include "service/http/http_message.h"

namespace spanroot {

struct RequestLimits {
  uint64_t body_bytes = 0;
  absl::Duration request_time;  // for a request to arrive
  absl::Duration idle_time;     // between two requests
};

// For one thread.
class RequestReader {
 public:
  // What is wrong with a request, to be answered before the connection is closed; status 0 if there
  // is nobody to answer.
  using Problem = std::optional<HttpResponse>;

  // Both must outlive the reader. Sets the channel's deadlines.
  RequestReader(Channel* channel, const RequestLimits* limits);

  // The next request without its body.
  boost::asio::awaitable<Problem> ReadHead(HttpRequest* request);
  boost::asio::awaitable<Problem> ReadBody(HttpRequest* request);

  // Nothing of the next request has come yet.
  bool is_idle() const { return is_idle_; }
  // Of the request that was read: all of it was.
  bool is_done() const { return parser_->is_done(); }
  // Of the request that was read: the client wants to send another one.
  bool keep_alive() const { return parser_->keep_alive(); }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  boost::asio::awaitable<bool> ReadMore();  // into buffer_; false: there is no more
  boost::asio::awaitable<Problem> FindHead(size_t* end);
  HttpResponse TooLong() const;

  Channel* const channel_;
  const RequestLimits* const limits_;
  boost::beast::flat_buffer buffer_;  // read and not yet used
  std::optional<Parser> parser_;      // of the request at hand
  bool is_idle_ = true;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_REQUEST_READER_H_
