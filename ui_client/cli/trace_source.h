// Where a command has its traces from: an index opened here, or a server.
#ifndef SPANROOT_UI_CLIENT_CLI_TRACE_SOURCE_H_
#define SPANROOT_UI_CLIENT_CLI_TRACE_SOURCE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tracer/trace.h"
#include "ui_client/cli/open_index.h"

namespace spanroot {

// Thread-safe.
class TraceSource {
 public:
  virtual ~TraceSource() = default;

  virtual const IndexSummary& index() const = 0;
  virtual absl::StatusOr<TraceResult> Trace(const std::string& text,
                                            const TraceOptions& options) const = 0;
};

// A server, as the user names it.
struct ServerArguments {
  std::string address;  // "HOST:PORT"; empty: none
  std::string corpus;
  bool tls = false;
  std::string ca_file, certificate_file, key_file, token_file;

  void Define(Arguments* arguments);
};

// `threads` share the shards of one text; 0: one per core. InvalidArgument if one of `sources` is
// none of the index.
absl::StatusOr<std::unique_ptr<TraceSource>> OpenLocalSource(
    const IndexArguments& arguments, const std::vector<std::string>& sources, uint32_t threads);

// Asks the server for its corpus, so a server that is not there or lets nobody in is an error now.
// Errors of calls keep the code that the server gave.
absl::StatusOr<std::unique_ptr<TraceSource>> OpenRemoteSource(const ServerArguments& arguments);

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_TRACE_SOURCE_H_
