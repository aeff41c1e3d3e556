#include "core/loop.hpp"

#include <pthread.h>
#include <sched.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace wasl {

namespace {

constexpr int kHandlersPerTurn = 512;
thread_local Loop* current_loop = nullptr;
thread_local Burst* current_burst = nullptr;

// Says which loop a thread runs, while it does.
struct Here {
  explicit Here(Loop* loop) : before(std::exchange(current_loop, loop)) {}
  Here(const Here&) = delete;
  Here& operator=(const Here&) = delete;
  ~Here() { current_loop = before; }
  Loop* before;
};

void run_guarded(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& e) {
    spdlog::critical("a handler let an exception through: {}", e.what());
  }
}

// The cores that this process may use, in order.
std::vector<int> allowed_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  std::vector<int> cores;
  for (int i = 0; i < CPU_SETSIZE; ++i)
    if (CPU_ISSET(i, &set)) cores.push_back(i);
  return cores;
}

void pin_to(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}
}  // namespace

Loop* Loop::current() { return current_loop; }

void Loop::post(std::function<void()> work) {
  if (!current_burst) {
    asio::post(io_, [work = std::move(work)] { run_guarded(work); });
    return;
  }
  auto& kept = current_burst->kept_;
  auto it = std::ranges::find(kept, this, [](const auto& k) { return k.first; });
  if (it == kept.end()) it = kept.insert(kept.end(), {this, {}});
  it->second.push_back(std::move(work));
}

Burst::Burst() { current_burst = this; }

Burst::~Burst() {
  current_burst = nullptr;
  for (auto& [loop, works] : kept_)
    asio::post(loop->io(), [all = std::move(works)] {
      for (const auto& work : all) run_guarded(work);
    });
}

void Loop::at_turn_end(Phase phase, std::function<void()> hook) {
  (phase == Phase::kFeed ? feed_ : flush_).push_back(std::move(hook));
}

void Loop::run() {
  const Here here(this);
  while (!io_.stopped()) {
    try {
      if (!io_.run_one()) break;
      for (int n = 0; n < kHandlersPerTurn && io_.poll_one(); ++n) {
      }
      for (auto& hook : feed_) hook();
      for (auto& hook : flush_) hook();
    } catch (const std::exception& e) {
      spdlog::critical("a handler let an exception through: {}", e.what());
    }
  }
}

Loops::Loops(unsigned count) {
  const unsigned n = count ? count : std::max(1U, std::thread::hardware_concurrency());
  for (unsigned i = 0; i < n; ++i) loops_.push_back(std::make_unique<Loop>(i));
}

Loops::~Loops() { stop(); }

void Loops::start() {
  const auto cores = allowed_cores();
  const bool pinned = loops_.size() > 1 && loops_.size() <= cores.size();
  for (auto& loop : loops_)
    threads_.emplace_back([&l = *loop, core = pinned ? cores[loop->index()] : -1] {
      if (core >= 0) pin_to(core);
      l.run();
    });
}

void Loops::stop() {
  for (auto& loop : loops_) loop->stop();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace wasl
