// Waiting in a coroutine for something that another thread finishes.
#pragma once
#include <boost/asio/async_result.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <memory>

#include "core/loop.hpp"

namespace wasl {

namespace asio = boost::asio;

// Calls start(done) at once; `done(std::exception_ptr)` may be called once, from any thread, and resumes the
// coroutine on its own executor (rethrowing, if given an exception).
template <class Start>
asio::awaitable<void> suspend(Start start) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
      [](auto handler, Start begin) {
        auto executor = asio::get_associated_executor(handler);
        auto held = std::make_shared<decltype(handler)>(std::move(handler));
        begin([held, home = Loop::current(), work = asio::make_work_guard(executor)](std::exception_ptr error) mutable {
          auto resume = [h = std::move(held), error = std::move(error)]() mutable { std::move (*h)(error); };
          if (home)
            home->post(std::move(resume));
          else
            asio::post(work.get_executor(), std::move(resume));
        });
      },
      asio::use_awaitable, std::move(start));
}

}  // namespace wasl
