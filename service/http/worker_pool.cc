#include "service/http/worker_pool.h"

#include <system_error>
#include <utility>

namespace spanroot {

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_closing_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::TryRun(std::function<void()> work, std::function<void()> done) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (queue_.size() >= idle_) {
    if (threads_.size() >= max_threads_) return false;
    try {
      threads_.emplace_back([this] { Loop(); });
    } catch (const std::system_error&) {  // the system gives no more threads
      return false;
    }
    ++idle_;
  }
  queue_.push({std::move(work), std::move(done)});
  changed_.notify_one();
  return true;
}

void WorkerPool::Loop() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_closing_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const Task task = std::move(queue_.front());
    queue_.pop();
    --idle_;
    lock.unlock();
    task.work();
    lock.lock();
    ++idle_;
    lock.unlock();
    task.done();
    lock.lock();
  }
}

}  // namespace spanroot
