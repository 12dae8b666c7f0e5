// A fixed set of threads and one kind of work: "do body(0) .. body(count - 1), then go on".
#ifndef SPANROOT_COMMON_THREAD_POOL_H_
#define SPANROOT_COMMON_THREAD_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace spanroot {

class ThreadPool {
 public:
  // `threads` counts the caller of ParallelFor too: 1 starts no thread at all, 0 means one per
  // core.
  explicit ThreadPool(unsigned threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  unsigned threads() const { return static_cast<unsigned>(workers_.size()) + 1; }

  // Calls body(i) once for every i in [0, count), on the caller's thread and the pool's, in no
  // fixed order, and returns when all have returned. May be called from several threads and from
  // inside a body. The body must not throw.
  void ParallelFor(size_t count, const std::function<void(size_t)>& body);

 private:
  struct Job {
    const std::function<void(size_t)>* body;
    size_t count;
    size_t next = 0;     // first index nobody has taken
    size_t running = 0;  // indices taken and not yet done
  };

  // Takes and runs indices of `job` until none is left. `lock` is held on entry and on return.
  void Work(Job* job, std::unique_lock<std::mutex>* lock);
  void WorkerLoop();

  std::mutex mutex_;
  std::condition_variable work_;  // a job was added, or the pool is closing
  std::condition_variable done_;  // a job's last index has returned
  std::list<Job*> jobs_;          // jobs with indices nobody has taken
  bool closing_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace spanroot

#endif  // SPANROOT_COMMON_THREAD_POOL_H_
