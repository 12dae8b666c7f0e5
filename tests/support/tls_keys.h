// Keys and certificates for tests of TLS, made by the openssl program.
#ifndef SPANROOT_TESTS_SUPPORT_TLS_KEYS_H_
#define SPANROOT_TESTS_SUPPORT_TLS_KEYS_H_

#include <string>

namespace spanroot {

// PEM files in `folder`: ca.pem; server.pem and server.key for localhost and 127.0.0.1, and
// client.pem and client.key, signed by it; other.pem and other.key, signed by nobody it knows.
// Returns false if openssl failed.
bool MakeTlsKeys(const std::string& folder);

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_TLS_KEYS_H_
