// HTTP over TLS: who gets in, and that nothing else changes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "tests/support/http_client.h"
#include "tests/support/http_service.h"
#include "tests/support/tls_keys.h"

namespace spanroot {
namespace {

using ::testing::HasSubstr;

constexpr char kQuestion[] = R"({"query":{"text":"the tide was out","options":{"density":1}}})";

class HttpTlsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    keys_ = new TlsKeys();
    ASSERT_TRUE(keys_->ok());
  }
  static void TearDownTestSuite() { delete keys_; }

  static ClientTls Client() { return {keys_->authority(), "", ""}; }
  static HttpServiceOptions Options(bool with_clients = false) {
    HttpServiceOptions options;
    options.tls = {keys_->certificate(), keys_->key(), with_clients ? keys_->authority() : ""};
    options.limits.client_seconds = 1;
    return options;
  }

  static TlsKeys* keys_;
};

TlsKeys* HttpTlsTest::keys_ = nullptr;

TEST_F(HttpTlsTest, AnswersAndSaysThatItIsToStaySo) {
  HttpService service(Options());
  HttpClient client(service.port(), Client());
  ASSERT_TRUE(client.is_connected());
  const HttpReply page = client.Ask(HttpRequestText("GET", "/"));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.Header("strict-transport-security"), HasSubstr("max-age="));
  client.Send(JsonRequestText("/v1/trace:stream", kQuestion) +
              JsonRequestText("/v1/trace", kQuestion));
  EXPECT_THAT(client.Read().body, HasSubstr("event: done"));
  EXPECT_THAT(client.Read().body, HasSubstr("\"corpus\":\"small\""));
  const std::string padding(3 << 20, ' ');
  EXPECT_EQ(client.Ask(JsonRequestText("/v1/count", R"({"phrase":"tide"})" + padding)).status, 200);
  EXPECT_EQ(client.Ask(JsonRequestText("/v1/count", padding + padding)).status, 413);
  EXPECT_TRUE(client.IsClosed());
}

TEST_F(HttpTlsTest, ClientsWithoutTlsGetNoAnswer) {
  HttpService service(Options());
  EXPECT_EQ(AskHttp(service.port(), HttpRequestText("GET", "/healthz")).status, 0);
  HttpClient silent(service.port());  // no handshake either
  EXPECT_TRUE(silent.IsClosed());
  HttpClient good(service.port(), Client());
  EXPECT_EQ(good.Ask(HttpRequestText("GET", "/healthz")).status, 200);
}

TEST_F(HttpTlsTest, CertificatesOfClients) {
  HttpService service(Options(true));
  const std::string request = HttpRequestText("GET", "/healthz");
  const auto status = [&](const std::string& certificate, const std::string& key) {
    const ClientTls tls = {keys_->authority(), certificate, key};
    return HttpClient(service.port(), tls).Ask(request).status;
  };
  EXPECT_EQ(status(keys_->client_certificate(), keys_->client_key()), 200);
  EXPECT_EQ(status("", ""), 0);
  EXPECT_EQ(status(keys_->foreign_certificate(), keys_->foreign_key()), 0);
}

TEST_F(HttpTlsTest, SlowAndLeavingClients) {
  HttpService service(Options());
  HttpClient slow(service.port(), Client());
  slow.Send("GET / HTTP/1.1\r\nHost:");
  EXPECT_EQ(slow.Read().status, 408);
  EXPECT_TRUE(slow.IsClosed());
  const auto turns = service.TakeAllTurns();
  HttpClient leaving(service.port(), Client());
  leaving.Send(JsonRequestText("/v1/trace", kQuestion));
  for (int i = 0; i < 1000 && service.waiting() == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  leaving.Close();
  EXPECT_TRUE(service.WaitForLog("\"code\":\"CANCELLED\""));
}

TEST_F(HttpTlsTest, TooManyConnections) {
  HttpServiceOptions options = Options();
  options.limits.max_connections = 1;
  HttpService service(options);
  HttpClient first(service.port(), Client());
  EXPECT_EQ(first.Ask(HttpRequestText("GET", "/healthz")).status, 200);
  HttpClient second(service.port(), Client());
  EXPECT_EQ(second.Ask(HttpRequestText("GET", "/healthz")).status, 503);
}

TEST_F(HttpTlsTest, KeysThatCannotBeUsedAreNamed) {
  HttpService service;
  const TempDir folder;
  const std::string bad = folder.File("bad.pem");
  std::ofstream(bad) << "no key\n";
  const auto start = [&](const TlsFiles& tls) {
    HttpOptions options;
    options.address = "127.0.0.1:0";
    options.tls = tls;
    return HttpServer::Start(
               options, &service.handlers(), &service.runner(), [] { return std::string(); },
               [] { return true; })
        .status();
  };
  const std::string certificate = keys_->certificate(), key = keys_->key();
  EXPECT_TRUE(start({certificate, key, keys_->authority()}).ok());
  EXPECT_THAT(start({folder.File("nowhere"), key, ""}).message(), HasSubstr("nowhere"));
  EXPECT_THAT(start({bad, key, ""}).message(), HasSubstr("bad.pem"));
  EXPECT_THAT(start({certificate, bad, ""}).message(), HasSubstr("bad.pem"));
  EXPECT_THAT(start({certificate, keys_->foreign_key(), ""}).message(), HasSubstr("other.key"));
  EXPECT_THAT(start({certificate, key, bad}).message(), HasSubstr("bad.pem"));
  EXPECT_TRUE(absl::IsInvalidArgument(start({certificate, "", ""})));
}

TEST_F(HttpTlsTest, Drain) {
  HttpService service(Options());
  HttpClient idle(service.port(), Client());
  EXPECT_EQ(idle.Ask(HttpRequestText("GET", "/healthz")).status, 200);
  service.server().Drain(absl::Seconds(20));
  EXPECT_TRUE(idle.IsClosed());
}

}  // namespace
}  // namespace spanroot
