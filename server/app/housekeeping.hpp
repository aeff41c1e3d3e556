// What a serving process does now and then.
#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "app/house.hpp"

namespace wasl {

// An announcement that a session has ended may get lost: looks, too. For as long as the loop runs.
boost::asio::awaitable<void> sweep_sessions(House& house, boost::asio::io_context& io);

// Files that nobody shows. On a thread of its own: removing is slow.
void collect_files(media::Module& media, const std::atomic<bool>& leaving);

}  // namespace wasl
