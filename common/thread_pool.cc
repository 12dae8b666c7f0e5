#include "common/thread_pool.h"

#include <algorithm>

namespace spanroot {

ThreadPool::ThreadPool(unsigned threads) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  for (unsigned i = 1; i < threads; ++i) workers_.emplace_back([this] { WorkerLoop(); });
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    closing_ = true;
  }
  work_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::ParallelFor(size_t count, const std::function<void(size_t)>& body) {
  if (count == 0) return;
  if (workers_.empty() || count == 1) {
    for (size_t i = 0; i < count; ++i) body(i);
    return;
  }
  Job job{&body, count};
  std::unique_lock<std::mutex> lock(mutex_);
  jobs_.push_back(&job);
  work_.notify_all();
  Work(&job, &lock);
  done_.wait(lock, [&] { return job.running == 0; });
}

void ThreadPool::Work(Job* job, std::unique_lock<std::mutex>* lock) {
  while (job->next < job->count) {
    const size_t index = job->next++;
    if (job->next == job->count) jobs_.remove(job);
    ++job->running;
    lock->unlock();
    (*job->body)(index);
    lock->lock();
    // After the last decrement the owner may destroy the job: it must not be touched again.
    const bool last = --job->running == 0 && job->next == job->count;
    if (last) {
      done_.notify_all();
      return;
    }
  }
}

void ThreadPool::WorkerLoop() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    work_.wait(lock, [this] { return closing_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    Work(jobs_.front(), &lock);
  }
}

}  // namespace spanroot
