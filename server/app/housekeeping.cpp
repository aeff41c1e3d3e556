#include "app/housekeeping.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <thread>

#include "messaging/module.hpp"

namespace wasl {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {
constexpr std::int64_t kClocksDiffer = 1000;  // the database's, in milliseconds
}

asio::awaitable<void> sweep_sessions(House& house, asio::io_context& io) {
  asio::steady_timer timer(io);
  for (int round = 0;; ++round) {
    timer.expires_after(15s);
    co_await timer.async_wait(asio::use_awaitable);
    try {
      const auto live = house.sign_outs.live();
      const auto ended = co_await house.db.transact([&house, live, round](storage::Tx& tx) {
        if (round % 1440 == 0) house.accounts.forget_expired(tx);
        return house.accounts.ended_among(tx, live);
      });
      for (const auto session : ended) house.sign_outs.close(session);
      const auto changed = co_await house.db.transact(
          [&house, live](storage::Tx& tx) { return house.accounts.changed_among(tx, live); });
      for (const auto& [session, at_ms] : changed) house.sign_outs.refresh(session, at_ms + kClocksDiffer);
    } catch (const std::exception& e) {
      spdlog::warn("sessions cannot be checked: {}", e.what());
    }
  }
}

namespace {

void collect_files(media::Module& media) {
  try {
    if (const auto gone = media.collect(); gone > 0) spdlog::info("{} unused files removed", gone);
  } catch (const std::exception& e) {
    spdlog::warn("unused files cannot be removed: {}", e.what());
  }
}

void keep_directory(directory::Module& directory) {
  try {
    const auto done = directory.upkeep(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    if (done.asked + done.unpublished + done.orphaned > 0)
      spdlog::info("directory: {} asked to confirm, {} unpublished, {} without an owner", done.asked, done.unpublished,
                   done.orphaned);
  } catch (const std::exception& e) {
    spdlog::warn("the directory cannot be kept: {}", e.what());
  }
}

void keep_questions(House& house) {
  try {
    const auto done = messaging::questions::keep(
        house.db, house.streams, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    if (done.widened + done.escalated > 0)
      spdlog::info("questions: {} offered to their sector, {} to the platform's people", done.widened, done.escalated);
  } catch (const std::exception& e) {
    spdlog::warn("overdue questions cannot be offered: {}", e.what());
  }
}

}  // namespace

void keep_house(House& house, const std::atomic<bool>& leaving) {
  for (int second = 0; !leaving; ++second) {
    std::this_thread::sleep_for(1s);
    if (second % 3600 == 600) collect_files(house.media);
    if (second % 3600 == 900) keep_directory(house.directory);
    if (second % 300 == 60) keep_questions(house);
  }
}

}  // namespace wasl
