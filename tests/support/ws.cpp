#include "support/ws.hpp"

#include <algorithm>

#include "support/eventually.hpp"
#include "support/ws_state.hpp"

namespace wasl::test {

v1::Stream conversation_stream(std::int64_t id) {
  v1::Stream stream;
  stream.set_kind(v1::STREAM_CONVERSATION);
  stream.set_key(id);
  return stream;
}

v1::Stream person_stream(std::int64_t id) {
  v1::Stream stream;
  stream.set_kind(v1::STREAM_PERSON);
  stream.set_key(id);
  return stream;
}

namespace {

bool same(const v1::Stream& a, const v1::Stream& b) { return a.kind() == b.kind() && a.key() == b.key(); }

v1::ClientBatch batch_of(v1::ClientFrame frame) {
  v1::ClientBatch batch;
  *batch.add_frames() = std::move(frame);
  return batch;
}

v1::Status line_ended() {
  v1::Status status;
  status.set_code(v1::UNAVAILABLE);
  status.set_reason("line_ended");
  return status;
}

}  // namespace

WsClient::WsClient(unsigned short port, const std::string& token, const Options& options)
    : state_(std::make_shared<State>()) {
  auto headers = options.headers;
  if (!token.empty()) headers["Authorization"] = "Bearer " + token;
  Heard heard{[state = std::weak_ptr(state_)](const std::string& bytes) {
                const auto s = state.lock();
                if (!s) return;
                v1::ServerBatch batch;
                const std::lock_guard lock(s->mutex);
                s->malformed |= !batch.ParseFromString(bytes);
                for (auto& frame : *batch.mutable_frames()) s->frames.push_back(std::move(frame));
                s->changed.notify_all();
              },
              [state = std::weak_ptr(state_)](int code) {
                const auto s = state.lock();
                if (!s) return;
                const std::lock_guard lock(s->mutex);
                s->closed = true;
                s->close_code = code;
                s->changed.notify_all();
              }};
  auto [line, status] = open_line(port, headers, std::move(heard), options.answers_pings);
  state_->line = std::move(line);
  state_->handshake = status;
  if (status != 101) state_->closed = true;
}

WsClient::~WsClient() {
  if (state_) drop();
}
WsClient::WsClient(WsClient&&) noexcept = default;

WsClient& WsClient::operator=(WsClient&& other) noexcept {
  std::swap(state_, other.state_);
  std::swap(last_id_, other.last_id_);
  return *this;
}

int WsClient::handshake() const { return state_->handshake; }
std::uint32_t WsClient::next_id() { return ++last_id_; }

v1::ClientFrame WsClient::call_frame(std::uint32_t id, const google::protobuf::Message& request) {
  v1::ClientFrame frame;
  frame.mutable_call()->set_id(id);
  frame.mutable_call()->set_method(method_of(*request.GetDescriptor()));
  frame.mutable_call()->set_body(request.SerializeAsString());
  return frame;
}

v1::ClientFrame WsClient::subscribe_frame(std::uint32_t id, const v1::Stream& stream,
                                          std::optional<std::int64_t> since) {
  v1::ClientFrame frame;
  frame.mutable_subscribe()->set_id(id);
  *frame.mutable_subscribe()->mutable_stream() = stream;
  if (since) frame.mutable_subscribe()->set_since(*since);
  return frame;
}

std::uint32_t WsClient::start(const google::protobuf::Message& request, std::uint32_t timeout_ms) {
  return start(method_of(*request.GetDescriptor()), request.SerializeAsString(), timeout_ms);
}

std::uint32_t WsClient::start(const std::string& method, const std::string& body, std::uint32_t timeout_ms) {
  v1::ClientFrame frame;
  auto& call = *frame.mutable_call();
  call.set_id(next_id());
  call.set_method(method);
  call.set_body(body);
  call.set_timeout_ms(timeout_ms);
  send(batch_of(std::move(frame)));
  return last_id_;
}

bool WsClient::send(const v1::ClientBatch& batch) { return send_bytes(batch.SerializeAsString()); }

bool WsClient::send_bytes(const std::string& bytes, bool binary) {
  if (closed()) return false;
  state_->line->send(bytes, binary);
  return true;
}

std::optional<v1::Reply> WsClient::reply(std::uint32_t id) {
  wait([&] { return !replies(id).empty() || closed(); });
  const auto found = replies(id);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

void WsClient::take(std::uint32_t id, google::protobuf::Message& response) {
  const auto answer = reply(id);
  if (!answer) throw Failed(line_ended());
  if (answer->has_error()) throw Failed(answer->error());
  if (!response.ParseFromString(answer->body()))
    throw std::runtime_error("a reply that is no " + response.GetTypeName());
}

v1::Status WsClient::refusal(const google::protobuf::Message& request) {
  const auto answer = reply(start(request));
  return answer ? answer->error() : line_ended();
}

std::optional<v1::Subscribed> WsClient::subscribed(std::uint32_t id) {
  std::optional<v1::Subscribed> found;
  wait([&] {
    for (const auto& frame : frames())
      if (frame.has_subscribed() && frame.subscribed().id() == id) found = frame.subscribed();
    return found || !replies(id).empty() || closed();
  });
  return found;
}

v1::Subscribed WsClient::subscribe(const v1::Stream& stream, std::optional<std::int64_t> since) {
  const auto id = next_id();
  send(batch_of(subscribe_frame(id, stream, since)));
  if (auto answer = subscribed(id)) return *answer;
  const auto refused = replies(id);
  throw Failed(refused.empty() ? line_ended() : refused.front().error());
}

void WsClient::unsubscribe(const v1::Stream& stream) {
  v1::ClientFrame frame;
  *frame.mutable_unsubscribe()->mutable_stream() = stream;
  send(batch_of(std::move(frame)));
}

void WsClient::signal(const v1::Stream& stream) {
  v1::ClientFrame frame;
  *frame.mutable_signal()->mutable_stream() = stream;
  frame.mutable_signal()->set_type(v1::SIGNAL_TYPING);
  send(batch_of(std::move(frame)));
}

void WsClient::ping() {
  const auto id = next_id();
  v1::ClientFrame frame;
  frame.mutable_ping()->set_id(id);
  send(batch_of(std::move(frame)));
  wait([&] {
    return closed() ||
           std::ranges::any_of(frames(), [&](const auto& f) { return f.has_pong() && f.pong().id() == id; });
  });
}

std::vector<v1::ServerFrame> WsClient::frames() const {
  const std::lock_guard lock(state_->mutex);
  return state_->frames;
}

std::vector<v1::Event> WsClient::events(const v1::Stream& stream) const {
  const std::lock_guard lock(state_->mutex);
  std::vector<v1::Event> out;
  for (const auto& frame : state_->frames)
    if (frame.has_event() && same(frame.event().stream(), stream)) out.push_back(frame.event());
  return out;
}

std::vector<v1::Reply> WsClient::replies(std::uint32_t id) const {
  const std::lock_guard lock(state_->mutex);
  std::vector<v1::Reply> out;
  for (const auto& frame : state_->frames)
    if (frame.has_reply() && frame.reply().id() == id) out.push_back(frame.reply());
  return out;
}

std::vector<v1::Signal> WsClient::signals() const {
  std::vector<v1::Signal> out;
  for (const auto& frame : frames())
    if (frame.has_signal()) out.push_back(frame.signal());
  return out;
}

std::optional<v1::Hello> WsClient::hello() const {
  wait([&] { return !frames().empty() || closed(); });
  const auto all = frames();
  return all.empty() || !all.front().has_hello() ? std::nullopt : std::optional(all.front().hello());
}

std::optional<v1::Bye> WsClient::bye() const {
  for (const auto& frame : frames())
    if (frame.has_bye()) return frame.bye();
  return std::nullopt;
}

bool WsClient::closed() const {
  const std::lock_guard lock(state_->mutex);
  return state_->closed;
}

int WsClient::close_code() const {
  const std::lock_guard lock(state_->mutex);
  return state_->close_code;
}

bool WsClient::wait(const std::function<bool()>& condition) const {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    std::size_t seen = 0;
    bool over = false;
    {
      const std::lock_guard lock(state_->mutex);
      seen = state_->frames.size();
      over = state_->closed;
    }
    if (condition()) return true;
    std::unique_lock lock(state_->mutex);
    const bool news = state_->changed.wait_until(
        lock, until, [&] { return state_->frames.size() != seen || state_->closed != over; });
    if (!news) return false;
  }
}

bool WsClient::wait_event(const v1::Stream& stream, std::int64_t offset) {
  bool found = false;
  wait([&] {
    found = std::ranges::any_of(events(stream), [&](const auto& e) { return e.offset() == offset; });
    return found || closed();
  });
  return found;
}

bool WsClient::wait_closed() {
  return wait([&] { return closed(); });
}

void WsClient::drop() { state_->line->reset(); }

}  // namespace wasl::test
