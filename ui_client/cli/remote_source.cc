// Traces from a server, over gRPC.
#include <grpcpp/grpcpp.h>
#include <stdlib.h>

#include <chrono>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/file.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "google/rpc/status.pb.h"
#include "indexer/text/utf8.h"
#include "service/convert.h"
#include "service/rpc_status.h"
#include "spanroot/v1/trace_service.grpc.pb.h"
#include "ui_client/cli/trace_source.h"

namespace spanroot {
namespace {

constexpr std::chrono::seconds kDeadline(300);
constexpr char kTokenVariable[] = "SPANROOT_TOKEN";

class RemoteSource final : public TraceSource {
 public:
  RemoteSource(std::string address, std::shared_ptr<grpc::Channel> channel, std::string corpus,
               std::string token)
      : address_(std::move(address)),
        corpus_(std::move(corpus)),
        token_(std::move(token)),
        stub_(v1::TraceService::NewStub(channel)) {}

  // Asks for the corpus.
  absl::Status Open() {
    grpc::ClientContext context;
    v1::GetCorpusRequest request;
    v1::GetCorpusResponse response;
    request.set_corpus(corpus_);
    Prepare(&context);
    RETURN_IF_ERROR(Status(stub_->GetCorpus(&context, request, &response)));
    const v1::Corpus& corpus = response.corpus();
    const Profile profile =
        corpus.profile() == v1::PROFILE_FOLDED ? Profile::kFolded : Profile::kVerbatim;
    summary_ = {
        corpus.name(),
        std::string(ProfileName(profile)),
        corpus.fingerprint(),
        {corpus.counts().documents(), corpus.counts().words(), corpus.counts().text_bytes()}};
    return absl::OkStatus();
  }

  const IndexSummary& index() const override { return summary_; }

  absl::StatusOr<TraceResult> Trace(const std::string& text,
                                    const TraceOptions& options) const override {
    grpc::ClientContext context;
    v1::TraceRequest request;
    v1::TraceResponse response;
    TraceInput input = {text, options};
    ReplaceInvalidUtf8(&input.options.prompt);
    ReplaceInvalidUtf8(&input.options.model);
    for (std::string& source : input.options.sources) ReplaceInvalidUtf8(&source);
    request.set_corpus(summary_.name);
    *request.mutable_query() = ToProto(input);
    Prepare(&context);
    RETURN_IF_ERROR(Status(stub_->Trace(&context, request, &response)));
    return FromProto(response.trace());
  }

 private:
  void Prepare(grpc::ClientContext* context) const {
    context->set_deadline(std::chrono::system_clock::now() + kDeadline);
    if (!token_.empty()) context->AddMetadata("authorization", "Bearer " + token_);
  }

  absl::Status Status(const grpc::Status& status) const {
    if (status.ok()) return absl::OkStatus();
    if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
      return absl::UnavailableError(
          StrCat("no server answers at ", address_, ": ", status.error_message()));
    }
    google::rpc::Status details;
    if (!status.error_details().empty() && details.ParseFromString(status.error_details())) {
      return FromRpcStatus(details);
    }
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  }

  const std::string address_, corpus_, token_;
  const std::unique_ptr<v1::TraceService::Stub> stub_;
  IndexSummary summary_;
};

absl::StatusOr<std::string> ReadIfNamed(const std::string& path) {
  if (path.empty()) return std::string();
  return ReadFile(path);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Credentials(
    const ServerArguments& arguments) {
  if (arguments.certificate_file.empty() != arguments.key_file.empty()) {
    return absl::InvalidArgumentError("--tls-cert and --tls-key go together");
  }
  if (!arguments.tls && arguments.ca_file.empty() && arguments.certificate_file.empty()) {
    return grpc::InsecureChannelCredentials();
  }
  grpc::SslCredentialsOptions options;
  ASSIGN_OR_RETURN(options.pem_root_certs, ReadIfNamed(arguments.ca_file));
  ASSIGN_OR_RETURN(options.pem_cert_chain, ReadIfNamed(arguments.certificate_file));
  ASSIGN_OR_RETURN(options.pem_private_key, ReadIfNamed(arguments.key_file));
  return grpc::SslCredentials(options);
}

absl::StatusOr<std::string> ReadToken(const std::string& path) {
  const char* const variable = getenv(kTokenVariable);
  std::string token = variable == nullptr ? "" : variable;
  if (!path.empty()) {
    ASSIGN_OR_RETURN(token, ReadFile(path));
  }
  absl::StripAsciiWhitespace(&token);
  return token;
}

}  // namespace

void ServerArguments::Define(Arguments* arguments) {
  arguments->Group("Server, instead of --index");
  arguments->Text("--server", "HOST:PORT", &address, "ask this server (`spanroot serve`)");
  arguments->Text("--corpus", "NAME", &corpus, "which of its corpora; needed if it has several");
  arguments->Flag("--tls", &tls, "with TLS; implied by the three options below");
  arguments->Text("--tls-ca", "F", &ca_file, "authorities to trust, PEM; default: the system's");
  arguments->Text("--tls-cert", "F", &certificate_file, "certificate to show, PEM");
  arguments->Text("--tls-key", "F", &key_file, "its key, PEM");
  arguments->Text("--token-file", "F", &token_file,
                  "the token is in this file; default: the variable SPANROOT_TOKEN");
}

absl::StatusOr<std::unique_ptr<TraceSource>> OpenRemoteSource(const ServerArguments& arguments) {
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ChannelCredentials> credentials,
                   Credentials(arguments));
  ASSIGN_OR_RETURN(std::string token, ReadToken(arguments.token_file));
  grpc::ChannelArguments channel_arguments;
  channel_arguments.SetMaxReceiveMessageSize(std::numeric_limits<int>::max());
  auto source = std::make_unique<RemoteSource>(
      arguments.address,
      grpc::CreateCustomChannel(arguments.address, credentials, channel_arguments),
      arguments.corpus, std::move(token));
  RETURN_IF_ERROR(source->Open());
  return source;
}

}  // namespace spanroot
