// Clients of gRPC that take more than their share: they are cut or refused, and others are
// answered.
#include <thread>

#include "tests/unit/service/running_server_test.h"

namespace spanroot {
namespace {

using GrpcLimitsTest = RunningServerTest;

TEST_F(GrpcLimitsTest, StreamsThatAreNotReadAreCut) {
  Start(WithLimits(R"({"client_seconds": 0.3, "max_running": 1})"));
  // Its first part, with the text in it, is more than fits on the way to a client that reads
  // nothing.
  grpc::ClientContext context;
  v1::TraceStreamRequest request;
  *request.mutable_query() = Request(std::string(40000, '.') + kText).query();
  grpc::ChannelArguments little;  // on the way; gRPC would let it grow to megabytes
  little.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  little.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1 << 14);
  little.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const auto stub = v1::TraceService::NewStub(
      grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(server_->grpc_port()),
                                grpc::InsecureChannelCredentials(), little));
  const auto stream = stub->TraceStream(&context, request);
  const auto is_waiting = [&] {  // for the turn that the stream holds
    grpc::ClientContext impatient;
    impatient.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(200));
    v1::TraceResponse response;
    return stub_->Trace(&impatient, Request(), &response).error_code() == grpc::DEADLINE_EXCEEDED;
  };
  bool is_held = false;
  for (int i = 0; i < 1000 && !is_held; ++i) is_held = is_waiting();
  ASSERT_TRUE(is_held);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));  // until that one waits no more
  ExpectUnharmed();  // in 0.3 seconds and one for each 16 KiB
  v1::TraceStreamResponse part;
  while (stream->Read(&part)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::CANCELLED);
}

TEST_F(GrpcLimitsTest, MoreCallsThanThreadsAreRefused) {
  Start(WithLimits(R"({"max_calls": 8})"));
  struct Batch {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReaderWriter<v1::TraceBatchRequest, v1::TraceBatchResponse>> stream;
  };
  std::vector<std::unique_ptr<Batch>> open;
  v1::TraceBatchRequest request;
  *request.mutable_query() = Request().query();
  bool is_refused = false;
  while (!is_refused && open.size() < 20) {
    auto batch = std::make_unique<Batch>();
    batch->stream = stub_->TraceBatch(&batch->context);
    v1::TraceBatchResponse response;
    is_refused = !batch->stream->Write(request) || !batch->stream->Read(&response);
    if (is_refused) {
      EXPECT_EQ(batch->stream->Finish().error_code(), grpc::RESOURCE_EXHAUSTED);
    } else {
      open.push_back(std::move(batch));
    }
  }
  EXPECT_TRUE(is_refused);
  EXPECT_GE(open.size(), 4u);
  for (const auto& batch : open) {  // those that have a thread keep it
    v1::TraceBatchResponse response;
    EXPECT_TRUE(batch->stream->Write(request) && batch->stream->Read(&response));
    batch->stream->WritesDone();
    EXPECT_TRUE(batch->stream->Finish().ok());
  }
  ExpectUnharmed();
}

}  // namespace
}  // namespace spanroot
