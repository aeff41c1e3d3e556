#include "subjects/wasl_chat.hpp"

#include <random>
#include <stdexcept>

#include "load/proto_reader.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::bench {

namespace {

std::string_view text_of(std::string_view message) {
  ProtoReader reader(message);
  while (const auto field = reader.next()) {
    if (field == messaging::v1::Message::kTextFieldNumber) return reader.bytes();
    reader.skip();
  }
  return {};
}

}  // namespace

WaslChat::WaslChat()
    : line_({.on_event =
                 [this](const Delivery& d) {
                   if (d.type == messaging::v1::EVENT_MESSAGE_SENT) on_heard(text_of(d.body));
                 },
             .on_reply = [this](std::size_t, const v1::Reply& reply) { on_reply(reply); },
             .on_subscribed = [this](std::size_t client, const v1::Subscribed&) { on_joined(client); },
             .on_open = {},
             .on_refused = {},
             .on_lost = {}}),
      next_id_(std::uint64_t{std::random_device{}()} << 32) {}

void WaslChat::on_reply(const v1::Reply& reply) {
  const auto& error = reply.error();
  if (!reply.has_error()) {
    unanswered_.erase(reply.id());
  } else if (error.code() == v1::UNAVAILABLE || error.code() == v1::DEADLINE_EXCEEDED) {
    ++refused_;
    again_.in(error.retry_after_ms() / 1000.0, reply.id());
  } else {
    throw std::runtime_error("refused: " + error.ShortDebugString());
  }
}

void WaslChat::say(std::size_t client, std::int64_t room, const std::string& text) {
  const auto id = static_cast<std::uint32_t>(++next_id_);
  auto& said = unanswered_[id] = {client, send_frame(id, room, next_id_, text)};
  line_.send(client, said.frame);
}

void WaslChat::say_again() {
  again_.run([this](std::size_t id) {
    const auto& said = unanswered_.at(static_cast<std::uint32_t>(id));
    line_.send(said.client, said.frame);
  });
}

}  // namespace wasl::bench
