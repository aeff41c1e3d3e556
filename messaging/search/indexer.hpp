// Makes messages findable, behind their back: a thread that follows the conversations' streams.
#pragma once
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "core/ids.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging::search {

// Indexes what lies between a conversation's progress and its head, and what edits and deletions there refer to; at most
// `budget` offsets. In one transaction; harmless twice; several processes share the work. Returns those of `conversations`
// that are not at their end yet.
std::vector<std::int64_t> index(storage::Tx& tx, const std::vector<std::int64_t>& conversations, Offset budget);

// All there is, now. Returns how many conversations were behind.
std::size_t index_all(storage::Db& db);

class Indexer {
 public:
  explicit Indexer(std::string conninfo);
  ~Indexer();

  // The streams of these conversations have moved. Any thread, cheap: numbers are remembered.
  void moved(const std::vector<std::int64_t>& conversations);

 private:
  using Clock = std::chrono::steady_clock;

  void work();
  std::optional<std::vector<std::int64_t>> take();
  void look();  // for conversations that nobody has rung for: at the start, and now and then
  bool run(const std::vector<std::int64_t>& conversations);
  void rest(Clock::duration after_work_of);

  std::string conninfo_;
  std::unique_ptr<storage::Connection> connection_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::set<std::int64_t> waiting_;
  std::int64_t last_ = 0;
  std::size_t moves_ = 0;
  bool stopping_ = false;
  Clock::time_point next_look_ = Clock::now(), rested_ = Clock::now();
  std::thread thread_;
};

}  // namespace wasl::messaging::search
