// A chat load: rooms whose members all listen, messages from members in turn, a bounded number of them on the way.
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "load/chat.hpp"
#include "load/latencies.hpp"

namespace wasl::bench {

struct Room {
  std::int64_t name;
  std::vector<std::size_t> members;  // clients
};

// `count` rooms of `members` clients each, named first, first + 1, ...; they take `people` clients in turn.
std::vector<Room> rooms_of(std::int64_t first, std::size_t count, std::size_t members, std::size_t people);

struct Outcome {
  double seconds = 0;
  std::int64_t messages = 0, deliveries = 0;
  double p50_ms = 0, p99_ms = 0;  // from the sending, as the text says, to the last member's screen
};

constexpr std::size_t kPayload = 128;

// Throws std::runtime_error when a message reaches anybody twice or does not reach everybody.
class Traffic {
 public:
  explicit Traffic(Chat& chat);

  // Every member of every room listens from now on; waits until all do.
  void join(std::vector<Room> rooms);

  // Keeps `window` messages on the way for `seconds`; a message is done when its last member has it.
  Outcome closed(std::size_t window, double seconds);
  // Sends at a steady rate, whatever comes back; `tick` is called all the time.
  Outcome open(double messages_per_second, double seconds, const std::function<void()>& tick = [] {});
  // One after the other, with a pause between.
  Outcome lone(int count);

 private:
  void send();  // one message by the next member of the next room
  void heard(std::string_view text);
  void reset();
  Outcome outcome(double seconds);
  void drain(const std::function<void()>& tick = [] {});

  Chat& chat_;
  std::string text_;
  std::vector<Room> rooms_;
  std::deque<std::size_t> missing_;  // members who have not heard message first_, first_ + 1, ...
  std::uint32_t first_ = 0;
  std::size_t turn_ = 0, joined_ = 0, done_ = 0, on_the_way_ = 0;
  std::int64_t deliveries_ = 0;
  Latencies latencies_;
};

}  // namespace wasl::bench
