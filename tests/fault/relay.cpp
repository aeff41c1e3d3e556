#include "fault/relay.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <list>
#include <string_view>
#include <thread>

namespace wasl::fault {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Local = asio::local::stream_protocol;

namespace {

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);

struct Thread {
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::thread thread{[this] { io.run(); }};
  ~Thread() {
    io.stop();
    thread.join();
  }
};

asio::io_context& wires() {
  static Thread instance;
  return instance.io;
}

// Runs it on the wires' thread, to its end.
template <class Action>
void there(Action action) {
  std::promise<void> done;
  asio::post(wires(), [&] {
    action();
    done.set_value();
  });
  done.get_future().wait();
}

struct Pair {
  tcp::socket near{wires()};
  Local::socket far{wires()};
  bool deaf = false;  // what the far side says is lost

  void reset() {
    error_code ignored;
    near.set_option(asio::socket_base::linger(true, 0), ignored);
    near.close(ignored);
    far.close(ignored);
  }
};

// As libpq sends them: the end of a transaction, or the statement by which messages are stored, which is one by itself.
bool is_commit(std::string_view bytes) {
  if (bytes.starts_with('Q')) return bytes.substr(0, 32).find("COMMIT") != bytes.npos;
  return bytes.starts_with('B') && bytes.substr(0, 64).find("messaging.send_batch") != bytes.npos;
}

}  // namespace

struct Relay::State : std::enable_shared_from_this<Relay::State> {
  explicit State(const std::string& path)
      : upstream(path), acceptor(wires(), {asio::ip::address_v4::loopback(), 0}), gate(wires()) {
    gate.expires_at(asio::steady_timer::time_point::max());
  }

  asio::awaitable<void> passable() {
    while (silent) co_await gate.async_wait(kTuple);
  }

  static asio::awaitable<void> accept(std::shared_ptr<State> self) {
    for (;;) {
      auto pair = std::make_shared<Pair>();
      if (const auto [error] = co_await self->acceptor.async_accept(pair->near, kTuple); error) co_return;
      self->pairs.push_back(pair);
      std::erase_if(self->pairs, [](const auto& p) { return p.expired(); });
      asio::co_spawn(wires(), serve(self, pair), asio::detached);
    }
  }

  static asio::awaitable<void> serve(std::shared_ptr<State> self, std::shared_ptr<Pair> pair) {
    co_await self->passable();
    if (const auto [error] = co_await pair->far.async_connect(Local::endpoint(self->upstream), kTuple); error)
      co_return pair->reset();
    error_code ignored;
    pair->near.set_option(tcp::no_delay(true), ignored);
    asio::co_spawn(wires(), back(self, pair), asio::detached);
    std::string bytes(std::size_t{1} << 16, '\0');
    for (;;) {
      const auto [error, n] = co_await pair->near.async_read_some(asio::buffer(bytes), kTuple);
      if (error) break;
      co_await self->passable();
      const auto keep = self->kept(std::string_view(bytes).substr(0, n), *pair);
      if (const auto [failed, sent] = co_await asio::async_write(pair->far, asio::buffer(bytes.data(), keep), kTuple);
          failed)
        break;
      if (keep < n) break;
    }
    pair->reset();
  }

  static asio::awaitable<void> back(std::shared_ptr<State> self, std::shared_ptr<Pair> pair) {
    std::string bytes(std::size_t{1} << 16, '\0');
    for (;;) {
      const auto [error, n] = co_await pair->far.async_read_some(asio::buffer(bytes), kTuple);
      if (error) break;
      co_await self->passable();
      if (pair->deaf) break;
      if (const auto [failed, sent] = co_await asio::async_write(pair->near, asio::buffer(bytes.data(), n), kTuple);
          failed)
        break;
    }
    pair->reset();
  }

  // How much of these bytes leaves.
  std::size_t kept(std::string_view bytes, Pair& pair) {
    if (to_cut == 0 || !is_commit(bytes)) return bytes.size();
    --to_cut;
    ++cuts;
    pair.deaf = true;
    return where == Cut::kBefore ? 0 : where == Cut::kHalfway ? bytes.size() / 2 : bytes.size();
  }

  std::string upstream;
  tcp::acceptor acceptor;
  asio::steady_timer gate;
  std::list<std::weak_ptr<Pair>> pairs;
  bool silent = false;
  int to_cut = 0;
  Cut where = Cut::kAfter;
  std::atomic<int> cuts{0};
};

Relay::Relay(const std::string& upstream) : state_(std::make_shared<State>(upstream)) {
  there([&] { asio::co_spawn(wires(), State::accept(state_), asio::detached); });
}

Relay::~Relay() {
  speak();
  cut();
  there([&] { state_->acceptor.close(); });
}

unsigned short Relay::port() const { return state_->acceptor.local_endpoint().port(); }

void Relay::silence() {
  there([&] { state_->silent = true; });
}

void Relay::speak() {
  there([&] {
    state_->silent = false;
    state_->gate.cancel();
  });
}

void Relay::cut() {
  there([&] {
    for (const auto& weak : state_->pairs)
      if (const auto pair = weak.lock()) pair->reset();
  });
}

void Relay::cut_commits(int count, Cut where) {
  there([&] {
    state_->to_cut = count;
    state_->where = where;
  });
}

int Relay::commits_cut() const { return state_->cuts; }

}  // namespace wasl::fault
