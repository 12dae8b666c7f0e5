// Keys and certificates for tests of TLS, made by the openssl program in a folder that goes away.
#ifndef SPANROOT_TESTS_SUPPORT_TLS_KEYS_H_
#define SPANROOT_TESTS_SUPPORT_TLS_KEYS_H_

#include <string>

#include "tests/support/temp_dir.h"

namespace spanroot {

// Paths of PEM files. `ok` is false if openssl failed.
class TlsKeys {
 public:
  TlsKeys();

  bool ok() const { return ok_; }
  std::string authority() const { return folder_.File("ca.pem"); }
  std::string certificate() const { return folder_.File("server.pem"); }  // localhost, 127.0.0.1
  std::string key() const { return folder_.File("server.key"); }
  std::string client_certificate() const { return folder_.File("client.pem"); }
  std::string client_key() const { return folder_.File("client.key"); }
  std::string foreign_certificate() const { return folder_.File("other.pem"); }  // self-signed
  std::string foreign_key() const { return folder_.File("other.key"); }

 private:
  const TempDir folder_;
  const bool ok_;
};

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_TLS_KEYS_H_
