// Work after a commit, at least once: mail, indexes, notifications. Handlers must be idempotent or harmless twice.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "storage/db.hpp"

namespace wasl::jobs {

class Jobs {
 public:
  // Runs on a worker thread with the payload that was enqueued; throws to be tried again later (with growing waits, for
  // about three days; then the job stays, marked, for an operator to see).
  using Handler = std::function<void(const std::string& payload)>;

  explicit Jobs(storage::Db& db) : db_(db) {}
  ~Jobs() { stop(); }

  // Wiring, before start().
  void register_kind(const std::string& kind, Handler handler) { handlers_[kind] = std::move(handler); }

  // In the caller's transaction; `payload` is a JSON document. Not before `delay` is over.
  void enqueue(storage::Tx& tx, const std::string& kind, const std::string& payload,
               std::chrono::seconds delay = std::chrono::seconds(0));

  void start(unsigned threads);
  void stop();

 private:
  struct Job {
    std::int64_t id;
    std::string kind, payload;
    int attempts;
  };
  void work();
  bool run_one();
  std::optional<Job> claim();
  void finish(const Job& job, const std::string& error);
  void nudge();

  storage::Db& db_;
  std::map<std::string, Handler> handlers_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::uint64_t nudges_ = 0;
};

}  // namespace wasl::jobs
