#include "core/workers.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <stdexcept>
#include <thread>

#include "core/error.hpp"

namespace wasl {
namespace {

template <class T>
void note(std::vector<std::string>& into, std::exception_ptr error, const T& value) {
  try {
    if (error) std::rethrow_exception(error);
    into.push_back(std::to_string(value));
  } catch (const Refused& r) {
    into.push_back(r.reason());
  } catch (const std::exception& e) {
    into.push_back(e.what());
  }
}

TEST(Workers, RunElsewhereAndResumeHere) {
  asio::io_context io;
  Workers workers(1, 4);
  std::thread::id ran, resumed;
  asio::co_spawn(
      io, workers.run([&] { return ran = std::this_thread::get_id(), 1; }),
      [&](const std::exception_ptr&, int) { resumed = std::this_thread::get_id(); });
  io.run();
  EXPECT_NE(ran, std::this_thread::get_id());
  EXPECT_EQ(resumed, std::this_thread::get_id());
}

TEST(Workers, RethrowWhatTheJobThrows) {
  asio::io_context io;
  Workers workers(1, 4);
  std::vector<std::string> seen;
  asio::co_spawn(io, workers.run([]() -> int { throw std::runtime_error("no luck"); }),
                 [&](std::exception_ptr e, int v) { note(seen, e, v); });
  io.run();
  EXPECT_EQ(seen, std::vector<std::string>{"no luck"});
}

TEST(Workers, RefuseBeyondTheQueueAndTakeAgainLater) {
  asio::io_context io;
  Workers workers(1, 2);
  std::promise<void> gate;
  const auto open = gate.get_future().share();
  std::vector<std::string> seen;
  const auto submit = [&](int n) {
    asio::co_spawn(io, workers.run([open, n] { return open.wait(), n; }), [&](std::exception_ptr e, int v) { note(seen, e, v); });
  };
  for (int n = 0; n < 3; ++n) submit(n);
  io.poll();
  EXPECT_EQ(seen, std::vector<std::string>{"busy"});
  gate.set_value();
  io.run();
  io.restart();
  submit(7);
  io.run();
  EXPECT_EQ(seen, (std::vector<std::string>{"busy", "0", "1", "7"}));
}

}  // namespace
}  // namespace wasl
