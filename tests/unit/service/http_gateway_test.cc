// The gateway by itself, for what cannot be brought about over a connection.
#include "service/http/gateway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/http_service.h"

namespace spanroot {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

Gateway MakeGateway(const HttpService& service) {
  GatewayOptions options;
  options.handlers = &service.handlers();
  options.runner = &service.runner();
  options.render_metrics = [] { return std::string(); };
  options.is_ready = [] { return true; };
  return Gateway(options);
}

HttpRequest Request(const std::string& target, const std::string& body) {
  HttpRequest request;
  request.method = "POST";
  request.target = target;
  request.headers = {{"Host", "localhost"}, {"Content-Type", "application/json"}};
  request.body = body;
  return request;
}

TEST(Gateway, RefusalsSayWhenToComeAgain) {
  HttpService service;
  const Gateway gateway = MakeGateway(service);
  const HttpRequest request = Request("/v1/trace", "{}");
  const Gateway::Plan plan = gateway.Look(request);
  ASSERT_FALSE(plan.answer.has_value());
  const HttpResponse response = gateway.Refuse(plan, request);
  EXPECT_EQ(response.status, 429u);
  EXPECT_THAT(response.headers, Contains(Pair("Retry-After", "1")));
  EXPECT_THAT(response.body, HasSubstr("\"retryDelay\":\"1s\""));
  EXPECT_THAT(service.Log(), HasSubstr("\"code\":\"RESOURCE_EXHAUSTED\""));
}

TEST(Gateway, StrangersAreNotToldThatItIsBusy) {
  HttpServiceOptions options;
  options.tokens = "anna 0123456789abcdef\n";
  HttpService service(options);
  const Gateway gateway = MakeGateway(service);
  const HttpRequest request = Request("/v1/trace", "{}");
  EXPECT_EQ(gateway.Refuse(gateway.Look(request), request).status, 401u);
}

TEST(Gateway, AStreamEndsWhenItCannotBeSent) {
  HttpService service;
  const Gateway gateway = MakeGateway(service);
  const HttpRequest request =
      Request("/v1/trace:stream", R"({"query":{"text":"the tide was out"}})");
  std::vector<std::string> events;
  const auto response = gateway.Call(
      gateway.Look(request), request, [] { return false; },
      [&](const std::string& event) {
        events.push_back(event);
        return events.size() == 1 ? absl::CancelledError("the client has gone") : absl::OkStatus();
      });
  EXPECT_FALSE(response.has_value());
  ASSERT_EQ(events.size(), 2u);
  EXPECT_TRUE(events[0].starts_with("event: spans\n"));
  EXPECT_TRUE(events[1].starts_with("event: error\ndata: {\"code\":1,")) << events[1];
  EXPECT_TRUE(events[1].ends_with("}\n\n"));
}

}  // namespace
}  // namespace spanroot
