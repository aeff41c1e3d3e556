#include "load.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

#include "machine.hpp"
#include "wasl/envelope.pb.h"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::bench {

namespace m = wasl::messaging::v1;

std::string call_frame(std::uint32_t id, std::string_view method, const std::string& body) {
  v1::ClientBatch batch;
  auto& call = *batch.add_frames()->mutable_call();
  call.set_id(id);
  call.set_method(std::string(method));
  call.set_body(body);
  return batch.SerializeAsString();
}

std::string subscribe_frame(std::uint32_t id, std::int64_t conversation, std::int64_t since) {
  v1::ClientBatch batch;
  auto& subscribe = *batch.add_frames()->mutable_subscribe();
  subscribe.set_id(id);
  subscribe.mutable_stream()->set_kind(v1::STREAM_CONVERSATION);
  subscribe.mutable_stream()->set_key(conversation);
  if (since >= 0) subscribe.set_since(since);
  return batch.SerializeAsString();
}

std::string send_frame(std::uint32_t id, std::int64_t conversation, std::uint64_t client_id, const std::string& text) {
  m::SendMessageRequest request;
  request.set_conversation_id(conversation);
  request.set_client_id(client_id);
  request.set_text(text);
  return call_frame(id, "wasl.messaging.v1.MessagingService/SendMessage", request.SerializeAsString());
}

namespace {
// The client id inside a Message, without reading the rest.
std::uint64_t client_id_of(std::string_view body) {
  m::Message message;
  message.ParseFromArray(body.data(), static_cast<int>(body.size()));
  return message.client_id();
}
}  // namespace

Swarm::Events ChatLoad::events() {
  Swarm::Events events;
  events.on_event = [this](const Delivery& d) {
    if (d.type != m::EVENT_MESSAGE_SENT) return;
    ++deliveries_;
    auto& heard = heard_[room_of_.at(d.stream)];
    auto [it, first] = heard.try_emplace(d.offset, 0);
    if (first) it->second = client_id_of(d.body);
    const auto flight = flights_.find(it->second);
    if (flight == flights_.end() || --flight->second.missing > 0) return;
    latencies_.push_back(wall_seconds() - flight->second.sent);
    flights_.erase(flight);
    heard.erase(it);
    ++messages_;
    ++done_;
  };
  events.on_reply = [this](std::size_t, std::uint32_t, bool ok, std::string_view) { refused_ += !ok; };
  events.on_subscribed = [this](std::size_t, std::int64_t, bool) { ++joined_; };
  return events;
}

void ChatLoad::join(Swarm& swarm, std::vector<Room> rooms) {
  rooms_ = std::move(rooms);
  heard_.assign(rooms_.size(), {});
  std::size_t asked = 0;
  for (std::size_t r = 0; r < rooms_.size(); ++r) {
    room_of_[rooms_[r].conversation] = r;
    for (const auto client : rooms_[r].members) {
      swarm.send(client, subscribe_frame(1, rooms_[r].conversation, -1));
      ++asked;
      if (asked % 500 == 0) swarm.until([&] { return joined_ + 400 > asked; }, 60, "subscriptions");
    }
  }
  swarm.until([&] { return joined_ == asked; }, 60, "subscriptions");
  next_id_ = std::uint64_t{std::random_device{}()} << 32;
}

void ChatLoad::send(Swarm& swarm) {
  const auto& room = rooms_[turn_ % rooms_.size()];
  const auto client = room.members[(turn_ / rooms_.size()) % room.members.size()];
  ++turn_;
  const auto id = ++next_id_;
  flights_[id] = {wall_seconds(), room.members.size()};
  swarm.send(client, send_frame(static_cast<std::uint32_t>(id), room.conversation, id, text_));
}

void ChatLoad::reset() {
  deliveries_ = messages_ = 0;
  latencies_.clear();
}

Outcome ChatLoad::outcome(double seconds) {
  if (refused_ > 0) throw std::runtime_error(std::to_string(refused_) + " messages were refused");
  Outcome out{seconds, messages_, deliveries_, 0, 0};
  if (latencies_.empty()) return out;
  std::ranges::sort(latencies_);
  const auto at = [&](double q) { return latencies_[static_cast<std::size_t>(q * static_cast<double>(latencies_.size() - 1))] * 1000; };
  out.p50_ms = at(.5);
  out.p99_ms = at(.99);
  return out;
}

void ChatLoad::drain(Swarm& swarm) {
  swarm.until([&] { return flights_.empty(); }, 30, "messages on the way");
}

Outcome ChatLoad::closed(Swarm& swarm, std::size_t window, double seconds) {
  reset();
  done_ = 0;
  const auto start = wall_seconds();
  for (std::size_t i = 0; i < window; ++i) send(swarm);
  for (std::size_t sent = window; wall_seconds() - start < seconds;) {
    swarm.poll(5);
    for (; sent < window + done_; ++sent) send(swarm);
  }
  auto result = outcome(wall_seconds() - start);
  drain(swarm);
  return result;
}

Outcome ChatLoad::open(Swarm& swarm, double rate, double seconds) {
  reset();
  const auto start = wall_seconds();
  for (double sent = 0, now = 0; now < seconds; now = wall_seconds() - start) {
    for (; sent < now * rate; ++sent) send(swarm);
    swarm.poll(0);
  }
  const auto took = wall_seconds() - start;
  drain(swarm);
  return outcome(took);
}

Outcome ChatLoad::lone(Swarm& swarm, int count) {
  reset();
  const auto start = wall_seconds();
  for (int i = 0; i < count; ++i) {
    send(swarm);
    drain(swarm);
    const auto next = wall_seconds() + .005;
    while (wall_seconds() < next) swarm.poll(1);
  }
  return outcome(wall_seconds() - start);
}

}  // namespace wasl::bench
