#include "tests/support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <csignal>

namespace spanroot {
namespace {

constexpr int kPatienceMilliseconds = 20000;

bool WaitFor(int socket, short events, int milliseconds) {
  pollfd state = {socket, events, 0};
  return poll(&state, 1, milliseconds) > 0;
}

}  // namespace

struct HttpClient::Tls {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL* session = nullptr;

  ~Tls() {
    SSL_free(session);
    SSL_CTX_free(context);
  }
};

std::string HttpReply::Header(const std::string& name) const {
  const auto at = headers.find(name);
  return at == headers.end() ? "" : at->second;
}

std::string HttpRequestText(std::string_view method, std::string_view target, std::string_view body,
                            std::string_view headers) {
  std::string text(method);
  text.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text.append("\r\n").append(body);
}

std::string JsonRequestText(std::string_view target, std::string_view json,
                            std::string_view headers) {
  return HttpRequestText("POST", target, json,
                         std::string("Content-Type: application/json\r\n").append(headers));
}

HttpClient::HttpClient(int port, const ClientTls& tls) {
  std::signal(SIGPIPE, SIG_IGN);  // the server may close first
  socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  is_connected_ =
      connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  if (tls.authority.empty() || !is_connected_) return;
  tls_ = std::make_unique<Tls>();
  SSL_CTX_load_verify_locations(tls_->context, tls.authority.c_str(), nullptr);
  SSL_CTX_set_verify(tls_->context, SSL_VERIFY_PEER, nullptr);
  if (!tls.certificate.empty()) {
    SSL_CTX_use_certificate_file(tls_->context, tls.certificate.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(tls_->context, tls.key.c_str(), SSL_FILETYPE_PEM);
  }
  tls_->session = SSL_new(tls_->context);
  SSL_set1_host(tls_->session, "localhost");
  SSL_set_fd(tls_->session, socket_);
  is_connected_ = SSL_connect(tls_->session) == 1;
}

HttpClient::~HttpClient() { Close(); }

bool HttpClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!WaitFor(socket_, POLLOUT, kPatienceMilliseconds)) return false;
    const ssize_t count =
        tls_ != nullptr ? SSL_write(tls_->session, bytes.data(), static_cast<int>(bytes.size()))
                        : send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

bool HttpClient::Receive() {
  const bool has_bytes = tls_ != nullptr && SSL_pending(tls_->session) > 0;
  if (!has_bytes && !WaitFor(socket_, POLLIN, kPatienceMilliseconds)) return false;
  char buffer[16384];
  const ssize_t count = tls_ != nullptr ? SSL_read(tls_->session, buffer, sizeof(buffer))
                                        : recv(socket_, buffer, sizeof(buffer), 0);
  if (count > 0) received_.append(buffer, static_cast<size_t>(count));
  return count > 0;
}

std::string HttpClient::ReadUntil(std::string_view mark) {
  size_t at;
  while ((at = received_.find(mark)) == std::string::npos) {
    if (!Receive()) return std::move(received_);
  }
  std::string bytes = received_.substr(0, at + mark.size());
  received_.erase(0, bytes.size());
  return bytes;
}

HttpReply HttpClient::Read(bool is_to_head) {
  HttpReply reply;
  const auto take_line = [this] {
    std::string line = ReadUntil("\r\n");
    if (line.ends_with("\r\n")) line.resize(line.size() - 2);
    return line;
  };
  const std::string first = take_line();
  if (!first.starts_with("HTTP/1.1 ")) return reply;
  reply.status = std::stoi(first.substr(9));
  for (std::string line = take_line(); !line.empty(); line = take_line()) {
    const size_t colon = line.find(": ");
    if (colon == std::string::npos) return reply;
    std::string name = line.substr(0, colon);
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    reply.headers[name] = line.substr(colon + 2);
  }
  const auto take_bytes = [this](size_t count) {
    while (received_.size() < count && Receive()) {
    }
    std::string bytes = received_.substr(0, count);
    received_.erase(0, count);
    return bytes;
  };
  if (is_to_head || reply.status == 304 || reply.status < 200) return reply;
  if (!reply.Header("content-length").empty()) {
    reply.body = take_bytes(std::stoul(reply.Header("content-length")));
  } else if (reply.Header("transfer-encoding") == "chunked") {
    for (size_t size = 1; size > 0;) {
      const std::string line = take_line();
      size = line.empty() ? 0 : std::stoul(line, nullptr, 16);
      reply.body += take_bytes(size);
      take_line();
    }
  } else {
    while (Receive()) {
    }
    reply.body = std::move(received_);
    received_.clear();
  }
  return reply;
}

bool HttpClient::IsClosed() {
  while (WaitFor(socket_, POLLIN, kPatienceMilliseconds)) {
    if (!Receive()) return true;
  }
  return false;
}

void HttpClient::Close() {
  if (tls_ != nullptr && is_connected_ && socket_ >= 0) SSL_shutdown(tls_->session);
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
}

void HttpClient::Reset() {
  const linger at_once = {1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  close(socket_);
  socket_ = -1;
}

HttpReply AskHttp(int port, std::string_view request) { return HttpClient(port).Ask(request); }

}  // namespace spanroot
