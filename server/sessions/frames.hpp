// The frames that the server itself makes.
#pragma once
#include "core/error.hpp"
#include "core/frame.hpp"
#include "core/stream_id.hpp"
#include "wasl/envelope.pb.h"

namespace wasl::sessions {

Frame make_frame(const v1::ServerFrame& frame);
v1::Status to_status(const Refused& refused);

Frame reply_frame(std::uint32_t id, std::string body);
Frame error_frame(std::uint32_t id, const v1::Status& status);
Frame subscribed_frame(std::uint32_t id, StreamId stream, Offset head, bool recovered);
Frame unsubscribed_frame(StreamId stream, std::string reason);
Frame signal_frame(StreamId stream, v1::SignalType type, PersonId from, Offset read = 0);
Frame pong_frame(std::uint32_t id);
Frame bye_frame(std::uint32_t code, std::chrono::milliseconds reconnect_after);

StreamId stream_id(const v1::Stream& stream);

}  // namespace wasl::sessions
