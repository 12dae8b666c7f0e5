// Clients that are slow, greedy or many, that leave in the middle, and a server that ends under
// them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "tests/support/http_client.h"
#include "tests/support/http_service.h"

namespace spanroot {
namespace {

using ::testing::HasSubstr;

constexpr char kQuestion[] = R"({"query":{"text":"the tide was out","options":{"density":1}}})";

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

void Pause(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

HttpServiceOptions Impatient() {
  HttpServiceOptions options;
  options.limits.client_seconds = 0.4;
  return options;
}

void WaitUntilWaiting(const HttpService& service, uint32_t count) {
  for (int i = 0; i < 2000 && service.waiting() != count; ++i) Pause(5);
  ASSERT_EQ(service.waiting(), count);
}

// Sends a byte now and then, and expects 408 and the end.
void ExpectTooSlow(const HttpService& service, const std::string& at_once,
                   const std::string& slowly) {
  HttpClient client(service.port());
  client.Send(at_once);
  const Stopwatch watch;
  for (size_t i = 0; i < slowly.size() && watch.seconds() < 0.6; ++i) {
    client.Send(slowly.substr(i, 1));
    Pause(20);
  }
  const HttpReply reply = client.Read();
  EXPECT_EQ(reply.status, 408);
  EXPECT_EQ(reply.Header("connection"), "close");
  EXPECT_TRUE(client.IsClosed());
  EXPECT_LT(watch.seconds(), 15);
}

TEST(HttpLimits, RequestsThatComeByteByByteAreCut) {
  HttpService service(Impatient());
  const std::string slow(1000, 'a');
  ExpectTooSlow(service, "", "GET /" + slow);
  ExpectTooSlow(service, "GET / HTTP/1.1\r\nHost: localhost\r\n", "X: " + slow);
  const std::string post =
      "POST /v1/count HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Type: application/json\r\n";
  ExpectTooSlow(service, post + "Content-Length: 1000\r\n\r\n", slow);
  ExpectTooSlow(service, post + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n", slow);
  ExpectTooSlow(service, post + "Transfer-Encoding: chunked\r\n\r\n", "1;" + slow);
}

TEST(HttpLimits, SilentConnectionsAreClosedWithoutAWord) {
  HttpServiceOptions options = Impatient();
  options.idle = absl::Milliseconds(300);
  HttpService service(options);
  HttpClient silent(service.port()), idle(service.port());
  EXPECT_EQ(idle.Ask(HttpRequestText("GET", "/healthz")).status, 200);
  EXPECT_EQ(idle.ReadUntil("\n"), "");
  EXPECT_EQ(silent.ReadUntil("\n"), "");
}

TEST(HttpLimits, ClientsThatDoNotReadAreCut) {
  HttpService service(Impatient());
  HttpClient client(service.port());
  std::string requests;
  for (int i = 0; i < 100; ++i) requests += HttpRequestText("GET", "/v1/openapi.json");
  bool is_open = true;
  for (int i = 0; i < 100000 && is_open; ++i) is_open = client.Send(requests);
  EXPECT_FALSE(is_open);
  EXPECT_EQ(AskHttp(service.port(), HttpRequestText("GET", "/healthz")).status, 200);
}

TEST(HttpLimits, Heads) {
  HttpService service;
  const auto ask = [&](size_t bytes) {
    const std::string rest = HttpRequestText("GET", "/healthz", "", "X: \r\n");
    return AskHttp(service.port(),
                   HttpRequestText("GET", "/healthz", "",
                                   "X: " + std::string(bytes - rest.size(), 'a') + "\r\n"));
  };
  EXPECT_EQ(ask(16384).status, 200);
  EXPECT_EQ(ask(16385).status, 431);
  EXPECT_EQ(ask(1000000).status, 431);
  std::string many;
  for (int i = 0; i < 10000; ++i) many += "X: y\r\n";
  EXPECT_EQ(AskHttp(service.port(), HttpRequestText("GET", "/healthz", "", many)).status, 431);
  EXPECT_EQ(AskHttp(service.port(), "GET /" + std::string(20000, 'a')).status, 431);
}

TEST(HttpLimits, Bodies) {
  HttpServiceOptions options;
  options.limits.max_message_bytes = 100000;
  options.limits.max_text_bytes = 1000;
  HttpService service(options);
  const auto body = [](size_t bytes) { return R"({"phrase":"a"})" + std::string(bytes - 14, ' '); };
  EXPECT_EQ(AskHttp(service.port(), JsonRequestText("/v1/count", body(100000))).status, 200);
  HttpReply reply = AskHttp(service.port(), JsonRequestText("/v1/count", body(100001)));
  EXPECT_EQ(reply.status, 413);
  EXPECT_THAT(reply.body, HasSubstr("100000 bytes"));
  EXPECT_EQ(AskHttp(service.port(), JsonRequestText("/v1/count", body(20 << 20))).status, 413);
  const std::string head =
      "POST /v1/count HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  EXPECT_EQ(AskHttp(service.port(), head + "Expect: 100-continue\r\nContent-Length: 100001\r\n\r\n")
                .status,
            413);
  std::string chunks = head + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 100001; ++i) chunks += "1\r\na\r\n";
  EXPECT_EQ(AskHttp(service.port(), chunks).status, 413);
  reply = AskHttp(
      service.port(),
      JsonRequestText("/v1/trace", R"({"query":{"text":")" + std::string(1001, 'a') + "\"}}"));
  EXPECT_EQ(reply.status, 413);
  EXPECT_THAT(reply.body, HasSubstr("\"code\":8"));
}

TEST(HttpLimits, Connections) {
  HttpServiceOptions options;
  options.limits.max_connections = 3;
  HttpService service(options);
  const std::string health = HttpRequestText("GET", "/healthz");
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<HttpClient>(service.port()));
    EXPECT_EQ(clients.back()->Ask(health).status, 200);
  }
  for (int i = 0; i < 100; ++i) {
    HttpClient refused(service.port());
    const HttpReply reply = refused.Ask(health);
    EXPECT_TRUE(reply.status == 503 || reply.status == 0);  // or cut, if very many come at once
    if (i == 0) {
      EXPECT_EQ(reply.status, 503);
      EXPECT_EQ(reply.Header("retry-after"), "1");
      EXPECT_EQ(reply.Header("connection"), "close");
    }
    refused.Close();
  }
  for (const auto& client : clients) EXPECT_EQ(client->Ask(health).status, 200);
  clients.pop_back();
  int status = 0;
  for (int i = 0; i < 1000 && status != 200; ++i) {
    status = AskHttp(service.port(), health).status;
    Pause(5);
  }
  EXPECT_EQ(status, 200);
}

TEST(HttpLimits, ManyConnectionsAtOnce) {
  HttpService service;
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 400; ++i) clients.push_back(std::make_unique<HttpClient>(service.port()));
  for (const auto& client : clients) client->Send(JsonRequestText("/v1/trace:stream", kQuestion));
  int answered = 0;
  for (const auto& client : clients) {
    const HttpReply reply = client->Read();
    if (reply.status == 200) ++answered;
    EXPECT_TRUE(reply.status == 200 || reply.status == 429) << reply.body;
  }
  EXPECT_GE(answered, 2);
}

TEST(HttpLimits, TooManyQuestionsAreRefusedAtOnce) {
  HttpServiceOptions options;
  options.limits.max_running = 1;
  options.limits.max_waiting = 2;
  HttpService service(options);
  auto turns = service.TakeAllTurns();
  HttpClient first(service.port()), second(service.port()), third(service.port());
  first.Send(JsonRequestText("/v1/trace", kQuestion));
  second.Send(JsonRequestText("/v1/trace", kQuestion));
  WaitUntilWaiting(service, 2);
  const HttpReply reply = third.Ask(JsonRequestText("/v1/trace", kQuestion));
  EXPECT_EQ(reply.status, 429);
  EXPECT_NE(reply.Header("retry-after"), "");
  EXPECT_THAT(reply.body, HasSubstr("google.rpc.RetryInfo"));
  EXPECT_EQ(reply.Header("connection"), "keep-alive");
  EXPECT_EQ(third.Ask(HttpRequestText("GET", "/v1/corpora")).status, 200);  // needs no turn
  turns.clear();
  EXPECT_EQ(first.Read().status, 200);
  EXPECT_EQ(second.Read().status, 200);
  EXPECT_EQ(third.Ask(JsonRequestText("/v1/trace", kQuestion)).status, 200);
}

TEST(HttpLimits, AClientThatLeavesEndsItsCall) {
  HttpService service;
  const auto turns = service.TakeAllTurns();
  for (const char* target : {"/v1/trace", "/v1/trace:stream"}) {
    const std::string request = JsonRequestText(target, kQuestion);
    for (const bool is_reset : {false, true}) {
      // The second: with another request behind it that nobody has read.
      for (const std::string& bytes : {request, request + request}) {
        HttpClient client(service.port());
        client.Send(bytes);
        WaitUntilWaiting(service, 1);
        is_reset ? client.Reset() : client.Close();
        WaitUntilWaiting(service, 0);
      }
    }
  }
  EXPECT_TRUE(service.WaitForLog("\"method\":\"TraceStream\",\"client\":\"\""));
  EXPECT_THAT(service.Log(), HasSubstr("\"code\":\"CANCELLED\""));
  EXPECT_THAT(service.Log(), ::testing::Not(HasSubstr("\"code\":\"OK\"")));
}

TEST(HttpLimits, AClientThatLeavesAStreamEndsItsCall) {
  // Many long documents that hold the whole text: looking through them takes a while.
  HttpServiceOptions options;
  std::string text;
  for (int i = 0; i < 400; ++i) text += "word" + std::to_string(i) + " and ";
  for (int i = 0; i < 100; ++i) {
    options.documents.push_back({"Document " + std::to_string(i) + ": " + text + text});
  }
  HttpService service(options);
  const std::string question =
      R"({"query":{"text":")" + text +
      R"(","options":{"density":1,"minWords":1,"documentsPerSpan":1000,"maxDocuments":1000,)" +
      R"("relevanceWords":1000,"contextWords":1000}}})";
  // The machine may be so busy that a trace is done before the client has left.
  bool is_cancelled = false;
  for (int i = 0; i < 20 && !is_cancelled; ++i) {
    HttpClient client(service.port());
    client.Send(JsonRequestText("/v1/trace:stream", question));
    EXPECT_THAT(client.ReadUntil("event: spans\n"), HasSubstr("200"));
    client.Reset();
    EXPECT_TRUE(service.WaitForLog("\"method\":\"TraceStream\"", i + 1));
    is_cancelled = service.Log().find("\"code\":\"CANCELLED\"") != std::string::npos;
  }
  EXPECT_TRUE(is_cancelled);
}

TEST(HttpDrain, ClosesWhatWaitsAndFinishesWhatRuns) {
  HttpService service;
  auto turns = service.TakeAllTurns();
  HttpClient idle(service.port()), silent(service.port()), running(service.port());
  EXPECT_EQ(idle.Ask(HttpRequestText("GET", "/healthz")).status, 200);
  running.Send(JsonRequestText("/v1/trace", kQuestion) + HttpRequestText("GET", "/healthz"));
  WaitUntilWaiting(service, 1);
  std::thread drain([&] { service.server().Drain(absl::Seconds(20)); });
  EXPECT_TRUE(idle.IsClosed());
  EXPECT_TRUE(silent.IsClosed());
  HttpClient late(service.port());
  EXPECT_EQ(late.Ask(HttpRequestText("GET", "/healthz")).status, 0);
  turns.clear();
  const HttpReply reply = running.Read();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(running.ReadUntil("HTTP/1.1"), "");  // the next request is not begun
  drain.join();
}

TEST(HttpDrain, CancelsWhatTakesTooLong) {
  HttpService service;
  const auto turns = service.TakeAllTurns();
  HttpClient unary(service.port()), stream(service.port()), half(service.port());
  unary.Send(JsonRequestText("/v1/trace", kQuestion));
  stream.Send(JsonRequestText("/v1/trace:stream", kQuestion));
  half.Send("POST /v1/trace HTTP/1.1\r\nHost:");
  WaitUntilWaiting(service, 2);
  const Stopwatch watch;
  service.server().Drain(absl::Milliseconds(100));
  EXPECT_LT(watch.seconds(), 15);
  EXPECT_EQ(unary.Read().status, 503);
  EXPECT_EQ(stream.Read().status, 503);
  EXPECT_TRUE(half.IsClosed());
  service.server().Drain(absl::InfiniteDuration());  // nothing is left
}

TEST(HttpDrain, AtOnceWithNobodyThere) {
  HttpService service;
  service.server().Drain(absl::InfiniteDuration());
  EXPECT_FALSE(HttpClient(service.port()).is_connected());
}

}  // namespace
}  // namespace spanroot
