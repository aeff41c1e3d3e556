#include "scenarios/returners.hpp"

#include <algorithm>
#include <stdexcept>

namespace wasl::bench::scenarios {

namespace {
constexpr std::size_t kEach = Crowd::kEach;
}

Returners::Returners(const Crowd& crowd)
    : crowd_(crowd),
      line_({.on_event = [this](const Delivery& d) { on_event(d); },
             .on_reply = [this](std::size_t client, const v1::Reply& reply) { on_reply(client, reply); },
             .on_subscribed =
                 [this](std::size_t, const v1::Subscribed& subscribed) {
                   if (!subscribed.recovered()) throw std::runtime_error("a stream cannot be resumed");
                   ++followed_;
                 },
             .on_open = [this](std::size_t client) { follow(client, 0, kEach); },
             .on_refused =
                 [this](std::size_t client, int status, int retry_after) {
                   if (status != 503 && status != 429)
                     throw std::runtime_error("a handshake ends with " + std::to_string(status));
                   ++turned_away_;
                   connecting_.in(std::max(retry_after, 1), client);
                 },
             .on_lost = [this](std::size_t) { ++lost_; }}),
      offsets_(crowd.size() * kEach) {}

void Returners::come(std::uint16_t port) {
  port_ = port;
  followed_ = lost_ = turned_away_ = 0;
  for (std::size_t client = 0; client < crowd_.size(); ++client) {
    connect(client);
    if (client % 100 == 99) line_.swarm().poll(0);
  }
}

void Returners::connect(std::size_t client) {
  if (client < line_.swarm().size())
    line_.begin_again(client, port_, crowd_.token(client));
  else
    line_.begin(port_, crowd_.token(client));
}

void Returners::follow(std::size_t client, std::size_t first, std::size_t last) {
  std::string batch;
  for (auto k = first; k < last; ++k)
    batch += subscribe_frame(static_cast<std::uint32_t>(k), crowd_.conversation(client, k), offset(client, k));
  line_.send(client, batch);
}

void Returners::on_event(const Delivery& d) {
  auto& heard = offset(d.client, crowd_.place(d.client, d.stream));
  if (d.offset != ++heard) throw std::runtime_error("an event out of order");
  ++heard_;
}

void Returners::on_reply(std::size_t client, const v1::Reply& reply) {
  const auto& error = reply.error();
  if (error.retry_after_ms() == 0) throw std::runtime_error("refused for good: " + error.ShortDebugString());
  ++turned_away_;
  following_.in(error.retry_after_ms() / 1000.0, client * kEach + reply.id());
}

void Returners::until_in_sync(std::int64_t upto, double seconds) {
  const auto streams = static_cast<std::int64_t>(offsets_.size());
  line_.swarm().until(
      [&] {
        connecting_.run([this](std::size_t client) { connect(client); });
        following_.run([this](std::size_t place) { follow(place / kEach, place % kEach, place % kEach + 1); });
        return followed_ == streams && heard_ == upto * streams;
      },
      seconds, "everybody in sync");
}

void Returners::until_lost(double seconds) {
  line_.swarm().until([&] { return lost_ == static_cast<std::int64_t>(crowd_.size()); }, seconds,
                      "the ends of all lines");
}

}  // namespace wasl::bench::scenarios
