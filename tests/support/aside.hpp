// A thread of a test. What it throws fails the test instead of ending the program; and it has ended when the test does,
// however the test ends.
#pragma once
#include <gtest/gtest.h>

#include <exception>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <utility>

namespace wasl::test {

class Aside {
 public:
  // work() or work(std::stop_token): the token asks it to stop, as stop() and the end of the scope do.
  template <class Work>
  explicit Aside(Work work)
      : thread_([work = std::move(work)](std::stop_token token) mutable {
          try {
            if constexpr (std::is_invocable_v<Work&, std::stop_token>)
              work(std::move(token));
            else
              work();
          } catch (const std::exception& e) {
            ADD_FAILURE() << "beside the test: " << e.what();
          }
        }) {}

  void join() { thread_.join(); }
  void stop() {
    thread_.request_stop();
    thread_.join();
  }

 private:
  std::jthread thread_;
};

}  // namespace wasl::test
