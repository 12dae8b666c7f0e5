#include "service/http/gateway.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "service/http/compression.h"
#include "service/http/error_response.h"
#include "service/http/json.h"
#include "service/http/openapi.h"
#include "service/http/target.h"
#include "service/rpc_status.h"

namespace spanroot {
namespace {

using google::protobuf::Message;

constexpr absl::Duration kRetryAfter = absl::Seconds(1);

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(AbslArgument(a), AbslArgument(b));
}

HttpResponse NotFound() {
  return ErrorResponse(absl::NotFoundError("there is nothing at this path"));
}

HttpResponse MethodNotAllowed(std::vector<std::string> allow) {
  if (allow.front() == "GET") allow.emplace_back("HEAD");
  const std::string methods = absl::StrJoin(allow, ", ");
  HttpResponse response =
      ErrorResponse(405, absl::UnimplementedError(StrCat("this path takes ", methods, " only")));
  response.headers.emplace_back("Allow", methods);
  return response;
}

// Only JSON: a type that a page of another origin cannot send without being asked to.
absl::Status CheckContent(const HttpRequest& head) {
  std::string_view type = head.Header("Content-Type");
  std::string_view parameters;
  if (const size_t end = type.find(';'); end != std::string_view::npos) {
    parameters = type.substr(end + 1);
    type = type.substr(0, end);
  }
  const absl::string_view plain_type = absl::StripAsciiWhitespace(AbslArgument(type));
  const absl::string_view charset = absl::StripAsciiWhitespace(AbslArgument(parameters));
  if (!absl::EqualsIgnoreCase(plain_type, "application/json") ||
      (!charset.empty() && !absl::EqualsIgnoreCase(charset, "charset=utf-8"))) {
    return absl::InvalidArgumentError("Content-Type: expected application/json");
  }
  const std::string_view encoding = head.Header("Content-Encoding");
  if (!encoding.empty() && !EqualsIgnoreCase(encoding, "identity")) {
    return absl::InvalidArgumentError("Content-Encoding: requests are taken uncompressed only");
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> ClientDeadline(const HttpRequest& request) {
  const std::string_view text = request.Header("X-Timeout-Seconds");
  if (text.empty()) return absl::InfiniteFuture();
  double seconds = 0;
  if (!absl::SimpleAtod(AbslArgument(text), &seconds) || !(seconds > 0)) {
    return FieldViolation("X-Timeout-Seconds", "expected a number greater than 0");
  }
  return absl::Now() + absl::Seconds(seconds);
}

absl::Status ReadQuestion(const Gateway::Plan& plan, const std::string& body, Message* question) {
  if (plan.route->http_method == "POST") return FromJson(body, question);
  if (plan.path_value.empty()) return absl::OkStatus();
  const std::string field(plan.route->PathField());
  const absl::StatusOr<std::string> value = PercentDecode(plan.path_value);
  if (!value.ok()) return FieldViolation(field, std::string(value.status().message()));
  question->GetReflection()->SetString(question, question->GetDescriptor()->FindFieldByName(field),
                                       *value);
  return absl::OkStatus();
}

std::string Event(std::string_view name, std::string_view json) {
  return StrCat("event: ", name, "\ndata: ", json, "\n\n");
}

// Of a part of a stream: the field that is set.
std::string EventName(const Message& part) {
  const auto* const oneof = part.GetDescriptor()->oneof_decl(0);
  const auto* const field = part.GetReflection()->GetOneofFieldDescriptor(part, oneof);
  return field == nullptr ? "message" : field->json_name();
}

}  // namespace

Gateway::Plan Gateway::Look(const HttpRequest& head) const {
  Plan plan;
  const absl::StatusOr<Target> target = ParseTarget(head.target);
  if (!target.ok()) {
    plan.answer = ErrorResponse(target.status());
    return plan;
  }
  // A page of another site whose name is made to resolve to this machine comes with that name.
  const std::string_view host =
      HostOf(target->authority.empty() ? head.Header("Host") : target->authority);
  bool is_known_host =
      !options_.is_loopback || host.empty() || EqualsIgnoreCase(host, options_.host);
  for (const char* name : {"localhost", "127.0.0.1", "::1"}) {
    is_known_host |= EqualsIgnoreCase(host, name);
  }
  if (!is_known_host) {
    plan.answer = ErrorResponse(absl::PermissionDeniedError(
        StrCat("Host: expected localhost, 127.0.0.1, [::1] or ", options_.host,
               ", since this server answers on this machine only")));
    return plan;
  }
  const std::string_view method = head.method == "HEAD" ? "GET" : std::string_view(head.method);
  if (!target->path.starts_with("/v1/")) {
    plan.answer = LookOutside(head, target->path, method == "GET");
    return plan;
  }
  const RouteMatch match = FindRoute(method, target->path);
  const bool is_openapi = target->path == "/v1/openapi.json";
  if (is_openapi && method != "GET") {
    plan.answer = MethodNotAllowed({"GET"});
  } else if (match.allow.empty() && !is_openapi) {
    plan.answer = NotFound();
  } else if (match.route == nullptr && !is_openapi) {
    plan.answer = MethodNotAllowed(match.allow);
  } else if (!target->query.empty()) {
    plan.answer = ErrorResponse(absl::InvalidArgumentError("this path takes no query (\"?...\")"));
  } else if (const absl::Status status = method == "POST" ? CheckContent(head) : absl::OkStatus();
             !status.ok()) {
    plan.answer = ErrorResponse(415, status);
  } else {
    plan.route = match.route;
    plan.method = is_openapi ? "GetOpenApi" : match.route->name;
    plan.path_value = std::string(match.path_value);
  }
  return plan;
}

// What needs no call: the page, health, metrics.
HttpResponse Gateway::LookOutside(const HttpRequest& head, std::string_view path,
                                  bool is_get) const {
  HttpResponse response;
  if (path == "/healthz") {
    const bool is_ready = options_.is_ready();
    response.status = is_ready ? 200 : 503;
    response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
    if (!is_ready) response.headers.emplace_back("Retry-After", "1");
    response.body = is_ready ? "ok\n" : "draining\n";
  } else if (path == "/metrics") {
    response.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}};
    response.body = options_.render_metrics();
    CompressBody(head, &response);
  } else if (!files_.Answer(head, path, &response)) {
    return NotFound();
  }
  return is_get ? response : MethodNotAllowed({"GET"});
}

std::optional<HttpResponse> Gateway::Call(
    const Plan& plan, const HttpRequest& request, const std::function<bool()>& is_cancelled,
    const std::function<absl::Status(std::string event)>& send) const {
  HttpResponse response;
  response.headers = {{"Content-Type", "application/json"}};
  const bool is_stream = plan.route != nullptr && plan.route->is_stream;
  bool has_sent = false;
  const auto send_part = [&](const Message& part) -> absl::Status {
    ASSIGN_OR_RETURN(std::string json, ToJson(part));
    if (!is_stream) {
      response.body = std::move(json);
      return absl::OkStatus();
    }
    has_sent = true;
    return send(Event(EventName(part), json));
  };
  std::unique_ptr<Message> question;
  if (plan.route != nullptr) question.reset(plan.route->request->New());
  const absl::StatusOr<absl::Time> deadline = ClientDeadline(request);
  Arrival arrival;
  arrival.transport = "http";
  arrival.method = plan.method;
  arrival.peer = request.peer;
  arrival.authorization = std::string(request.Header("Authorization"));
  if (deadline.ok()) arrival.deadline = *deadline;
  arrival.is_cancelled = is_cancelled;
  arrival.question = question.get();
  const absl::Status status =
      options_.runner->Run(arrival, [&](const spanroot::Call& call) -> absl::Status {
        RETURN_IF_ERROR(deadline.status());
        if (plan.route == nullptr) {
          response.body = OpenApiDocument();
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(ReadQuestion(plan, request.body, question.get()));
        return plan.route->run(*options_.handlers, call, *question, send_part);
      });
  if (has_sent) {
    if (!status.ok()) static_cast<void>(send(Event("error", ErrorJson(status))));
    return std::nullopt;
  }
  if (!status.ok()) return ErrorResponse(status);
  CompressBody(request, &response);
  return response;
}

HttpResponse Gateway::Refuse(const Plan& plan, const HttpRequest& request) const {
  Arrival arrival;
  arrival.transport = "http";
  arrival.method = plan.method;
  arrival.peer = request.peer;
  arrival.authorization = std::string(request.Header("Authorization"));
  return ErrorResponse(options_.runner->Run(arrival, [](const spanroot::Call&) {
    return BusyError("the server is busy: all threads for calls are taken", kRetryAfter);
  }));
}

}  // namespace spanroot
