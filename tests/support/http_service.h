// The HTTP side of a server over a small corpus, with everything it needs, in this process.
#ifndef SPANROOT_TESTS_SUPPORT_HTTP_SERVICE_H_
#define SPANROOT_TESTS_SUPPORT_HTTP_SERVICE_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "service/access.h"
#include "service/admission.h"
#include "service/call_runner.h"
#include "service/corpora.h"
#include "service/handlers.h"
#include "service/http/http_server.h"
#include "service/metrics.h"
#include "service/request_log.h"
#include "tests/support/temp_dir.h"
#include "tests/support/traced_corpus.h"

namespace spanroot {

struct HttpServiceOptions {
  Limits limits;
  TlsFiles tls;
  std::string host = "127.0.0.1";
  std::string tokens;  // the file's text; empty: everybody may ask
  absl::Duration idle = absl::Minutes(1);
  std::vector<SmallDocument> documents;  // of the corpus "small"; empty: three of them
};

class HttpService {
 public:
  // Ends the test program with the reason if it cannot be started.
  explicit HttpService(HttpServiceOptions options = {});
  ~HttpService();

  int port() const { return server_->port(); }
  HttpServer& server() { return *server_; }
  const Handlers& handlers() const { return *handlers_; }
  const CallRunner& runner() const { return *runner_; }
  const Corpora& corpora() const { return *corpora_; }
  void set_ready(bool is_ready) { is_ready_ = is_ready; }

  // As long as the result lives, questions have to wait. All of max_running must be free.
  std::vector<Admission::Ticket> TakeAllTurns();
  uint32_t waiting() const { return admission_->waiting(); }

  std::string Log() const;
  // Waits until the log has `text` so many times; false if that takes too long.
  bool WaitForLog(const std::string& text, int times = 1) const;

 private:
  const TempDir folder_;
  const TracedCorpus corpus_;
  ThreadPool pool_{2};
  Metrics metrics_;
  std::atomic<bool> is_ready_{true};
  int log_descriptor_ = -1;
  std::unique_ptr<RequestLog> log_;
  std::unique_ptr<Corpora> corpora_;
  std::unique_ptr<Access> access_;
  std::unique_ptr<Admission> admission_;
  std::unique_ptr<Handlers> handlers_;
  std::unique_ptr<CallRunner> runner_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_HTTP_SERVICE_H_
