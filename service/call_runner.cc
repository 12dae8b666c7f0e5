#include "service/call_runner.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <random>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace spanroot {
namespace {

std::string NewId() {
  thread_local std::mt19937_64 random{std::random_device()()};
  return absl::StrFormat("%016x", random());
}

// The same, but looked at no more than once a millisecond: gRPC takes tens of microseconds to say
// whether a client is still there, and the tracer asks before every document.
std::function<bool()> Seldom(std::function<bool()> is_cancelled) {
  if (!is_cancelled) return nullptr;
  const auto next = std::make_shared<std::atomic<int64_t>>(0);  // when to look again, microseconds
  return [is_cancelled = std::move(is_cancelled), next] {
    const int64_t now = absl::ToUnixMicros(absl::Now());
    int64_t due = next->load(std::memory_order_relaxed);
    return now >= due && next->compare_exchange_strong(due, now + 1000) && is_cancelled();
  };
}

}  // namespace

absl::Status CallRunner::Run(const Arrival& arrival,
                             const std::function<absl::Status(const Call&)>& body) const {
  const absl::Time start = absl::Now();
  Call call;
  call.id = NewId();
  call.deadline = arrival.is_batch ? arrival.deadline : std::min(arrival.deadline, start + max_);
  call.is_cancelled = Seldom(arrival.is_cancelled);
  absl::StatusOr<std::string> client = access_->Check(arrival.authorization);
  absl::Status status = client.status();
  if (client.ok()) {
    call.client = *std::move(client);
    status = body(call);
  }
  CallRecord record;
  record.id = call.id;
  record.transport = arrival.transport;
  record.method = arrival.method;
  record.client = call.client;
  record.peer = arrival.peer;
  record.status = status;
  record.seconds = absl::ToDoubleSeconds(absl::Now() - start);
  if (log_->with_questions() && arrival.question != nullptr) {
    record.question = arrival.question->ShortDebugString();
  }
  metrics_->CountCall(arrival.transport, arrival.method, status.code(), record.seconds);
  log_->Write(record);
  return status;
}

}  // namespace spanroot
