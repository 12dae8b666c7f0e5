// The port of a server and its keys.
#ifndef SPANROOT_SERVICE_HTTP_LISTEN_H_
#define SPANROOT_SERVICE_HTTP_LISTEN_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "service/tls.h"

namespace spanroot {

struct HostAndPort {
  std::string host;  // without the brackets of "[::1]"
  std::string port;
};
// "HOST:PORT".
absl::StatusOr<HostAndPort> ParseAddress(std::string_view address);

// A socket that listens on the first address of the host that can be had, IPv4 before IPv6.
absl::StatusOr<boost::asio::ip::tcp::acceptor> Listen(const HostAndPort& address,
                                                      boost::asio::io_context* io);

// TLS 1.2 and newer. InvalidArgument, naming the file, for what cannot be used.
absl::StatusOr<std::unique_ptr<boost::asio::ssl::context>> MakeTlsContext(const TlsFiles& files);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_LISTEN_H_
