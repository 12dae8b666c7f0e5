// JSON of messages, and what is said about JSON that is none.
#include "service/http/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "service/http/error_response.h"
#include "service/rpc_status.h"
#include "spanroot/v1/trace_service.pb.h"

namespace spanroot {
namespace {

using ::testing::HasSubstr;

// "field: description" of the one violation in an error.
std::string Violation(const absl::Status& error) {
  const google::rpc::Status status = ToRpcStatus(error);
  google::rpc::BadRequest bad;
  for (const auto& details : status.details()) details.UnpackTo(&bad);
  if (bad.field_violations_size() != 1) return "no violation in: " + error.ToString();
  return bad.field_violations(0).field() + ": " + bad.field_violations(0).description();
}

TEST(Json, MapsAsTheSpecificationSays) {
  v1::GetDocumentResponse message;
  message.mutable_document()->set_content_hash(UINT64_MAX);
  message.set_text("a\n\"\xe2\x80\xa8");
  EXPECT_EQ(ToJson(message).value(),
            R"({"document":{"id":"","source":"","url":"","title":"","date":"","language":"",)"
            R"("license":"","metadataJson":"","contentHash":"18446744073709551615",)"
            R"("sizeBytes":"0"},"text":"a\n\"\u2028","beginByte":"0","nextBeginByte":"0",)"
            R"("emailsRedacted":"0"})");
  v1::TraceRequest request;
  ASSERT_TRUE(
      FromJson(R"({"query":{"rawText":"/w==","options":{"minWords":0,"seed":"7"}}})", &request)
          .ok());
  EXPECT_EQ(request.query().raw_text(), "\xff");
  EXPECT_TRUE(request.query().options().has_min_words());
  EXPECT_FALSE(request.query().options().has_density());
  EXPECT_EQ(request.query().options().seed(), 7u);
}

TEST(Json, ErrorsNameFieldAndReason) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"query":{"options":{"densty":1}}})", "query.options.densty: there is no such field"},
      {R"({"nothing":1})", "nothing: there is no such field"},
      {R"({"query":{"options":{"minWords":"x"}}})",
       "query.options.min_words: \"x\", expected uint32"},
      {R"({"query":{"options":{"minWords":-1}}})", "query.options.min_words: -1, expected uint32"},
      {R"({"query":{"options":{"sources":["a",{}]}}})", "query.options.sources["},
      {R"({"query":{"options":{"density":"much"}}})",
       "query.options.density: \"much\", expected double"},
      {R"({"query":5})", "query: 5, expected spanroot.v1.TraceQuery"},
      {R"({"query":[]})", "query: "},
      {R"({"query":{"rawText":"!"}})", "query.raw_text: \"!\", expected bytes"},
      {R"({"query":{"text":"a","rawText":"YQ=="}})", "query: "},
      {R"({"corpus":1})", "corpus: 1, expected string"},
      {"", "body: not JSON: Unexpected end"},
      {"{", "body: not JSON: Unexpected end"},
      {"{} x", "body: not JSON: Parsing terminated before end of input. Near: {} x"},
      {R"({"corpus":"a" "b"})", "body: not JSON: Expected , or }"},
      {"{\"corpus\":\"\xff\"}", "body: not JSON: "},
      {R"({"corpus":"\ud800"})", "body: not JSON: "},
      {"[]", "body: Root element must be a message."},
      {"null", "body: Root element must be a message."},
      {"5", "body: Root element must be a message."},
  };
  for (const auto& [json, expected] : cases) {
    v1::TraceRequest request;
    const absl::Status status = FromJson(json, &request);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << json;
    EXPECT_THAT(Violation(status), ::testing::StartsWith(expected)) << json;
  }
}

TEST(Json, HugeValuesAndDepthsAreSurvived) {
  v1::TraceRequest request;
  std::string json = R"({"query":{"options":{"minWords":")";
  for (int i = 0; i < 100000; ++i) json += "\xc3\xa9";
  const absl::Status status = FromJson(json + "\"}}}", &request);
  EXPECT_LT(status.message().size(), 500u);
  EXPECT_THAT(Violation(status), HasSubstr("expected uint32"));
  for (const std::string part : {"[", "{\"query\":", "{\"a\":["}) {
    std::string deep;
    for (int i = 0; i < 100000; ++i) deep += part;
    EXPECT_TRUE(absl::IsInvalidArgument(FromJson(deep, &request)));
  }
}

TEST(ErrorResponse, StatusesOfHttp) {
  const std::pair<absl::Status, unsigned> cases[] = {
      {absl::InvalidArgumentError("a"), 400},   {absl::OutOfRangeError("a"), 400},
      {absl::UnauthenticatedError("a"), 401},   {absl::PermissionDeniedError("a"), 403},
      {absl::NotFoundError("a"), 404},          {absl::FailedPreconditionError("a"), 409},
      {absl::ResourceExhaustedError("a"), 413}, {BusyError("a", absl::Milliseconds(1200)), 429},
      {absl::CancelledError("a"), 499},         {absl::InternalError("a"), 500},
      {absl::DataLossError("a"), 500},          {absl::UnknownError("a"), 500},
      {absl::UnavailableError("a"), 503},       {absl::DeadlineExceededError("a"), 504},
  };
  for (const auto& [error, status] : cases) {
    const HttpResponse response = ErrorResponse(error);
    EXPECT_EQ(response.status, status) << error;
    v1::TraceRequest unused;
    google::rpc::Status body;
    ASSERT_TRUE(FromJson(response.body, &body).ok()) << response.body;
    EXPECT_EQ(body.code(), static_cast<int>(error.code()));
    EXPECT_EQ(body.message(), "a");
    std::string retry, challenge;
    for (const auto& [name, value] : response.headers) {
      if (name == "Retry-After") retry = value;
      if (name == "WWW-Authenticate") challenge = value;
    }
    EXPECT_EQ(retry, status == 429 ? "2" : status == 503 ? "1" : "");
    EXPECT_EQ(challenge, status == 401 ? "Bearer" : "");
  }
}

TEST(ErrorResponse, DetailsAreWrittenOut) {
  EXPECT_EQ(ErrorJson(FieldViolation("query.text", "missing")),
            R"({"code":3,"message":"query.text: missing","details":[{"@type":)"
            R"("type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":)"
            R"("query.text","description":"missing"}]}]})");
}

}  // namespace
}  // namespace spanroot
