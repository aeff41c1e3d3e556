#include "load/wasl_line.hpp"

#include <stdexcept>

#include "load/proto_reader.hpp"
#include "load/websocket.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::bench {

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
  messaging::v1::SendMessageRequest request;
  request.set_conversation_id(conversation);
  request.set_client_id(client_id);
  request.set_text(text);
  return call_frame(id, "wasl.messaging.v1.MessagingService/SendMessage", request.SerializeAsString());
}

namespace {

std::string opening(const std::string& token) {
  return websocket::upgrade("/ws", "Authorization: Bearer " + token + "\r\n");
}

Delivery read_event(std::size_t client, std::string_view bytes) {
  Delivery d{client, 0, 0, 0, {}};
  ProtoReader event(bytes);
  while (const auto field = event.next()) switch (field) {
      case v1::Event::kStreamFieldNumber: {
        ProtoReader stream(event.bytes());
        while (const auto part = stream.next()) {
          const auto value = stream.varint();
          if (part == v1::Stream::kKeyFieldNumber) d.stream = static_cast<std::int64_t>(value);
        }
        break;
      }
      case v1::Event::kOffsetFieldNumber:
        d.offset = static_cast<std::int64_t>(event.varint());
        break;
      case v1::Event::kTypeFieldNumber:
        d.type = static_cast<std::uint32_t>(event.varint());
        break;
      case v1::Event::kBodyFieldNumber:
        d.body = event.bytes();
        break;
      default:
        event.skip();
    }
  return d;
}

template <class Message>
Message parse(std::string_view bytes) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    throw std::runtime_error("a frame that is none");
  return message;
}

}  // namespace

std::size_t WaslLine::begin(std::uint16_t port, const std::string& token) {
  open_.push_back(false);
  ++handshakes_;
  return swarm_.add(port, opening(token));
}

void WaslLine::begin_again(std::size_t client, std::uint16_t port, const std::string& token) {
  open_[client] = false;
  ++handshakes_;
  swarm_.reopen(client, port, opening(token));
}

void WaslLine::connect(std::uint16_t port, const std::vector<std::string>& tokens, std::size_t at_once) {
  for (const auto& token : tokens) {
    swarm_.until([&] { return handshakes_ < at_once; }, 60, "handshakes");
    begin(port, token);
  }
  swarm_.until([&] { return handshakes_ == 0; }, 60, "handshakes");
}

void WaslLine::send(std::size_t client, std::string_view batch) {
  scratch_.clear();
  websocket::append(scratch_, websocket::kBinary, batch);
  swarm_.send(client, scratch_);
}

void WaslLine::on_end(std::size_t client) {
  if (!open_[client]) --handshakes_;
  if (!events_.on_lost) Dialect::on_end(client);
  events_.on_lost(client);
}

std::size_t WaslLine::on_answer(std::size_t client, std::string_view bytes) {
  const auto answer = websocket::read_answer(bytes);
  if (!answer) return 0;
  --handshakes_;
  open_[client] = true;
  if (answer->status == 101) {
    if (events_.on_open) events_.on_open(client);
    return answer->size;
  }
  if (!events_.on_refused) throw std::runtime_error("a handshake is refused: " + std::string(bytes.substr(0, 400)));
  swarm_.drop(client);
  events_.on_refused(client, answer->status, websocket::retry_after(answer->headers));
  return bytes.size();
}

std::size_t WaslLine::on_bytes(std::size_t client, std::string_view bytes) {
  std::size_t used = 0;
  if (!open_[client]) {
    used = on_answer(client, bytes);
    if (used == 0 || !swarm_.is_open(client)) return used;
  }
  return used + websocket::each_frame(bytes.substr(used), [&](websocket::Opcode opcode, std::string_view payload) {
           if (opcode == websocket::kBinary) {
             ProtoReader batch(payload);  // ServerBatch has one field: frames
             while (batch.next() && swarm_.is_open(client)) on_frame(client, batch.bytes());
           } else if (opcode == websocket::kPing) {
             scratch_.clear();
             websocket::append(scratch_, websocket::kPong, payload);
             swarm_.send(client, scratch_);
           }
         });
}

void WaslLine::on_frame(std::size_t client, std::string_view frame) {
  ProtoReader reader(frame);
  switch (reader.next()) {
    case v1::ServerFrame::kEventFieldNumber:
      events_.on_event(read_event(client, reader.bytes()));
      break;
    case v1::ServerFrame::kReplyFieldNumber:
      events_.on_reply(client, parse<v1::Reply>(reader.bytes()));
      break;
    case v1::ServerFrame::kSubscribedFieldNumber:
      events_.on_subscribed(client, parse<v1::Subscribed>(reader.bytes()));
      break;
    default:
      break;  // hello, bye
  }
}

}  // namespace wasl::bench
