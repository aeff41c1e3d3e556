#include "load/traffic.hpp"

#include <stdexcept>

#include "load/stamp.hpp"
#include "machine.hpp"

namespace wasl::bench {

std::vector<Room> rooms_of(std::int64_t first, std::size_t count, std::size_t members, std::size_t people) {
  std::vector<Room> rooms;
  for (std::size_t r = 0; r < count; ++r) {
    Room room{first + static_cast<std::int64_t>(r), {}};
    for (std::size_t k = 0; k < members; ++k) room.members.push_back((r * members + k) % people);
    rooms.push_back(std::move(room));
  }
  return rooms;
}

Traffic::Traffic(Chat& chat) : chat_(chat), text_(kPayload, 'x') {
  chat.on_heard = [this](std::string_view text) { heard(text); };
  chat.on_joined = [this](std::size_t) { ++joined_; };
}

void Traffic::heard(std::string_view text) {
  ++deliveries_;
  const auto at = Stamp::read_number(text) - first_;
  if (at >= missing_.size() || missing_[at] == 0) throw std::runtime_error("a message was delivered once too often");
  if (--missing_[at] > 0) return;
  latencies_.add(static_cast<double>(now_ns() - Stamp::read_time(text)) / 1e6);
  ++done_;
  --on_the_way_;
  for (; !missing_.empty() && missing_.front() == 0; ++first_) missing_.pop_front();
}

void Traffic::join(std::vector<Room> rooms) {
  rooms_ = std::move(rooms);
  std::size_t asked = 0;
  for (const auto& room : rooms_)
    for (const auto client : room.members) {
      chat_.join(client, room.name);
      if (++asked % 100 == 0) chat_.swarm().until([&] { return joined_ + 400 > asked; }, 120, "subscriptions");
    }
  chat_.swarm().until([&] { return joined_ == asked; }, 120, "subscriptions");
}

void Traffic::send() {
  const auto& room = rooms_[turn_ % rooms_.size()];
  const auto client = room.members[(turn_ / rooms_.size()) % room.members.size()];
  ++turn_;
  const auto number = first_ + static_cast<std::uint32_t>(missing_.size());
  missing_.push_back(room.members.size());
  ++on_the_way_;
  Stamp{number, now_ns()}.write(text_);
  chat_.say(client, room.name, text_);
}

void Traffic::reset() {
  deliveries_ = 0;
  done_ = 0;
  latencies_.clear();
}

Outcome Traffic::outcome(double seconds) {
  return {seconds, static_cast<std::int64_t>(done_), deliveries_, latencies_.quantile(.5), latencies_.quantile(.99)};
}

void Traffic::drain(const std::function<void()>& tick) {
  const auto arrived = [&] {
    tick();
    return on_the_way_ == 0;
  };
  chat_.swarm().until(arrived, 30, "messages on the way");
}

Outcome Traffic::closed(std::size_t window, double seconds) {
  reset();
  const auto start = wall_seconds();
  for (std::size_t i = 0; i < window; ++i) send();
  for (std::size_t sent = window; wall_seconds() - start < seconds;) {
    chat_.swarm().poll(5);
    for (; sent < window + done_; ++sent) send();
  }
  const auto result = outcome(wall_seconds() - start);
  drain();
  return result;
}

Outcome Traffic::open(double rate, double seconds, const std::function<void()>& tick) {
  reset();
  const auto start = wall_seconds();
  for (double sent = 0, now = 0; now < seconds; now = wall_seconds() - start) {
    for (; sent < now * rate; ++sent) send();
    tick();
    chat_.swarm().poll(1);  // asleep, or the scheduler makes it wait for others later
  }
  const auto took = wall_seconds() - start;
  drain(tick);
  return outcome(took);
}

Outcome Traffic::lone(int count) {
  reset();
  const auto start = wall_seconds();
  for (int i = 0; i < count; ++i) {
    send();
    drain();
    for (const auto next = wall_seconds() + .005; wall_seconds() < next;) chat_.swarm().poll(1);
  }
  return outcome(wall_seconds() - start);
}

}  // namespace wasl::bench
