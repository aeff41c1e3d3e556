// What a serving process does now and then.
#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "app/house.hpp"

namespace wasl {

// An announcement that a session has ended may get lost: looks, too. For as long as the loop runs.
boost::asio::awaitable<void> sweep_sessions(House& house, boost::asio::io_context& io);

// Files that nobody shows, and what the directory asks for as time passes, once an hour; overdue questions every five
// minutes. On a thread of its own: these are slow.
void keep_house(House& house, const std::atomic<bool>& leaving);

}  // namespace wasl
