// The threads of calls.
#include "service/http/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <set>

namespace spanroot {
namespace {

TEST(WorkerPool, RefusesOneTooManyAtOnceAndTakesItLater) {
  WorkerPool pool(2);
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  std::promise<void> done[2];
  for (std::promise<void>& one : done) {
    EXPECT_TRUE(pool.TryRun([released] { released.wait(); }, [&one] { one.set_value(); }));
  }
  EXPECT_FALSE(pool.TryRun([] { FAIL(); }, [] { FAIL(); }));
  release.set_value();
  for (std::promise<void>& one : done) one.get_future().wait();
  std::promise<void> third;
  EXPECT_TRUE(pool.TryRun([] {}, [&third] { third.set_value(); }));
  third.get_future().wait();
}

TEST(WorkerPool, AThreadIsFreeBeforeItSaysThatItIsDone) {
  WorkerPool pool(1);
  std::set<std::thread::id> threads;
  for (int i = 0; i < 1000; ++i) {
    std::promise<void> done;
    ASSERT_TRUE(pool.TryRun([&threads] { threads.insert(std::this_thread::get_id()); },
                            [&done] { done.set_value(); }))
        << i;
    done.get_future().wait();
  }
  EXPECT_EQ(threads.size(), 1u);
}

TEST(WorkerPool, WaitsForWhatRunsWhenItEnds) {
  std::atomic<int> count = 0;
  {
    WorkerPool pool(8);
    for (int i = 0; i < 8; ++i) {
      EXPECT_TRUE(pool.TryRun(
          [&count] {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            ++count;
          },
          [&count] { ++count; }));
    }
  }
  EXPECT_EQ(count, 16);
}

TEST(WorkerPool, WithoutThreadsNothingRuns) {
  WorkerPool pool(0);
  EXPECT_FALSE(pool.TryRun([] { FAIL(); }, [] { FAIL(); }));
}

}  // namespace
}  // namespace spanroot
