// Threads for calls, which block: started when they are first needed, never more than allowed, and
// no queue, so that one call too many is known at once.
#ifndef SPANROOT_SERVICE_HTTP_WORKER_POOL_H_
#define SPANROOT_SERVICE_HTTP_WORKER_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

namespace spanroot {

// Thread-safe.
class WorkerPool {
 public:
  explicit WorkerPool(size_t max_threads) : max_threads_(max_threads) {}
  ~WorkerPool();  // waits for what runs
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs `work` and then `done` on a thread of the pool, which counts as free again before `done`;
  // false, and nothing is run, if none is free.
  bool TryRun(std::function<void()> work, std::function<void()> done);

 private:
  struct Task {
    std::function<void()> work;
    std::function<void()> done;
  };

  void Loop();

  const size_t max_threads_;
  std::mutex mutex_;
  std::condition_variable changed_;  // the queue, or is_closing_
  std::queue<Task> queue_;           // no longer than there are idle threads
  size_t idle_ = 0;
  bool is_closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_WORKER_POOL_H_
