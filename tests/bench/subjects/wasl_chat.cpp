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
             .on_reply =
                 [](std::size_t, const v1::Reply& reply) {
                   if (reply.has_error()) throw std::runtime_error("refused: " + reply.error().ShortDebugString());
                 },
             .on_subscribed = [this](std::size_t client, const v1::Subscribed&) { on_joined(client); },
             .on_open = {},
             .on_refused = {},
             .on_lost = {}}),
      next_id_(std::uint64_t{std::random_device{}()} << 32) {}

void WaslChat::say(std::size_t client, std::int64_t room, const std::string& text) {
  ++next_id_;
  line_.send(client, send_frame(static_cast<std::uint32_t>(next_id_), room, next_id_, text));
}

}  // namespace wasl::bench
