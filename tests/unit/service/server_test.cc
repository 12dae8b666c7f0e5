// The life of a server: who may ask, what it refuses to do, indexes that are replaced, its end.
#include <filesystem>
#include <functional>
#include <thread>

#include "common/file.h"
#include "tests/support/tls_keys.h"
#include "tests/unit/service/running_server_test.h"

namespace spanroot {
namespace {

using ServerTest = RunningServerTest;

TEST_F(ServerTest, TokensAreAskedForAndReloaded) {
  ServerOptions options;
  options.tokens_file = folder_.File("tokens");
  std::ofstream(options.tokens_file) << "anna " << kToken << "\n";
  Start(options);
  EXPECT_EQ(Trace(Request()).error_code(), grpc::UNAUTHENTICATED);
  EXPECT_EQ(Trace(Request(), nullptr, "fedcba9876543210").error_code(), grpc::UNAUTHENTICATED);
  EXPECT_TRUE(Trace(Request(), nullptr, kToken).ok());
  std::ofstream(options.tokens_file) << "ben fedcba9876543210\n";
  std::filesystem::last_write_time(
      options.tokens_file,
      std::filesystem::file_time_type::clock::now() + std::chrono::seconds(10));
  bool changed = false;
  for (int i = 0; i < 300 && !changed; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    changed = Trace(Request(), nullptr, kToken).error_code() == grpc::UNAUTHENTICATED;
  }
  EXPECT_TRUE(changed);
  EXPECT_TRUE(Trace(Request(), nullptr, "fedcba9876543210").ok());
}

TEST_F(ServerTest, TlsAndClientCertificates) {
  const TlsKeys files;
  ASSERT_TRUE(files.ok());
  const auto read = [](const std::string& path) { return ReadFile(path).value(); };
  ServerOptions options;
  options.tls = {files.certificate(), files.key(), files.authority()};
  Start(options);
  EXPECT_FALSE(Trace(Request()).ok());  // not TLS
  grpc::SslCredentialsOptions keys;
  keys.pem_root_certs = read(files.authority());
  Connect(grpc::SslCredentials(keys));
  EXPECT_FALSE(Trace(Request()).ok());  // no certificate
  keys.pem_cert_chain = read(files.foreign_certificate());
  keys.pem_private_key = read(files.foreign_key());
  Connect(grpc::SslCredentials(keys));
  EXPECT_FALSE(Trace(Request()).ok());  // of an authority nobody knows
  keys.pem_cert_chain = read(files.client_certificate());
  keys.pem_private_key = read(files.client_key());
  Connect(grpc::SslCredentials(keys));
  ExpectUnharmed();
  keys.pem_root_certs =
      read(files.foreign_certificate());  // a server that the client does not trust
  Connect(grpc::SslCredentials(keys));
  EXPECT_FALSE(Trace(Request()).ok());
}

TEST_F(ServerTest, WhatIsUnsafeOrImpossibleIsRefused) {
  const auto code = [&](const std::function<void(ServerOptions*)>& change) {
    ServerOptions options;
    options.corpora = {{"", corpus_.index_dir()}};
    options.grpc_address = "127.0.0.1:0";
    options.http_address = "";
    change(&options);
    return Server::Start(options).status().code();
  };
  using absl::StatusCode;
  EXPECT_EQ(code([](auto* o) { o->grpc_address = "0.0.0.0:0"; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->grpc_address = "[::]:0"; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->grpc_address = ""; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->grpc_address = "localhost"; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->tls.certificate = "x"; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->tls.client_ca = "x"; }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->corpora.push_back(o->corpora[0]); }),
            StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->corpora.clear(); }), StatusCode::kInvalidArgument);
  EXPECT_EQ(code([](auto* o) { o->corpora[0].dir = "/nowhere"; }), StatusCode::kNotFound);
  EXPECT_EQ(code([](auto* o) { o->limits_file = "/nowhere"; }), StatusCode::kNotFound);
  EXPECT_EQ(code([](auto* o) {
              o->grpc_address = "0.0.0.0:0";
              o->insecure = true;
            }),
            StatusCode::kOk);
}

TEST_F(ServerTest, AnIndexThatIsReplacedIsOpenedAnew) {
  const std::string dir = folder_.File("index");
  std::filesystem::copy(corpus_.index_dir(), dir, std::filesystem::copy_options::recursive);
  ServerOptions options;
  options.corpora = {{"small", dir}};
  Start(options);
  ExpectUnharmed();
  const TracedCorpus other({{"Something else altogether about stamps."}});
  std::filesystem::rename(dir, dir + ".old");
  std::filesystem::copy(other.index_dir(), dir, std::filesystem::copy_options::recursive);
  uint64_t documents = 0;
  for (int i = 0; i < 300 && documents != 1; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    grpc::ClientContext context;
    v1::GetCorpusResponse response;
    const grpc::Status status = stub_->GetCorpus(&context, v1::GetCorpusRequest(), &response);
    ASSERT_TRUE(status.ok()) << status.error_message();  // never without an index
    documents = response.corpus().counts().documents();
  }
  EXPECT_EQ(documents, 1u);
}

TEST_F(ServerTest, DrainFinishesWhatRuns) {
  Start();
  grpc::ClientContext context;
  const auto batch = stub_->TraceBatch(&context);
  v1::TraceBatchRequest request;
  *request.mutable_query() = Request().query();
  const auto is_answered = [&] {
    v1::TraceBatchResponse response;
    return batch->Write(request) && batch->Read(&response) && response.has_trace();
  };
  EXPECT_TRUE(is_answered());
  std::thread drain([this] { server_->Drain(absl::Seconds(60)); });
  while (Trace(Request()).ok()) {
  }
  EXPECT_TRUE(is_answered());
  EXPECT_TRUE(batch->WritesDone());
  EXPECT_TRUE(batch->Finish().ok());
  drain.join();
  EXPECT_EQ(Trace(Request()).error_code(), grpc::UNAVAILABLE);
}

}  // namespace
}  // namespace spanroot
