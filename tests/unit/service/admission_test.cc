#include "service/admission.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "service/rpc_status.h"

namespace spanroot {
namespace {

void WaitUntil(const std::function<bool()>& condition) {
  const absl::Time end = absl::Now() + absl::Seconds(30);
  while (!condition() && absl::Now() < end) absl::SleepFor(absl::Milliseconds(1));
  ASSERT_TRUE(condition());
}

TEST(Admission, RunsWaitsAndRefuses) {
  Admission admission(1, 1);
  std::optional<absl::StatusOr<Admission::Ticket>> first(admission.Enter({}));
  ASSERT_TRUE(first->ok());
  std::atomic<bool> entered = false;
  std::thread waiter([&] {
    EXPECT_TRUE(admission.Enter({}).ok());
    entered = true;
  });
  WaitUntil([&] { return admission.waiting() == 1; });
  EXPECT_FALSE(entered);

  const absl::Time asked = absl::Now();
  const absl::Status refused = admission.Enter({}).status();
  EXPECT_TRUE(absl::IsResourceExhausted(refused)) << refused;
  EXPECT_GT(RetryAfter(refused), absl::ZeroDuration());
  EXPECT_LT(absl::Now() - asked, absl::Seconds(5));  // it did not wait for its turn

  first.reset();
  waiter.join();
  EXPECT_TRUE(entered);
  EXPECT_EQ(admission.running(), 0u);
  EXPECT_EQ(admission.waiting(), 0u);
}

TEST(Admission, TakesThoseWhoWaitInOrder) {
  Admission admission(1, 10);
  std::optional<absl::StatusOr<Admission::Ticket>> first(admission.Enter({}));
  std::mutex mutex;
  std::vector<uint32_t> order;
  std::vector<std::thread> waiters;
  for (uint32_t i = 0; i < 5; ++i) {
    waiters.emplace_back([&, i] {
      const auto ticket = admission.Enter({});
      const std::lock_guard<std::mutex> lock(mutex);
      order.push_back(i);
    });
    WaitUntil([&] { return admission.waiting() == i + 1; });
  }
  first.reset();
  for (std::thread& waiter : waiters) waiter.join();
  EXPECT_EQ(order, (std::vector<uint32_t>{0, 1, 2, 3, 4}));
}

TEST(Admission, WhoIsGoneWaitsNoLonger) {
  Admission admission(1, 10);
  const auto first = admission.Enter({});
  Call late;
  late.deadline = absl::Now() + absl::Milliseconds(30);
  EXPECT_TRUE(absl::IsDeadlineExceeded(admission.Enter(late).status()));
  std::atomic<bool> gone = false;
  Call leaving;
  leaving.is_cancelled = [&] { return gone.load(); };
  std::thread waiter([&] { EXPECT_TRUE(absl::IsCancelled(admission.Enter(leaving).status())); });
  WaitUntil([&] { return admission.waiting() == 1; });
  gone = true;
  waiter.join();
  EXPECT_EQ(admission.waiting(), 0u);
  EXPECT_EQ(admission.running(), 1u);
}

TEST(Admission, ThePatientAreNotRefused) {
  Admission admission(1, 0);
  std::optional<absl::StatusOr<Admission::Ticket>> first(admission.Enter({}));
  EXPECT_TRUE(absl::IsResourceExhausted(admission.Enter({}).status()));
  Call patient;
  patient.is_patient = true;
  std::thread waiter([&] { EXPECT_TRUE(admission.Enter(patient).ok()); });
  WaitUntil([&] { return admission.waiting() == 1; });
  first.reset();
  waiter.join();
}

TEST(Admission, NeverMoreThanAllowedAtOnce) {
  Admission admission(3, 1000);
  std::atomic<int> running = 0, most = 0, done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        const auto ticket = admission.Enter({});
        ASSERT_TRUE(ticket.ok());
        const int now = ++running;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
        }
        --running;
        ++done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 16 * 200);
  EXPECT_LE(most, 3);
}

}  // namespace
}  // namespace spanroot
