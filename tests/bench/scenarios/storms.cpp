#include "scenarios/storms.hpp"

#include <algorithm>
#include <stdexcept>

namespace wasl::bench::scenarios {

void Tally::refused(const v1::Status& status) {
  if (status.code() == v1::UNAVAILABLE)
    ++unavailable;
  else if (status.code() == v1::RESOURCE_EXHAUSTED)
    ++limited;
  else
    throw std::runtime_error("refused for another reason: " + status.ShortDebugString());
  without_hint += status.retry_after_ms() == 0;
}

void Tally::refused(int http_status, int retry_after) {
  if (http_status == 503)
    ++unavailable;
  else if (http_status == 429)
    ++limited;
  else
    throw std::runtime_error("a handshake ends with " + std::to_string(http_status));
  without_hint += retry_after == 0;
}

CallStorm::CallStorm(std::uint16_t port, const std::vector<std::string>& tokens, double per_second, Frame frame)
    : line_({.on_event = [](const Delivery&) {},
             .on_reply =
                 [this](std::size_t, const v1::Reply& reply) {
                   if (reply.has_error())
                     tally_.refused(reply.error());
                   else
                     ++tally_.served;
                 },
             .on_subscribed = [this](std::size_t, const v1::Subscribed&) { ++listening_; },
             .on_open = {},
             .on_refused = {},
             .on_lost = {}}),
      per_second_(per_second),
      frame_(std::move(frame)) {
  line_.connect(port, tokens);
}

void CallStorm::listen_in(std::int64_t conversation) {
  for (std::size_t client = 0; client < line_.swarm().size(); ++client)
    line_.send(client, subscribe_frame(0, conversation, -1));
  line_.swarm().until([&] { return listening_ == line_.swarm().size(); }, 60, "subscriptions");
}

void CallStorm::tick() {
  if (start_ == 0) start_ = wall_seconds();
  const auto clients = line_.swarm().size();
  for (const auto due = static_cast<std::uint64_t>((wall_seconds() - start_) * per_second_); sent_ < due; ++sent_) {
    const auto client = sent_ % clients;
    line_.send(client, frame_(client, sent_ / clients));
    ++tally_.asked;
  }
  line_.swarm().poll(0);
}

ConnectStorm::ConnectStorm(std::uint16_t port, const Crowd& crowd)
    : port_(port),
      crowd_(crowd),
      line_({.on_event = {},
             .on_reply = [this](std::size_t client, const v1::Reply& reply) { on_reply(client, reply); },
             .on_subscribed =
                 [this](std::size_t client, const v1::Subscribed&) {
                   if (++following_[client] < Crowd::kEach) return;
                   ++tally_.served;
                   done(client, 0);
                 },
             .on_open = [this](std::size_t client) { line_.send(client, crowd_.subscriptions(client)); },
             .on_refused =
                 [this](std::size_t client, int status, int retry_after) {
                   tally_.refused(status, retry_after);
                   done(client, std::max(retry_after, 1));
                 },
             .on_lost = [this](std::size_t client) { done(client, 1); }}),
      following_(crowd.size()) {
  line_.swarm().spread_addresses();
  for (std::size_t client = 0; client < crowd.size(); ++client) next_.in(0, client);
}

void ConnectStorm::tick() {
  next_.run([this](std::size_t client) { connect(client); });
  line_.swarm().poll(0);
}

void ConnectStorm::connect(std::size_t client) {
  ++tally_.asked;
  following_[client] = 0;
  if (client < line_.swarm().size())
    line_.begin_again(client, port_, crowd_.token(client));
  else
    line_.begin(port_, crowd_.token(client));
}

void ConnectStorm::on_reply(std::size_t client, const v1::Reply& reply) {
  tally_.refused(reply.error());
  done(client, reply.error().retry_after_ms() / 1000.0);
}

void ConnectStorm::done(std::size_t client, double until_next) {
  line_.drop(client);
  next_.in(until_next, client);
}

}  // namespace wasl::bench::scenarios
