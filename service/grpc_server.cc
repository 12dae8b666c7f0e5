#include "service/grpc_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "google/rpc/status.pb.h"
#include "service/client_deadlines.h"
#include "service/reflection_limits.h"
#include "service/rpc_status.h"
#include "spanroot/v1/trace_service.grpc.pb.h"

namespace spanroot {
namespace {

constexpr uint32_t kMinThreads = 4;  // that gRPC's server works with
// Calls that may stay open without work leave the others to those that ask: of all that may run at
// once, batches have a half, and reflection an eighth.
constexpr uint32_t kBatchPart = 2, kReflectionPart = 8;
constexpr absl::Duration kBatchRetry = absl::Seconds(10);  // after one too many
constexpr char kServiceName[] = "spanroot.v1.TraceService";

std::string AuthorizationOf(const grpc::ServerContext& context) {
  const auto found = context.client_metadata().find("authorization");
  if (found == context.client_metadata().end()) return "";
  return {found->second.data(), found->second.size()};
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  return {static_cast<grpc::StatusCode>(status.code()), std::string(status.message()),
          ToRpcStatus(status).SerializeAsString()};
}

class Service final : public v1::TraceService::Service {
 public:
  Service(const Handlers* handlers, const CallRunner* runner, uint32_t max_batches,
          ClientDeadlines* deadlines)
      : handlers_(handlers),
        runner_(runner),
        max_batches_(max_batches),
        client_time_(absl::Seconds(handlers->limits().client_seconds)),
        idle_time_(absl::Seconds(handlers->limits().idle_seconds)),
        deadlines_(deadlines) {}

  grpc::Status Trace(grpc::ServerContext* context, const v1::TraceRequest* request,
                     v1::TraceResponse* response) override {
    return Answer(context, "Trace", *request, response, &Handlers::Trace);
  }
  grpc::Status Count(grpc::ServerContext* context, const v1::CountRequest* request,
                     v1::CountResponse* response) override {
    return Answer(context, "Count", *request, response, &Handlers::Count);
  }
  grpc::Status Search(grpc::ServerContext* context, const v1::SearchRequest* request,
                      v1::SearchResponse* response) override {
    return Answer(context, "Search", *request, response, &Handlers::Search);
  }
  grpc::Status GetDocument(grpc::ServerContext* context, const v1::GetDocumentRequest* request,
                           v1::GetDocumentResponse* response) override {
    return Answer(context, "GetDocument", *request, response, &Handlers::GetDocument);
  }
  grpc::Status GetCorpus(grpc::ServerContext* context, const v1::GetCorpusRequest* request,
                         v1::GetCorpusResponse* response) override {
    return Answer(context, "GetCorpus", *request, response, &Handlers::GetCorpus);
  }
  grpc::Status ListCorpora(grpc::ServerContext* context, const v1::ListCorporaRequest* request,
                           v1::ListCorporaResponse* response) override {
    return Answer(context, "ListCorpora", *request, response, &Handlers::ListCorpora);
  }

  grpc::Status TraceStream(grpc::ServerContext* context, const v1::TraceStreamRequest* request,
                           grpc::ServerWriter<v1::TraceStreamResponse>* writer) override {
    return ToGrpc(runner_->Run(ArrivalOf(context, "TraceStream", request), [&](const Call& call) {
      return handlers_->TraceStream(call, *request, [&](const v1::TraceStreamResponse& part) {
        return Write(part, context, writer);
      });
    }));
  }

  grpc::Status TraceBatch(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::TraceBatchResponse, v1::TraceBatchRequest>* stream) override {
    Arrival arrival = ArrivalOf(context, "TraceBatch", nullptr);
    arrival.is_batch = true;
    return ToGrpc(runner_->Run(
        arrival, [&](const Call& call) { return AnswerBatch(call, context, stream); }));
  }

 private:
  static Arrival ArrivalOf(grpc::ServerContext* context, std::string_view method,
                           const google::protobuf::Message* question) {
    Arrival arrival;
    arrival.transport = "grpc";
    arrival.method = method;
    arrival.peer = context->peer();
    arrival.authorization = AuthorizationOf(*context);
    arrival.deadline = absl::FromChrono(context->deadline());
    arrival.is_cancelled = [context] { return context->IsCancelled(); };
    arrival.question = question;
    return arrival;
  }

  template <typename Request, typename Response>
  grpc::Status Answer(grpc::ServerContext* context, std::string_view method, const Request& request,
                      Response* response,
                      absl::Status (Handlers::*handle)(const Call&, const Request&, Response*)
                          const) const {
    // Not (handlers_->*handle)(...): GCC 12 miscompiles that in a lambda under UBSan.
    return ToGrpc(runner_->Run(ArrivalOf(context, method, &request), [&](const Call& call) {
      return std::invoke(handle, *handlers_, call, request, response);
    }));
  }

  // Texts wait for their turn like all questions, but are not refused: the stream itself waits.
  absl::Status AnswerBatch(
      const Call& batch, grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::TraceBatchResponse, v1::TraceBatchRequest>* stream) {
    const bool is_within = ++batches_ <= max_batches_;
    const absl::Cleanup leave = [this] { --batches_; };
    if (!is_within) {
      return BusyError(StrCat("there are ", max_batches_, " batches already"), kBatchRetry);
    }
    v1::TraceBatchRequest request;
    const auto read = [&] {
      const ClientDeadlines::Guard guard(deadlines_, context, absl::Now() + idle_time_);
      return stream->Read(&request);
    };
    for (uint32_t texts = 0; read(); ++texts) {
      if (texts == handlers_->limits().max_batch_texts) {
        return absl::ResourceExhaustedError(
            StrCat("a batch has at most ", texts, " texts; begin another one"));
      }
      Call call = batch;
      call.is_patient = true;
      call.deadline = std::min(batch.deadline, absl::Now() + runner_->max());
      v1::TraceBatchResponse response;
      absl::Status status = handlers_->TraceBatchItem(call, request, &response);
      if (absl::IsDeadlineExceeded(status) && batch.Check().ok()) {  // this text's own
        response.mutable_error()->set_code(static_cast<int>(status.code()));
        response.mutable_error()->set_message(std::string(status.message()));
        status = absl::OkStatus();
      }
      RETURN_IF_ERROR(status);
      RETURN_IF_ERROR(Write(response, context, stream));
    }
    return batch.Check();
  }

  // Sends a part of an answer; Cancelled if the client does not take it.
  template <typename Message, typename Stream>
  absl::Status Write(const Message& message, grpc::ServerContext* context, Stream* stream) {
    const double seconds = static_cast<double>(message.ByteSizeLong()) / kMinBytesPerSecond;
    const ClientDeadlines::Guard guard(deadlines_, context,
                                       absl::Now() + client_time_ + absl::Seconds(seconds));
    return stream->Write(message) ? absl::OkStatus() : absl::CancelledError("the client has gone");
  }

  const Handlers* const handlers_;
  const CallRunner* const runner_;
  const uint32_t max_batches_;
  const absl::Duration client_time_, idle_time_;
  ClientDeadlines* const deadlines_;
  std::atomic<uint32_t> batches_ = 0;
};

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> Credentials(const TlsFiles& tls) {
  if (!tls.is_on()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options;
  grpc::SslServerCredentialsOptions::PemKeyCertPair pair;
  ASSIGN_OR_RETURN(pair.cert_chain, ReadFile(tls.certificate));
  ASSIGN_OR_RETURN(pair.private_key, ReadFile(tls.key));
  options.pem_key_cert_pairs.push_back(std::move(pair));
  if (!tls.client_ca.empty()) {
    ASSIGN_OR_RETURN(options.pem_root_certs, ReadFile(tls.client_ca));
    options.client_certificate_request = GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
  }
  return grpc::SslServerCredentials(options);
}

}  // namespace

class GrpcServer::Impl {
 public:
  Impl(const Handlers* handlers, const CallRunner* runner, uint32_t max_calls)
      : service(handlers, runner, max_calls / kBatchPart, &deadlines) {}

  ClientDeadlines deadlines;
  Service service;
  std::unique_ptr<grpc::Server> server;
  int port = 0;
};

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(const std::string& address,
                                                              const TlsFiles& tls,
                                                              const Handlers* handlers,
                                                              const CallRunner* runner) {
  const Limits& limits = handlers->limits();
  const uint32_t max_calls = std::max(limits.max_calls, kMinThreads);
  auto impl = std::make_unique<Impl>(handlers, runner, max_calls);
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ServerCredentials> credentials, Credentials(tls));
  grpc::EnableDefaultHealthCheckService(true);
  static const bool reflection = [] {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
  static_cast<void>(reflection);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, credentials, &impl->port);
  builder.RegisterService(&impl->service);
  builder.SetMaxReceiveMessageSize(static_cast<int>(limits.max_message_bytes));
  grpc::ResourceQuota quota;
  quota.SetMaxThreads(static_cast<int>(max_calls));
  builder.SetResourceQuota(quota);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
  interceptors.push_back(
      std::make_unique<ReflectionLimits>(std::max(max_calls / kReflectionPart, 1U),
                                         absl::Seconds(limits.client_seconds), &impl->deadlines));
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  impl->server = builder.BuildAndStart();
  if (impl->server == nullptr || impl->port == 0) {
    return absl::UnavailableError(StrCat("cannot answer gRPC calls on ", address,
                                         ": the address is taken, or the keys are not good"));
  }
  impl->server->GetHealthCheckService()->SetServingStatus(kServiceName, true);
  return std::unique_ptr<GrpcServer>(new GrpcServer(std::move(impl)));
}

GrpcServer::GrpcServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
GrpcServer::~GrpcServer() { Drain(absl::ZeroDuration()); }

int GrpcServer::port() const { return impl_->port; }

void GrpcServer::Drain(absl::Duration grace) {
  impl_->server->GetHealthCheckService()->SetServingStatus(false);
  impl_->server->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  impl_->server->Wait();
}

}  // namespace spanroot
