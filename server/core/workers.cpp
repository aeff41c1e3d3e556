#include "core/workers.hpp"

#include <boost/asio/post.hpp>

#include "core/error.hpp"
#include "core/resume.hpp"

namespace wasl {

asio::awaitable<void> Workers::run_erased(std::function<void()> job) {
  if (queued_.fetch_add(1) >= limit_) {
    queued_.fetch_sub(1);
    throw unavailable("busy", "The server is busy. Try again in a moment.").retry_after(std::chrono::seconds(2));
  }
  co_await suspend([this, job = std::move(job)](auto done) mutable {
    asio::post(pool_, [this, job = std::move(job), done = std::move(done)]() mutable {
      std::exception_ptr error;
      try {
        job();
      } catch (...) {
        error = std::current_exception();
      }
      queued_.fetch_sub(1);
      done(error);
    });
  });
}

}  // namespace wasl
