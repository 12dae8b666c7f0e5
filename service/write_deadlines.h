// Ends calls whose clients do not take what is sent to them: a write of gRPC's blocking server
// waits for its client without end, and may hold a turn (admission.h) meanwhile.
#ifndef SPANROOT_SERVICE_WRITE_DEADLINES_H_
#define SPANROOT_SERVICE_WRITE_DEADLINES_H_

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "absl/time/time.h"

namespace grpc {
class ServerContext;
}

namespace spanroot {

// Thread-safe. One thread, which sleeps while no write takes long.
class WriteDeadlines {
 public:
  WriteDeadlines() : thread_([this] { Watch(); }) {}
  ~WriteDeadlines();
  WriteDeadlines(const WriteDeadlines&) = delete;
  WriteDeadlines& operator=(const WriteDeadlines&) = delete;

  // While it lives, a write is under way; if it still is at `deadline`, or up to a quarter of a
  // second later, the call is cancelled, and the write fails.
  class Guard {
   public:
    Guard(WriteDeadlines* deadlines, grpc::ServerContext* context, absl::Time deadline);
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    WriteDeadlines* const deadlines_;
    const std::pair<absl::Time, grpc::ServerContext*> write_;
  };

 private:
  void Watch();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::pair<absl::Time, grpc::ServerContext*>> writes_;  // one a context
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_WRITE_DEADLINES_H_
