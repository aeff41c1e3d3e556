// The only writer of one WebSocket's socket: bounded, never blocking, one write per loop turn.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <deque>
#include <memory>

#include "gateway/packs.hpp"

namespace wasl::gateway {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

class Outbox;

// One loop's outboxes with something to write.
struct Flusher {
  Packs packs;
  std::vector<Outbox*> dirty;
  void flush();  // at the end of every turn
};

class Outbox {
 public:
  // Waiting for the socket must not outlive the connection.
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual std::shared_ptr<void> keep_alive() = 0;
    virtual void on_too_slow() = 0;  // the backlog is full; called at most once, during a flush
  };

  static constexpr std::size_t kMostBacklog = std::size_t{1} << 20;       // bytes; more, and the client is too slow
  static constexpr std::size_t kBacklogForSignals = std::size_t{1} << 14;  // more, and signals are dropped

  Outbox(Flusher& flusher, tcp::socket& socket, Owner& owner) : flusher_(flusher), socket_(socket), owner_(owner) {}
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;
  ~Outbox();

  void push(const Frame& frame);
  void push_signal(const Frame& frame);
  // Bytes that are a whole WebSocket message already (a pong, a close); leaves at once, after what was written before.
  // A peer that asks for ever more of them and reads none is cut off.
  void write(Frame message);
  // The same for the last message: whatever comes after it is dropped.
  void write_last(Frame message);
  // Half-closes the line once everything has left; nothing more is written.
  void finish();
  // Writes what was pushed, without waiting for the end of the turn.
  void flush();

  // Forgets whatever has not begun to leave.
  void cut();
  // Shuts the socket down: the pending read ends. Nothing more is written.
  void kill();

 private:
  friend struct Flusher;
  struct Backlog {
    std::deque<Frame> messages;
    std::size_t front_sent = 0, bytes = 0;
  };
  std::size_t backlog_bytes() const { return backlog_ ? backlog_->bytes : 0; }
  void put(Frame message);
  void drain();
  void wait();
  void mark();

  Flusher& flusher_;
  tcp::socket& socket_;
  Owner& owner_;
  Pack* run_ = nullptr;        // pushed in this turn
  std::unique_ptr<Backlog> backlog_;  // what the socket would not take; null: nothing
  bool dirty_ = false, waiting_ = false, slow_ = false, ended_ = false, finished_ = false, dead_ = false;
};

}  // namespace wasl::gateway
