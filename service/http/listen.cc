#include "service/http/listen.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "common/status_macros.h"
#include "common/strings.h"

namespace spanroot {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

absl::Status KeyError(const std::string& file, const error_code& error) {
  if (!error) return absl::OkStatus();
  return absl::InvalidArgumentError(
      StrCat(file, ": expected a PEM file for TLS: ", error.message()));
}

}  // namespace

absl::StatusOr<HostAndPort> ParseAddress(std::string_view address) {
  const size_t colon = address.rfind(':');
  HostAndPort parts;
  if (colon != std::string_view::npos) {
    std::string_view host = address.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    parts = {std::string(host), std::string(address.substr(colon + 1))};
  }
  const bool is_number = std::all_of(parts.port.begin(), parts.port.end(),
                                     [](char c) { return c >= '0' && c <= '9'; });
  if (parts.host.empty() || parts.port.empty() || parts.port.size() > 5 || !is_number ||
      std::stoi(parts.port) > 65535) {
    return absl::InvalidArgumentError(StrCat("address \"", address, "\", expected HOST:PORT"));
  }
  return parts;
}

absl::StatusOr<tcp::acceptor> Listen(const HostAndPort& address, net::io_context* io) {
  error_code error;
  tcp::resolver resolver(*io);
  const auto found = resolver.resolve(address.host, address.port, error);
  std::vector<tcp::endpoint> endpoints;
  for (const auto& entry : found) endpoints.push_back(entry.endpoint());
  std::stable_partition(endpoints.begin(), endpoints.end(),
                        [](const tcp::endpoint& endpoint) { return endpoint.address().is_v4(); });
  for (const tcp::endpoint& endpoint : endpoints) {
    tcp::acceptor acceptor(*io);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
    if (!error) return acceptor;
  }
  return absl::UnavailableError(
      StrCat("cannot listen on ", address.host, ":", address.port, ": ", error.message()));
}

absl::StatusOr<std::unique_ptr<net::ssl::context>> MakeTlsContext(const TlsFiles& files) {
  auto context = std::make_unique<net::ssl::context>(net::ssl::context::tls_server);
  SSL_CTX* const native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  error_code error;
  // A key with a passphrase is refused; OpenSSL would ask for it on the terminal.
  context->set_password_callback(
      [](size_t, net::ssl::context::password_purpose) { return std::string(); }, error);
  context->use_certificate_chain_file(files.certificate, error);
  RETURN_IF_ERROR(KeyError(files.certificate, error));
  context->use_private_key_file(files.key, net::ssl::context::pem, error);
  RETURN_IF_ERROR(KeyError(files.key, error));
  if (SSL_CTX_check_private_key(native) != 1) {
    return absl::InvalidArgumentError(
        StrCat(files.key, ": is not the key of the certificate in ", files.certificate));
  }
  if (files.client_ca.empty()) return context;
  context->load_verify_file(files.client_ca, error);
  RETURN_IF_ERROR(KeyError(files.client_ca, error));
  context->set_verify_mode(net::ssl::verify_peer | net::ssl::verify_fail_if_no_peer_cert, error);
  // Without a name for them, sessions of clients with certificates cannot be resumed.
  static constexpr unsigned char kName[] = "spanroot";
  SSL_CTX_set_session_id_context(native, kName, sizeof(kName) - 1);
  return context;
}

}  // namespace spanroot
