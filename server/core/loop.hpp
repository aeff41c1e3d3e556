// Event loops: one thread each, every connection lives on one.
#pragma once
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace wasl {

namespace asio = boost::asio;

// A turn runs everything that is ready (bounded), then the hooks: first those that feed (hand work to
// other threads), then those that flush (write to sockets). So what one turn produced leaves together.
class Loop {
 public:
  enum class Phase { kFeed, kFlush };

  explicit Loop(unsigned index) : index_(index) {}
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  asio::io_context& io() { return io_; }
  unsigned index() const { return index_; }

  // The loop that runs the calling thread; null on other threads.
  static Loop* current();

  // Any thread. Runs `work` on this loop, after what the calling thread gave it before.
  void post(std::function<void()> work);

  // Called at the end of every turn, on the loop's thread. Register before run().
  void at_turn_end(Phase phase, std::function<void()> hook);

  // Returns after stop().
  void run();
  void stop() { io_.stop(); }

 private:
  unsigned index_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::vector<std::function<void()>> feed_, flush_;
};

// While one lives, what its thread posts is kept, and handed over at its end: one hand-over per loop, and all of it runs
// in one turn. For threads that are not loops; not nested.
class Burst {
 public:
  Burst();
  Burst(const Burst&) = delete;
  Burst& operator=(const Burst&) = delete;
  ~Burst();

 private:
  friend class Loop;
  std::vector<std::pair<Loop*, std::vector<std::function<void()>>>> kept_;
};

// All loops of the process.
class Loops {
 public:
  // count 0: one per core.
  explicit Loops(unsigned count);
  ~Loops();

  std::size_t size() const { return loops_.size(); }
  Loop& at(std::size_t i) { return *loops_[i]; }
  Loop& first() { return *loops_.front(); }
  // Round robin; for placing connections. Called on the accepting loop only.
  Loop& next() { return *loops_[turn_++ % loops_.size()]; }

  // Each on a thread of its own, and on a core of its own when there are enough.
  void start();
  void stop();  // and join

 private:
  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
  std::size_t turn_ = 0;
};

}  // namespace wasl
