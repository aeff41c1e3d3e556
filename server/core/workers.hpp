// Threads for work that would hold up an event loop: password hashing, mail.
#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <optional>

namespace wasl {

namespace asio = boost::asio;

class Workers {
 public:
  // At most `queue` jobs wait or run; more are refused (unavailable).
  Workers(unsigned threads, std::size_t queue) : pool_(threads), limit_(queue) {}
  ~Workers() { pool_.join(); }

  // Runs f on a worker; the coroutine resumes on its own loop. Rethrows what f throws.
  template <class F, class R = std::invoke_result_t<F&>>
  asio::awaitable<R> run(F f) {
    auto result = std::make_shared<std::optional<R>>();
    co_await run_erased([result, f = std::move(f)]() mutable { result->emplace(f()); });
    co_return std::move(**result);
  }

 private:
  asio::awaitable<void> run_erased(std::function<void()> job);

  asio::thread_pool pool_;
  std::size_t limit_;
  std::atomic<std::size_t> queued_{0};
};

}  // namespace wasl
