// A client of HTTP that sends exactly the bytes it is told to, so that tests can be clients of
// every kind. Everything gives up after some seconds.
#ifndef SPANROOT_TESTS_SUPPORT_HTTP_CLIENT_H_
#define SPANROOT_TESTS_SUPPORT_HTTP_CLIENT_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace spanroot {

struct HttpReply {
  int status = 0;                              // 0: none came
  std::map<std::string, std::string> headers;  // names in lower case; of several the last
  std::string body;                            // chunks put together

  std::string Header(const std::string& name) const;  // empty if there is none
};

// "METHOD TARGET HTTP/1.1" with Host, Content-Length of a body, and `headers` ("Name: value\r\n").
std::string HttpRequestText(std::string_view method, std::string_view target,
                            std::string_view body = "", std::string_view headers = "");
// The same with a body of type application/json.
std::string JsonRequestText(std::string_view target, std::string_view json,
                            std::string_view headers = "");

// Of a client that uses TLS: PEM files.
struct ClientTls {
  std::string authority;  // that must vouch for the server; empty: no TLS
  std::string certificate;
  std::string key;
};

class HttpClient {
 public:
  // To 127.0.0.1.
  explicit HttpClient(int port, const ClientTls& tls = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  bool is_connected() const { return is_connected_; }
  bool Send(std::string_view bytes);
  // The next reply; to a HEAD request it has no body.
  HttpReply Read(bool is_to_head = false);
  HttpReply Ask(std::string_view request) {
    Send(request);
    return Read();
  }
  // All bytes up to and with `mark`; or those that came before the end.
  std::string ReadUntil(std::string_view mark);
  // The server has closed the connection, or does so soon; what comes before is lost.
  bool IsClosed();
  void Close();  // as a client that ends normally
  void Reset();  // as one that is cut off

 private:
  struct Tls;

  bool Receive();  // into received_

  int socket_ = -1;
  bool is_connected_ = false;
  std::unique_ptr<Tls> tls_;
  std::string received_;
};

// One request over a connection of its own.
HttpReply AskHttp(int port, std::string_view request);

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_HTTP_CLIENT_H_
