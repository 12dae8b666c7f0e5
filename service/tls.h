// Where the keys of a server are. PEM files.
#ifndef SPANROOT_SERVICE_TLS_H_
#define SPANROOT_SERVICE_TLS_H_

#include <string>

namespace spanroot {

struct TlsFiles {
  std::string certificate;  // chain; empty: no TLS
  std::string key;
  std::string client_ca;  // clients must have a certificate of these authorities; empty: any may

  bool is_on() const { return !certificate.empty(); }
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_TLS_H_
