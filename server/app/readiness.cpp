#include "app/readiness.hpp"

#include "core/error.hpp"

namespace wasl {

using namespace std::chrono_literals;

asio::awaitable<bool> Readiness::operator()() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  const auto second = now / 1s;
  if (asked_.exchange(second) != second && !asking_.exchange(true)) {
    answered_ = co_await answers() ? std::chrono::steady_clock::now().time_since_epoch() : kNever;
    asking_ = false;
  }
  co_return answered_.load() > now - kPatience;
}

asio::awaitable<bool> Readiness::answers() {
  try {
    co_await db_.transact([](storage::Tx& tx) { tx.exec_text("select 1"); });
    co_return true;
  } catch (const Refused& refused) {
    co_return refused.reason() == "busy";  // a load balancer that took it away would make the others busier
  } catch (const std::exception&) {
  }
  co_return false;
}

}  // namespace wasl
