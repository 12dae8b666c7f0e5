// Clients of gRPC that take more than their share: they are cut or refused, and others are
// answered.
#include <gmock/gmock.h>

#include <thread>

#include "tests/unit/service/running_server_test.h"

namespace spanroot {
namespace {

using ::testing::HasSubstr;

class GrpcLimitsTest : public RunningServerTest {
 protected:
  // Streams a trace whose first part, with the text in it, is more than fits on the way to a client
  // that reads nothing.
  std::unique_ptr<grpc::ClientReader<v1::TraceStreamResponse>> Stream(
      grpc::ClientContext* context) {
    v1::TraceStreamRequest request;
    *request.mutable_query() = Request(std::string(40000, '.') + kText).query();
    grpc::ChannelArguments little;  // on the way; gRPC would let it grow to megabytes
    little.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    little.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1 << 14);
    little.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return v1::TraceService::NewStub(
               grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(server_->grpc_port()),
                                         grpc::InsecureChannelCredentials(), little))
        ->TraceStream(context, request);
  }

  // What becomes of a question that waits for 200 ms at most.
  grpc::Status ImpatientTrace() {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(200));
    v1::TraceResponse response;
    return stub_->Trace(&context, Request(), &response);
  }

  // Asks until that becomes `code`.
  bool Becomes(grpc::StatusCode code) {
    for (int i = 0; i < 1000; ++i) {
      if (ImpatientTrace().error_code() == code) return true;
    }
    return false;
  }
};

TEST_F(GrpcLimitsTest, StreamsThatAreNotReadAreCut) {
  Start(WithLimits(R"({"client_seconds": 0.3, "max_running": 1})"));
  grpc::ClientContext context;
  const auto stream = Stream(&context);
  ASSERT_TRUE(Becomes(grpc::DEADLINE_EXCEEDED));  // for the turn that the stream holds
  std::this_thread::sleep_for(std::chrono::milliseconds(100));  // until that one waits no more
  ExpectUnharmed();  // in 0.3 seconds and one for each 16 KiB
  v1::TraceStreamResponse part;
  while (stream->Read(&part)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::CANCELLED);
}

TEST_F(GrpcLimitsTest, MoreCallsThanThreadsAreRefused) {
  Start(WithLimits(
      R"({"client_seconds": 60, "max_running": 1, "max_waiting": 100, "max_calls": 8})"));
  // One holds the turn; the others wait for it, each on a thread.
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::TraceStreamResponse>>> streams;
  bool is_refused = false;
  while (!is_refused && streams.size() < 20) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    streams.push_back(Stream(contexts.back().get()));
    is_refused = ImpatientTrace().error_code() == grpc::RESOURCE_EXHAUSTED;
  }
  EXPECT_TRUE(is_refused);
  EXPECT_GE(streams.size(), 4u);
  for (size_t i = 0; i < streams.size(); ++i) {
    contexts[i]->TryCancel();
    EXPECT_EQ(streams[i]->Finish().error_code(), grpc::CANCELLED);
  }
  ASSERT_TRUE(Becomes(grpc::OK));
  ExpectUnharmed();
}

struct Batch {
  explicit Batch(v1::TraceService::Stub* stub) : stream(stub->TraceBatch(&context)) {}

  bool Trace(const v1::TraceQuery& query) {
    v1::TraceBatchRequest request;
    *request.mutable_query() = query;
    v1::TraceBatchResponse response;
    return stream->Write(request) && stream->Read(&response);
  }

  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReaderWriter<v1::TraceBatchRequest, v1::TraceBatchResponse>> stream;
};

TEST_F(GrpcLimitsTest, BatchesLeaveHalfOfTheCallsToOthers) {
  Start(WithLimits(R"({"max_calls": 8})"));
  std::vector<std::unique_ptr<Batch>> open;
  for (int i = 0; i < 4; ++i) {
    open.push_back(std::make_unique<Batch>(stub_.get()));
    ASSERT_TRUE(open.back()->Trace(Request().query()));
  }
  Batch one_more(stub_.get());
  EXPECT_FALSE(one_more.Trace(Request().query()));
  const grpc::Status refusal = one_more.stream->Finish();
  EXPECT_EQ(refusal.error_code(), grpc::RESOURCE_EXHAUSTED);
  EXPECT_EQ(refusal.error_message(), "there are 4 batches already");
  ExpectUnharmed();
  for (const auto& batch : open) {
    EXPECT_TRUE(batch->Trace(Request().query()));
    batch->stream->WritesDone();
    EXPECT_TRUE(batch->stream->Finish().ok());
  }
  EXPECT_TRUE(Batch(stub_.get()).Trace(Request().query()));
}

TEST_F(GrpcLimitsTest, IdleBatchesAreCut) {
  Start(WithLimits(R"({"idle_seconds": 0.2})"));
  Batch batch(stub_.get());
  EXPECT_TRUE(batch.Trace(Request().query()));
  v1::TraceBatchResponse response;
  EXPECT_FALSE(batch.stream->Read(&response));
  EXPECT_EQ(batch.stream->Finish().error_code(), grpc::CANCELLED);
  ExpectUnharmed();
}

// A call of the reflection service, as bytes.
struct ReflectionCall {
  explicit ReflectionCall(const std::shared_ptr<grpc::Channel>& channel)
      : method("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
               grpc::internal::RpcMethod::BIDI_STREAMING, channel),
        stream(
            grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, grpc::ByteBuffer>::Create(
                channel.get(), method, &context)) {}

  // Asks for the names of the services; empty if the call is cut.
  std::string ListServices() {
    const grpc::Slice question("\x3a\x01*");  // field 7, list_services
    grpc::ByteBuffer answer;
    grpc::Slice bytes;
    if (!stream->Write(grpc::ByteBuffer(&question, 1)) || !stream->Read(&answer) ||
        !answer.DumpToSingleSlice(&bytes).ok()) {
      return "";
    }
    return {bytes.begin(), bytes.end()};
  }

  grpc::ClientContext context;
  const grpc::internal::RpcMethod method;
  const std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>> stream;
};

TEST_F(GrpcLimitsTest, ReflectionIsNotHeldBySome) {
  Start(WithLimits(R"({"max_calls": 16, "client_seconds": 0.5})"));
  ReflectionCall first(channel_), second(channel_), third(channel_);
  EXPECT_THAT(first.ListServices(), HasSubstr("spanroot.v1.TraceService"));
  EXPECT_THAT(second.ListServices(), HasSubstr("spanroot.v1.TraceService"));
  EXPECT_EQ(third.ListServices(), "");  // two are an eighth of 16
  EXPECT_EQ(third.stream->Finish().error_code(), grpc::CANCELLED);
  ExpectUnharmed();
  grpc::ByteBuffer more;
  for (ReflectionCall* const held : {&first, &second}) {
    EXPECT_FALSE(held->stream->Read(&more));
    EXPECT_EQ(held->stream->Finish().error_code(), grpc::CANCELLED);
  }
  EXPECT_THAT(ReflectionCall(channel_).ListServices(), HasSubstr("spanroot.v1.TraceService"));
}

}  // namespace
}  // namespace spanroot
