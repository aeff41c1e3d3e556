#include "gateway/connection.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <map>

#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "gateway/batch.hpp"
#include "gateway/pending_call.hpp"
#include "sessions/frames.hpp"

namespace wasl::gateway {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

// The stream under Beast: reads come from the socket, Beast's own small writes join the outbox, so that a pong never
// cuts into a frame.
struct Outlet {
  using executor_type = tcp::socket::executor_type;
  using next_layer_type = tcp::socket;
  using lowest_layer_type = tcp::socket;

  explicit Outlet(tcp::socket s) : socket(std::move(s)) {}
  executor_type get_executor() { return socket.get_executor(); }
  tcp::socket& next_layer() { return socket; }
  tcp::socket& lowest_layer() { return socket; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return socket.async_read_some(buffers, std::forward<Token>(token));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [this](auto handler, auto bytes) {
          std::string copy(asio::buffer_size(bytes), '\0');
          asio::buffer_copy(asio::buffer(copy), bytes);
          const auto size = copy.size();
          send(std::make_shared<const std::string>(std::move(copy)));
          asio::post(socket.get_executor(),
                     [h = std::move(handler), size]() mutable { std::move(h)(error_code{}, size); });
        },
        token, buffers);
  }

  tcp::socket socket;
  Outbox* outbox = nullptr;

 private:
  // What was pushed before a close frame leaves before it, and nothing follows it.
  void send(Frame message) {
    if (!message->starts_with('\x88')) return outbox->write(std::move(message));
    outbox->flush();
    outbox->write_last(std::move(message));
  }
};

[[maybe_unused]] static void teardown(beast::role_type, Outlet&, error_code&) {}

// The connection itself parts from its peer.
template <class Handler>
static void async_teardown(beast::role_type, Outlet& outlet, Handler&& handler) {
  asio::post(outlet.get_executor(), [h = std::forward<Handler>(handler)]() mutable { std::move(h)(error_code{}); });
}

[[maybe_unused]] static void beast_close_socket(Outlet& outlet) {
  error_code ignored;
  outlet.socket.close(ignored);
}

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLargestMessage = std::size_t{256} * 1024;
constexpr std::size_t kMostInFlight = 256;
constexpr std::size_t kSubscriptionsPerToken = 20;
constexpr std::size_t kSmallMessage = 512;
constexpr auto kLastWords = 3s;
constexpr auto kBetweenSignals = 1s;
constexpr auto kAfterRefusedSignal = 10s;
constexpr auto kSignalRightsLast = 30s;  // so that typing costs no query each time
constexpr std::size_t kMostSignalled = 64;
constexpr auto kForAnAnswer = 100ms;  // when too many are awaited

Frame close_message(std::uint16_t code) {
  return std::make_shared<const std::string>(
      std::string{'\x88', '\x02', static_cast<char>(code >> 8), static_cast<char>(code)});
}

// Whether Beast dropped the line without the word that RFC 6455 section 7.1.7 wants.
bool is_faulty_close(const error_code& error) {
  return error == websocket::error::bad_close_payload || error == websocket::error::bad_close_size ||
         error == websocket::error::bad_close_code;
}

prometheus::Gauge& open_connections() {
  static auto& gauge = metrics::gauge("wasl_connections", "Open WebSocket connections.");
  return gauge;
}

}  // namespace

class Connection final : public sessions::Subscriber, public Outbox::Owner, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Room& room, const Services& services, tcp::socket socket, router::Context context, SocketCount count)
      : room_(room),
        count_(std::move(count)),
        services_(services),
        websocket_(Outlet(std::move(socket))),
        outbox_(room.flusher, websocket_.next_layer().socket, *this),
        context_(std::move(context)),
        farewell_(room.loop.io()) {
    websocket_.next_layer().outbox = &outbox_;
    room_.connections.insert(this);
    open_connections().Increment();
  }
  ~Connection() override {
    room_.hub.leave(*this);  // has left already, unless run() was ended by an exception
    room_.connections.erase(this);
    open_connections().Decrement();
  }

  static asio::awaitable<void> run(std::shared_ptr<Connection> self, Upgrade request) {
    error_code why;
    if (co_await self->accept(std::move(request))) why = co_await self->read_all();
    self->over_ = true;
    self->room_.hub.leave(*self);
    self->sign_out_.reset();
    co_await self->part(why);
    self->outbox_.kill();
    self->farewell_.cancel();
  }

  void push(const Frame& frame) override {
    if (!over_) outbox_.push(frame);  // nothing follows the bye
  }
  void push_signal(const Frame& frame) override {
    if (!over_) outbox_.push_signal(frame);
  }
  PersonId person() const override { return context_.viewer.person; }
  std::shared_ptr<void> keep_alive() override { return shared_from_this(); }
  void on_too_slow() override {
    outbox_.cut();
    end(ByeCode::kTooSlow, 500ms);
  }

  // Says bye, and why, after whatever was queued; then the connection ends.
  void end(ByeCode code, std::chrono::milliseconds reconnect_after) {
    if (std::exchange(over_, true)) return;
    outbox_.push(sessions::bye_frame(static_cast<std::uint32_t>(code), reconnect_after));
    outbox_.flush();
    outbox_.write_last(close_message(static_cast<std::uint16_t>(code)));  // Beast would answer the peer's with a second one
    cut_off_later();  // the peer answers with its own close and the read ends
  }

 private:
  void cut_off_later() {
    farewell_.expires_after(kLastWords);
    farewell_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->outbox_.kill();
    });
  }

  // Lets the peer read our last words before the rest of what it sends is thrown away: closing at once would reset the
  // line, and they might be lost (RFC 6455 section 7.1.1).
  asio::awaitable<void> part(error_code why) {
    if (is_faulty_close(why)) outbox_.write_last(close_message(websocket::close_code::protocol_error));
    outbox_.finish();
    if (why == asio::error::eof || why == asio::error::connection_reset) co_return;  // nobody is there; asio tells an end once
    cut_off_later();
    char rest[1024];
    for (bool more = true; more;) {
      const auto [error, n] =
          co_await websocket_.next_layer().socket.async_read_some(asio::buffer(rest), asio::as_tuple(asio::use_awaitable));
      more = !error;
    }
  }

  asio::awaitable<bool> accept(Upgrade request) {
    websocket_.set_option(websocket::stream_base::timeout{15s, services_.idle_timeout, true});
    websocket_.auto_fragment(false);
    websocket_.read_message_max(kLargestMessage);
    websocket_.binary(true);
    const auto [error] = co_await websocket_.async_accept(request, asio::as_tuple(asio::use_awaitable));
    if (error) co_return false;
    const auto& viewer = context_.viewer;
    const auto with = [weak = weak_from_this(), &io = room_.loop.io()](ByeCode code) {
      return [weak, &io, code] {
        asio::post(io, [weak, code] {
          if (const auto self = weak.lock()) self->end(code, 0ms);
        });
      };
    };
    sign_out_.emplace(
        services_.sign_outs.add(viewer.session, with(ByeCode::kSessionEnded), with(ByeCode::kRightsChanged)));
    v1::ServerFrame frame;
    auto& hello = *frame.mutable_hello();
    hello.set_person_id(raw(viewer.person));
    hello.set_session_id(raw(viewer.session));
    hello.set_server_time_ms(now_ms());
    hello.set_ping_every_ms(static_cast<std::uint32_t>(std::chrono::milliseconds(services_.idle_timeout).count() / 2));
    push(sessions::make_frame(frame));
    co_return true;
  }

  // Why it ended. Only what does not fit into `first` costs a buffer, and none outlives its message.
  asio::awaitable<error_code> read_all() {
    char first[kSmallMessage];
    for (;;) {
      const auto [error, size] = co_await websocket_.async_read_some(asio::buffer(first), asio::as_tuple(asio::use_awaitable));
      if (error) co_return error;
      if (websocket_.is_message_done()) {
        if (!over_) on_message({first, size});
      } else if (const auto failed = co_await read_rest({first, size})) {
        co_return failed;
      }
    }
  }

  asio::awaitable<error_code> read_rest(std::string_view begun) {
    beast::flat_buffer whole;
    whole.commit(asio::buffer_copy(whole.prepare(begun.size()), asio::buffer(begun)));
    const auto [error, size] = co_await websocket_.async_read(whole, asio::as_tuple(asio::use_awaitable));
    if (!error && !over_) on_message({static_cast<const char*>(whole.data().data()), whole.size()});
    co_return error;
  }

  void on_message(std::string_view bytes) {
    static thread_local v1::ClientBatch batch;
    batch.Clear();
    if (!websocket_.got_binary() || !read_batch(bytes, batch)) return end(ByeCode::kMalformed, 0ms);
    std::vector<sessions::Hub::Request> subscriptions;
    for (auto& frame : *batch.mutable_frames()) {
      switch (frame.kind_case()) {
        case v1::ClientFrame::kCall: on_call(*frame.mutable_call()); break;
        case v1::ClientFrame::kSubscribe: subscriptions.push_back(to_request(frame.subscribe())); break;
        case v1::ClientFrame::kUnsubscribe:
          on_subscriptions(std::exchange(subscriptions, {}));  // those before it, first
          room_.hub.close(*this, sessions::stream_id(frame.unsubscribe().stream()));
          break;
        case v1::ClientFrame::kSignal: on_signal(frame.signal()); break;
        case v1::ClientFrame::kPing: push(sessions::pong_frame(frame.ping().id())); break;
        case v1::ClientFrame::KIND_NOT_SET: break;
      }
    }
    on_subscriptions(std::move(subscriptions));
  }

  static sessions::Hub::Request to_request(const v1::Subscribe& s) {
    return {s.id(), sessions::stream_id(s.stream()), s.has_since() ? std::optional<Offset>(s.since()) : std::nullopt};
  }

  void on_subscriptions(std::vector<sessions::Hub::Request> requests) {
    if (requests.empty()) return;
    std::optional<std::chrono::milliseconds> wait;
    for (std::size_t n = 0; n < requests.size() && !wait; n += kSubscriptionsPerToken)
      wait = services_.limiter.take(context_, v1::RATE_READ);
    if (wait) {
      const auto status = sessions::to_status(
          Refused(Code::kResourceExhausted, "rate_limited", "Too many requests. Wait a moment.").retry_after(*wait));
      for (const auto& r : requests) push(sessions::error_frame(r.id, status));
      return;
    }
    room_.hub.open(shared_from_this(), std::move(requests));
  }

  void on_signal(const v1::ClientSignal& signal) {
    const auto now = std::chrono::steady_clock::now();
    const auto stream = sessions::stream_id(signal.stream());
    if (signal.type() != v1::SIGNAL_TYPING || stream.kind != StreamKind::kConversation || now < next_signal_ ||
        !room_.hub.follows(*this, stream))
      return;
    next_signal_ = now + kBetweenSignals;
    if (const auto known = may_signal_until_.find(stream); !services_.may_signal || (known != may_signal_until_.end() && now < known->second))
      return tell_typing(stream);
    asio::co_spawn(room_.loop.io(), tell_typing_if_allowed(shared_from_this(), stream), asio::detached);
  }

  void tell_typing(StreamId stream) {
    services_.bus.publish({{stream, 0, sessions::signal_frame(stream, v1::SIGNAL_TYPING, person())}});
  }

  static asio::awaitable<void> tell_typing_if_allowed(std::shared_ptr<Connection> self, StreamId stream) {
    const auto asked = std::chrono::steady_clock::now();
    bool allowed = false;
    try {
      allowed = co_await self->services_.may_signal(self->person(), stream);
    } catch (const std::exception&) {
      // A signal may be lost.
    }
    if (self->over_) co_return;
    if (!allowed) {
      self->next_signal_ = asked + kAfterRefusedSignal;
      co_return;
    }
    if (self->may_signal_until_.size() >= kMostSignalled) self->may_signal_until_.clear();
    self->may_signal_until_[stream] = asked + kSignalRightsLast;
    self->tell_typing(stream);
  }

  void on_call(v1::Call& call) {
    if (in_flight_ >= kMostInFlight) {
      const auto why = Refused(Code::kResourceExhausted, "too_many_calls", "At most 256 calls at once on one connection.")
                           .retry_after(kForAnAnswer);
      return push(sessions::error_frame(call.id(), sessions::to_status(why)));
    }
    ++in_flight_;
    auto pending = PendingCall::start(room_, call_timeout(call.timeout_ms()),
                                      [self = shared_from_this(), id = call.id()](router::Answer a) { self->reply(id, std::move(a)); });
    asio::co_spawn(room_.loop.io(), answer(shared_from_this(), std::move(pending), std::move(call)), asio::detached);
  }

  static asio::awaitable<void> answer(std::shared_ptr<Connection> self, std::shared_ptr<PendingCall> pending, v1::Call call) {
    router::Context context = self->context_;
    pending->answer(co_await self->services_.router.call(context, call.method(), call.body(), router::Format::kProto));
  }

  void reply(std::uint32_t id, router::Answer answer) {
    --in_flight_;
    push(answer.status.code() == v1::OK ? sessions::reply_frame(id, std::move(answer.body))
                                        : sessions::error_frame(id, answer.status));
  }

  Room& room_;
  SocketCount count_;
  const Services& services_;
  websocket::stream<Outlet, false> websocket_;
  Outbox outbox_;
  router::Context context_;
  std::optional<sessions::SignOuts::Registration> sign_out_;
  asio::steady_timer farewell_;
  std::chrono::steady_clock::time_point next_signal_{};
  std::map<StreamId, std::chrono::steady_clock::time_point> may_signal_until_;
  std::size_t in_flight_ = 0;
  bool over_ = false;
};

void serve_websocket(Room& room, const Services& services, tcp::socket socket, Upgrade request, router::Context context,
                     SocketCount count) {
  auto connection = std::make_shared<Connection>(room, services, std::move(socket), std::move(context), std::move(count));
  asio::co_spawn(room.loop.io(), Connection::run(connection, std::move(request)), asio::detached);
}

void say_goodbye(Room& room, std::chrono::milliseconds within) {
  const std::vector<Connection*> all(room.connections.begin(), room.connections.end());
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i]->end(ByeCode::kRestarting, 500ms + within * static_cast<int>(i) / static_cast<int>(all.size()));
}

}  // namespace wasl::gateway
