// Ends calls whose clients let them wait: gRPC's blocking server waits without end for a client to
// take or send a message, on a thread of its own, and may hold a turn (admission.h) meanwhile.
#ifndef SPANROOT_SERVICE_CLIENT_DEADLINES_H_
#define SPANROOT_SERVICE_CLIENT_DEADLINES_H_

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "absl/time/time.h"

namespace grpc {
class ServerContextBase;
}

namespace spanroot {

// Thread-safe. One thread, which sleeps while none waits long.
class ClientDeadlines {
 public:
  ClientDeadlines() : thread_([this] { Watch(); }) {}
  ~ClientDeadlines();
  ClientDeadlines(const ClientDeadlines&) = delete;
  ClientDeadlines& operator=(const ClientDeadlines&) = delete;

  // While it lives, a call waits for its client; if it still does at `deadline`, or up to a quarter
  // of a second later, it is cancelled, and the read or write that waits fails.
  class Guard {
   public:
    Guard(ClientDeadlines* deadlines, grpc::ServerContextBase* context, absl::Time deadline);
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    ClientDeadlines* const deadlines_;
    const std::pair<absl::Time, grpc::ServerContextBase*> wait_;
  };

 private:
  void Watch();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::pair<absl::Time, grpc::ServerContextBase*>> waits_;  // one a context
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_CLIENT_DEADLINES_H_
