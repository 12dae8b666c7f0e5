#include "service/http/request_reader.h"

#include <boost/beast/http/error.hpp>
#include <string>
#include <string_view>

#include "absl/strings/match.h"
#include "common/strings.h"
#include "service/http/error_response.h"

namespace spanroot {
namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr size_t kMaxHeadBytes = 16 << 10;
constexpr size_t kBufferBytes = 32 << 10;

HttpResponse NobodyThere() { return {0, {}, ""}; }

HttpResponse BadRequest(const std::string& what) {
  return ErrorResponse(400, absl::InvalidArgumentError(what));
}

HttpResponse TooLate() {
  return ErrorResponse(408, absl::DeadlineExceededError("the request took too long to arrive"));
}

std::string_view View(const boost::beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.cdata().data()), buffer.size()};
}

}  // namespace

RequestReader::RequestReader(Channel* channel, const RequestLimits* limits)
    : channel_(channel), limits_(limits), buffer_(kBufferBytes) {}

net::awaitable<RequestReader::Problem> RequestReader::ReadHead(HttpRequest* request) {
  const bool is_first = !parser_.has_value();
  parser_.emplace();
  parser_->eager(true);
  parser_->header_limit(kMaxHeadBytes);
  parser_->body_limit(limits_->body_bytes);
  // Old clients end a body with an empty line that is not part of it.
  while (View(buffer_).starts_with("\r\n")) buffer_.consume(2);
  is_idle_ = buffer_.size() == 0;
  channel_->SetDeadline(is_idle_ && !is_first ? limits_->idle_time : limits_->request_time);
  size_t end = 0;
  Problem problem = co_await FindHead(&end);
  if (problem.has_value()) co_return problem;

  error_code error;
  buffer_.consume(parser_->put(net::buffer(buffer_.cdata(), end), error));
  if (error == http::error::body_limit) co_return TooLong();
  if (error && error != http::error::need_more) {
    co_return BadRequest("the head of the request: " + error.message());
  }
  const auto& head = parser_->get();
  request->method = std::string(head.method_string());
  request->target = std::string(head.target());
  request->is_http_1_0 = head.version() == 10;
  for (const auto& field : head) {
    request->headers.emplace_back(field.name_string(), field.value());
  }
  const absl::Status status = CheckHead(*request);
  if (!status.ok()) co_return ErrorResponse(status);
  co_return std::nullopt;
}

// Reads until the buffer begins with a whole head.
net::awaitable<RequestReader::Problem> RequestReader::FindHead(size_t* end) {
  for (;;) {
    const absl::StatusOr<size_t> found = FindHeadEnd(View(buffer_).substr(0, kMaxHeadBytes));
    if (!found.ok()) co_return ErrorResponse(found.status());
    *end = *found;
    if (*end > 0) co_return std::nullopt;
    if (buffer_.size() >= kMaxHeadBytes) {
      co_return ErrorResponse(
          431, absl::ResourceExhaustedError(
                   StrCat("the head of the request has more than ", kMaxHeadBytes, " bytes")));
    }
    const bool has_more = co_await ReadMore();
    if (!has_more) {
      co_return channel_->is_late() && buffer_.size() > 0 ? TooLate() : NobodyThere();
    }
    if (is_idle_) channel_->SetDeadline(limits_->request_time);
    is_idle_ = false;
    while (View(buffer_).starts_with("\r\n")) buffer_.consume(2);
  }
}

net::awaitable<RequestReader::Problem> RequestReader::ReadBody(HttpRequest* request) {
  const std::string_view expected = request->Header("Expect");
  if (!expected.empty() && !request->is_http_1_0 && !is_done()) {
    if (!absl::EqualsIgnoreCase(AbslArgument(expected), "100-continue")) {
      co_return ErrorResponse(
          417, absl::InvalidArgumentError("Expect: only 100-continue is understood"));
    }
    const bool is_written = co_await channel_->Write("HTTP/1.1 100 Continue\r\n\r\n");
    if (!is_written) co_return NobodyThere();
  }
  while (!is_done()) {
    error_code error;
    size_t used = 0;
    if (buffer_.size() > 0) {
      used = parser_->put(buffer_.cdata(), error);
      buffer_.consume(used);
    }
    if (error == http::error::body_limit) co_return TooLong();
    if (error && error != http::error::need_more) {
      co_return BadRequest("the body of the request: " + error.message());
    }
    if (used > 0) continue;
    if (buffer_.size() == kBufferBytes) co_return BadRequest("the head of a chunk is too long");
    const bool has_more = co_await ReadMore();
    if (!has_more) co_return channel_->is_late() ? TooLate() : NobodyThere();
  }
  request->body = std::move(parser_->get().body());
  co_return std::nullopt;
}

net::awaitable<bool> RequestReader::ReadMore() {
  const auto space = buffer_.prepare(kBufferBytes - buffer_.size());
  const size_t count = co_await channel_->Read(space);
  buffer_.commit(count);
  co_return count > 0;
}

HttpResponse RequestReader::TooLong() const {
  return ErrorResponse(
      413, absl::ResourceExhaustedError(
               StrCat("the body of the request has more than ", limits_->body_bytes, " bytes")));
}

}  // namespace spanroot
