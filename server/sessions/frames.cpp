#include "sessions/frames.hpp"

#include "streams/streams.hpp"

namespace wasl::sessions {

namespace {
void name_stream(v1::Stream& out, StreamId stream) {
  out.set_kind(static_cast<v1::StreamKind>(stream.kind));
  out.set_key(stream.key);
}
}  // namespace

Frame make_frame(const v1::ServerFrame& frame) { return std::make_shared<const std::string>(streams::as_batch(frame)); }

v1::Status to_status(const Refused& refused) {
  v1::Status status;
  status.set_code(static_cast<v1::Code>(refused.code()));
  status.set_reason(refused.reason());
  status.set_message(refused.message());
  status.set_field(refused.field());
  status.set_retry_after_ms(static_cast<std::uint32_t>(refused.retry_after().count()));
  return status;
}

Frame reply_frame(std::uint32_t id, std::string body) {
  v1::ServerFrame frame;
  frame.mutable_reply()->set_id(id);
  *frame.mutable_reply()->mutable_body() = std::move(body);
  return make_frame(frame);
}

Frame error_frame(std::uint32_t id, const v1::Status& status) {
  v1::ServerFrame frame;
  frame.mutable_reply()->set_id(id);
  *frame.mutable_reply()->mutable_error() = status;
  return make_frame(frame);
}

Frame subscribed_frame(std::uint32_t id, StreamId stream, Offset head, bool recovered) {
  v1::ServerFrame frame;
  auto& subscribed = *frame.mutable_subscribed();
  subscribed.set_id(id);
  name_stream(*subscribed.mutable_stream(), stream);
  subscribed.set_head(head);
  subscribed.set_recovered(recovered);
  return make_frame(frame);
}

Frame unsubscribed_frame(StreamId stream, std::string reason) {
  v1::ServerFrame frame;
  name_stream(*frame.mutable_unsubscribed()->mutable_stream(), stream);
  frame.mutable_unsubscribed()->set_reason(std::move(reason));
  return make_frame(frame);
}

Frame signal_frame(StreamId stream, v1::SignalType type, PersonId from, Offset read) {
  v1::ServerFrame frame;
  auto& signal = *frame.mutable_signal();
  name_stream(*signal.mutable_stream(), stream);
  signal.set_type(type);
  signal.set_person_id(raw(from));
  signal.set_read_offset(read);
  return make_frame(frame);
}

Frame pong_frame(std::uint32_t id) {
  v1::ServerFrame frame;
  frame.mutable_pong()->set_id(id);
  return make_frame(frame);
}

Frame bye_frame(std::uint32_t code, std::chrono::milliseconds reconnect_after) {
  v1::ServerFrame frame;
  frame.mutable_bye()->set_code(code);
  frame.mutable_bye()->set_reconnect_after_ms(static_cast<std::uint32_t>(reconnect_after.count()));
  return make_frame(frame);
}

StreamId stream_id(const v1::Stream& stream) { return {static_cast<StreamKind>(stream.kind()), stream.key()}; }

}  // namespace wasl::sessions
