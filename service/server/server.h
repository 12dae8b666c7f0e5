// The whole server: corpora, limits, tokens, log and metrics, and the ports they are asked on.
#ifndef SPANROOT_SERVICE_SERVER_SERVER_H_
#define SPANROOT_SERVICE_SERVER_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/corpora.h"
#include "service/tls.h"

namespace spanroot {

struct ServerOptions {
  std::vector<CorpusSpec> corpora;
  std::string grpc_address = "127.0.0.1:50051";  // "HOST:PORT"; port 0: a free one; empty: none
  std::string http_address = "127.0.0.1:8080";   // likewise
  TlsFiles tls;
  std::string tokens_file;  // of access.h; empty: everybody may ask
  std::string limits_file;  // of limits.h; empty: the defaults
  bool insecure = false;    // addresses beyond this machine are allowed without TLS
  bool log_questions = false;
  uint64_t cache_bytes = uint64_t{256} << 20;  // for each corpus
  uint32_t threads = 0;                        // 0: one per core
};

// Thread-safe.
class Server {
 public:
  // Opens everything and starts to answer. InvalidArgument for options that exclude each other or
  // that would answer strangers without TLS; errors of what is opened otherwise.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options);
  ~Server();

  // Ports that are answered on; 0 where none was asked for.
  int grpc_port() const;
  int http_port() const;

  // Takes no more calls and returns when those that run have ended, or `grace` has passed.
  void Drain(absl::Duration grace);

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  const std::unique_ptr<Impl> impl_;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_SERVER_SERVER_H_
