#include "fault/device.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "support/raw_ws.hpp"

namespace wasl::fault {

namespace msg = ::wasl::messaging::v1;
using Clock = std::chrono::steady_clock;
using test::conversation_stream;

namespace {

constexpr auto kAnswerDue = 30s;  // three times what the server allows itself
constexpr auto kAgain = 300ms;
constexpr std::uint32_t kPage = 100;

StreamKey key_of(const v1::Stream& stream) { return {stream.kind(), stream.key()}; }

v1::Stream stream_of(StreamKey key) {
  v1::Stream stream;
  stream.set_kind(static_cast<v1::StreamKind>(key.first));
  stream.set_key(key.second);
  return stream;
}

v1::ClientFrame call_frame(std::uint32_t id, const google::protobuf::Message& request,
                           std::chrono::milliseconds timeout) {
  auto frame = test::WsClient::call_frame(id, request);
  frame.mutable_call()->set_timeout_ms(static_cast<std::uint32_t>(timeout.count()));
  return frame;
}

std::string batch_of(v1::ClientFrame frame) {
  v1::ClientBatch batch;
  *batch.add_frames() = std::move(frame);
  return batch.SerializeAsString();
}

}  // namespace

bool passing(const v1::Status& status) {
  return status.code() == v1::UNAVAILABLE || status.code() == v1::DEADLINE_EXCEEDED ||
         status.code() == v1::RESOURCE_EXHAUSTED;
}

Device::Device(Scene& scene, int number, const test::Person& person, std::uint64_t seed)
    : scene_(scene), number_(number), person_(person), random_(seed) {}

void Device::start() {
  asio::co_spawn(scene_.io, [me = shared_from_this()] { return me->live_on(); }, asio::detached);
  asio::co_spawn(scene_.io, [me = shared_from_this()] { return me->watch_the_line(); }, asio::detached);
}

std::string Device::name() const { return fmt::format("device {}, line {}", number_, line_number_); }

asio::awaitable<void> Device::live_on() {
  asio::steady_timer timer(scene_.io);
  for (auto most = 100ms;; most = std::min(2 * most, scene_.patience.reconnect)) {
    auto line = std::make_shared<Line>(scene_.io);
    const auto port = scene_.ports[below(random_, scene_.ports.size())];
    const int status = co_await line->open(port, person_.token, scene_.patience.silence);
    if (status == 101) {
      most = 100ms;
      begin(line);
      while (const auto message = co_await line->read()) on_message(*message);
      finish();
    } else if (status == 401 || status == 403) {
      scene_.note(fmt::format("device {}: its session was refused with {}", number_, status));
    }
    line->end();
    timer.expires_after(between(random_, most / 2, most));
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

// Leaves a line that stays silent, and now and then any; tells of answers that do not come though the line lives.
asio::awaitable<void> Device::watch_the_line() {
  asio::steady_timer timer(scene_.io);
  for (std::uint32_t id = 1;; ++id) {
    timer.expires_after(scene_.patience.ping_every);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!line_ || !line_->reads()) continue;
    const auto now = Clock::now();
    const auto stay = static_cast<double>(scene_.patience.stay / scene_.patience.ping_every);
    if (now - last_heard_ > scene_.patience.silence || (!scene_.one_writes && chance(random_, 1 / stay))) {
      line_->end();
      continue;
    }
    for (auto& [call, waiting] : waiting_)
      if (alive_at_ > waiting.since + kAnswerDue && !std::exchange(waiting.overdue, true))
        scene_.note(fmt::format("{}: call {} is not answered", name(), call));
    v1::ClientFrame frame;
    frame.mutable_ping()->set_id(id);
    pings_[id] = now;
    line_->send(batch_of(std::move(frame)));
  }
}

void Device::begin(std::shared_ptr<Line> line) {
  line_ = std::move(line);
  line_number_ = ++scene_.lines;
  turn_ = 0;
  slow_ = false;
  last_heard_ = alive_at_ = Clock::now();
  if (!listed_) return list();
  ++scene_.reconnects;
  subscribe(streams());
  for (auto& [stream, follow] : follows_)
    for (const auto& hole : follow.holes) reload(stream, hole, hole.second + 1, {});
}

void Device::finish() {
  if (slow_) ++scene_.too_slow;
  line_.reset();
  opening_.clear();
  pings_.clear();
  for (auto& [stream, follow] : follows_) follow.chapter = nullptr;
  for (auto& [id, waiting] : std::exchange(waiting_, {})) waiting.answer(nullptr);
}

void Device::later(std::chrono::milliseconds wait, std::function<void()> action) {
  auto timer = std::make_shared<asio::steady_timer>(scene_.io, wait);
  timer->async_wait(
      [me = shared_from_this(), timer, line = line_number_, action = std::move(action)](boost::system::error_code) {
        if (me->line_ && me->line_number_ == line) action();
      });
}

void Device::call(const google::protobuf::Message& request, Answer answer) {
  const auto id = ++last_id_;
  waiting_[id] = {std::move(answer), Clock::now()};
  line_->send(batch_of(call_frame(id, request, scene_.patience.call)));
}

void Device::break_off(const google::protobuf::Message& request) {
  if (!line_) return;
  const auto frame = test::encode({.payload = batch_of(call_frame(++last_id_, request, scene_.patience.call))});
  line_->break_off(frame, 1 + below(random_, frame.size() - 1), chance(random_, 0.5));
}

std::string Device::state(StreamKey stream) const {
  const auto follow = follows_.find(stream);
  return fmt::format("device {} ({}, line {}, {} answers due): {}", number_,
                     !line_           ? "off"
                     : line_->reads() ? "on"
                                      : "not reading",
                     line_number_, waiting_.size(),
                     follow == follows_.end()
                         ? "knows nothing of it"
                         : fmt::format("{} at {}, {} holes", follow->second.chapter ? "follows" : "does not follow",
                                       follow->second.applied, follow->second.holes.size()));
}

std::string Device::behind(const std::map<StreamKey, Offset>& reached) const {
  for (const auto& [stream, follow] : follows_)
    if (const auto goal = reached.find(stream);
        !follow.chapter || !follow.holes.empty() || (goal != reached.end() && follow.applied < goal->second))
      return fmt::format("stream {}/{} at {}: {}", stream.first, stream.second,
                         goal == reached.end() ? 0 : goal->second, state(stream));
  return state({});
}

void Device::stop_reading() {
  if (line_) line_->stop_reading();
}

void Device::move() {
  if (line_) line_->end();
}

void Device::go_on_reading() {
  if (!line_ || line_->reads()) return;
  slow_ = true;
  pings_.clear();  // their answers say nothing about what comes now
  last_heard_ = Clock::now();
  line_->go_on_reading();
}

std::vector<StreamKey> Device::streams() const {
  std::vector<StreamKey> out;
  for (const auto& [stream, follow] : follows_) out.push_back(stream);
  return out;
}

bool Device::up_to_date(const std::map<StreamKey, Offset>& reached) const {
  if (!live() || !waiting_.empty()) return false;
  return std::ranges::all_of(follows_, [&](const auto& f) {
    const auto goal = reached.find(f.first);
    return f.second.chapter && f.second.holes.empty() && (goal == reached.end() || f.second.applied >= goal->second);
  });
}

// The state that everything starts from.
void Device::list() {
  msg::ListConversationsRequest request;
  request.set_limit(kPage);
  call(request, [this, begun = scene_.now()](const v1::Reply* reply) {
    msg::ListConversationsResponse response;
    if (!reply) return;
    if (reply->has_error() || !response.ParseFromString(reply->body())) return later(kAgain, [this] { list(); });
    follows_[{kPersonStream, person_.id}].applied = response.person_head();
    for (const auto& c : response.conversations()) {
      follows_[{kConversationStream, c.id()}].applied = c.head();
      scene_.saw_head({kConversationStream, c.id()}, begun, c.head());
      scene_.saw_marker({person_.id, c.id()}, begun, c.read_offset());
    }
    listed_ = true;
    subscribe(streams());
  });
}

void Device::subscribe(const std::vector<StreamKey>& streams) {
  v1::ClientBatch batch;
  for (const auto& stream : streams) {
    const auto id = ++last_id_;
    opening_[id] = {stream, scene_.now()};
    waiting_[id] = {
        [this, id, stream](const v1::Reply* reply) {
          opening_.erase(id);
          if (!reply) return;
          if (!passing(reply->error()))
            scene_.note(fmt::format("{}: subscribing was refused: {}", name(), reply->error().ShortDebugString()));
          later(kAgain, [this, stream] { subscribe({stream}); });
        },
        Clock::now()};
    *batch.add_frames() = test::WsClient::subscribe_frame(id, stream_of(stream), follows_.at(stream).applied);
  }
  line_->send(batch.SerializeAsString());
}

// Page by page, newest first, down to what is known.
void Device::reload(StreamKey stream, std::pair<Offset, Offset> hole, Offset before, std::vector<Event> found) {
  const auto done = [this, stream, hole](std::vector<Event> events) {
    std::ranges::reverse(events);
    ++scene_.reloads;
    scene_.ledger.reloads.push_back({number_, stream, hole.first, hole.second, std::move(events)});
    std::erase(follows_.at(stream).holes, hole);
  };
  if (stream.first == kPersonStream) return done({});
  call(test::history_request(stream.second, before, kPage), [=, this](const v1::Reply* reply) mutable {
    msg::ListMessagesResponse page;
    if (!reply) return;
    if (reply->has_error() || !page.ParseFromString(reply->body()))
      return later(kAgain, [=, this] { reload(stream, hole, before, found); });
    bool more = page.more();
    for (const auto& m : page.messages()) {
      if (m.offset() > hole.first) found.push_back({m.offset(), kMessageSent, m.client_id()});
      more = more && m.offset() > hole.first;
      before = m.offset();
    }
    more ? reload(stream, hole, before, std::move(found)) : done(std::move(found));
  });
}

void Device::on_message(const std::string& bytes) {
  last_heard_ = Clock::now();
  v1::ServerBatch batch;
  if (!batch.ParseFromString(bytes)) return scene_.note(name() + ": what came is no batch");
  for (const auto& frame : batch.frames()) {
    if (frame.has_event()) on_event(frame.event());
    if (frame.has_reply()) on_reply(frame.reply());
    if (frame.has_subscribed()) on_subscribed(frame.subscribed());
    if (frame.has_bye()) on_bye(frame.bye());
    if (frame.has_pong()) on_pong(frame.pong().id());
    if (frame.has_unsubscribed()) scene_.note(name() + ": unsubscribed by the server");
  }
}

void Device::on_reply(const v1::Reply& reply) {
  auto waiting = waiting_.extract(reply.id());
  if (waiting.empty()) return scene_.note(fmt::format("{}: a second answer to {}", name(), reply.id()));
  if (reply.has_error() && !passing(reply.error()))
    scene_.note(fmt::format("{}: {}", name(), reply.error().ShortDebugString()));
  waiting.mapped().answer(&reply);
}

void Device::on_subscribed(const v1::Subscribed& subscribed) {
  const auto opening = opening_.extract(subscribed.id());
  if (opening.empty() || waiting_.erase(subscribed.id()) == 0)
    return scene_.note(name() + ": subscribed to what was not asked for");
  const auto [stream, begun] = opening.mapped();
  auto& follow = follows_.at(stream);
  scene_.ledger.chapters.push_back(
      {number_, line_number_, stream, follow.applied, subscribed.head(), subscribed.recovered()});
  follow.chapter = &scene_.ledger.chapters.back();
  scene_.saw_head(stream, begun, subscribed.head());
  if (subscribed.recovered()) return;
  const std::pair hole{follow.applied, subscribed.head()};
  follow.applied = subscribed.head();
  if (hole.first >= hole.second) return;
  follow.holes.push_back(hole);
  reload(stream, hole, hole.second + 1, {});
}

void Device::on_event(const v1::Event& event) {
  const auto stream = key_of(event.stream());
  const auto follow = follows_.find(stream);
  if (follow == follows_.end() || !follow->second.chapter)
    return scene_.note(name() + ": an event of a stream that is not followed");
  Event seen{event.offset(), event.type(), digest(event.body())};
  if (event.type() == kMessageSent) {
    msg::Message message;
    if (!message.ParseFromString(event.body())) scene_.note(name() + ": an event that is no message");
    seen.what = message.client_id();
  } else if (event.type() == msg::EVENT_READ_MARKER_MOVED) {
    msg::ReadMarkerMoved moved;
    if (!moved.ParseFromString(event.body())) scene_.note(name() + ": an event that is no marker");
    scene_.saw_marker({person_.id, moved.conversation_id()}, 0, moved.read_offset());
  }
  follow->second.chapter->events.push_back(seen);
  follow->second.applied = std::max(follow->second.applied, event.offset());
  scene_.saw_head(stream, 0, event.offset());
  ++scene_.delivered;
}

void Device::on_pong(std::uint32_t id) {
  const auto ping = pings_.extract(id);
  if (ping.empty()) return;
  alive_at_ = ping.mapped();
  slow_ = false;  // the line has outlived it
}

void Device::on_bye(const v1::Bye& bye) {
  if (bye.code() != 4000 && bye.code() != 4001) scene_.note(fmt::format("{}: sent away with {}", name(), bye.code()));
}

}  // namespace wasl::fault
