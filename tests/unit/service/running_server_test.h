// A server over a small index, in this process, with a real channel to it.
#ifndef SPANROOT_TESTS_UNIT_SERVICE_RUNNING_SERVER_TEST_H_
#define SPANROOT_TESTS_UNIT_SERVICE_RUNNING_SERVER_TEST_H_

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "service/convert.h"
#include "service/server/server.h"
#include "spanroot/v1/trace_service.grpc.pb.h"
#include "tests/support/temp_dir.h"
#include "tests/support/traced_corpus.h"

namespace spanroot {

inline constexpr char kText[] =
    "They said that the tide was out when nobody slept in the old lighthouse.";
inline constexpr char kToken[] = "0123456789abcdef";

inline std::vector<SmallDocument> Documents() {
  return {
      {"It is said that nobody slept in the old lighthouse. Write to anna@example.org.", "tales"},
      {"Every child knew when the tide was out.", "tales"},
      {"No boat moved while the tide was out.", "logs"}};
}

class RunningServerTest : public ::testing::Test {
 protected:
  void Start(ServerOptions options = {}) {
    if (options.corpora.empty()) options.corpora = {{"small", corpus_.index_dir()}};
    options.grpc_address = "127.0.0.1:0";
    options.http_address = "";
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(options);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    Connect(grpc::InsecureChannelCredentials());
  }

  void Connect(const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    channel_ =
        grpc::CreateChannel("127.0.0.1:" + std::to_string(server_->grpc_port()), credentials);
    stub_ = v1::TraceService::NewStub(channel_);
  }

  ServerOptions WithLimits(const std::string& json) {
    std::ofstream(folder_.File("limits.json")) << json;
    ServerOptions options;
    options.limits_file = folder_.File("limits.json");
    return options;
  }

  static v1::TraceRequest Request(const std::string& text = kText) {
    v1::TraceRequest request;
    request.mutable_query()->set_text(text);
    request.mutable_query()->mutable_options()->set_density(1);
    return request;
  }

  grpc::Status Trace(const v1::TraceRequest& request, v1::TraceResponse* response = nullptr,
                     const std::string& token = "") {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    v1::TraceResponse unused;
    return stub_->Trace(&context, request, response == nullptr ? &unused : response);
  }

  void ExpectUnharmed() {
    v1::TraceResponse response;
    const grpc::Status status = Trace(Request(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.trace().spans_size(), 2);
  }

  // What the tracer itself says, as a message, without times and reads.
  v1::Trace Expected() {
    TraceOptions options;
    options.density = 1;
    return Timeless(ToProto(corpus_.tracer().Trace(kText, options).value()));
  }
  static v1::Trace Timeless(v1::Trace trace) {
    v1::TraceStatistics* const statistics = trace.mutable_statistics();
    statistics->clear_match_seconds();
    statistics->clear_documents_seconds();
    statistics->clear_suffix_blocks_read();
    statistics->clear_text_chunks_read();
    return trace;
  }

  TracedCorpus corpus_{Documents()};
  const TempDir folder_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::TraceService::Stub> stub_;
};

}  // namespace spanroot

#endif  // SPANROOT_TESTS_UNIT_SERVICE_RUNNING_SERVER_TEST_H_
