#include "core/loop.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace wasl {

namespace {
constexpr int kHandlersPerTurn = 512;
}

void Loop::at_turn_end(Phase phase, std::function<void()> hook) {
  (phase == Phase::kFeed ? feed_ : flush_).push_back(std::move(hook));
}

void Loop::run() {
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
  for (auto& loop : loops_) threads_.emplace_back([&l = *loop] { l.run(); });
}

void Loops::stop() {
  for (auto& loop : loops_) loop->stop();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace wasl
