#include "tests/support/tls_keys.h"

#include <cstdlib>
#include <fstream>

namespace spanroot {
namespace {

bool MakeKeys(const std::string& folder) {
  std::ofstream(folder + "/server.ext") << "subjectAltName=DNS:localhost,IP:127.0.0.1\n";
  const std::string ec = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes ";
  const auto signed_by_ca = [&](const std::string& name, const std::string& more) {
    return "openssl req -new" + ec + "-subj /CN=" + name + " -keyout " + name + ".key -out " +
           name + ".csr && openssl x509 -req -in " + name +
           ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out " + name + ".pem " + more;
  };
  const auto self_signed = [&](const std::string& name) {
    return "openssl req -x509 -new" + ec + "-days 2 -subj /CN=" + name + " -keyout " + name +
           ".key -out " + name + ".pem";
  };
  const std::string command = "cd '" + folder + "' && (" + self_signed("ca") + " && " +
                              self_signed("other") + " && " +
                              signed_by_ca("server", "-extfile server.ext") + " && " +
                              signed_by_ca("client", "") + ") >openssl.log 2>&1";
  return std::system(command.c_str()) == 0;
}

}  // namespace

TlsKeys::TlsKeys() : ok_(MakeKeys(folder_.File(""))) {}

}  // namespace spanroot
