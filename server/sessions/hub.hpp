// One loop's subscriptions: every event of a stream reaches each of them in order, without gaps, once.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/loop.hpp"
#include "sessions/subscriber.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::sessions {

// A stream that somebody on this loop follows.
struct Topic {
  explicit Topic(StreamId stream) : id(stream) {}

  static constexpr Offset kUnknown = -1;
  static constexpr Offset kOpening = std::numeric_limits<Offset>::max();
  static constexpr Offset kEnded = kOpening - 1;

  struct Member {
    Subscriber* who;
    std::uint32_t place;   // index in who's places
    std::uint32_t ticket;  // of the request that opened it
    Offset from;           // gets events after this; kOpening: still reading its past; kEnded: may no longer follow

    bool live() const { return from < kEnded; }
  };

  StreamId id;
  Offset delivered = kUnknown;  // every live member has everything up to here
  std::vector<Member> members;
  std::uint32_t opening = 0;            // members that are reading their past
  std::vector<bus::Ring> since_opening;  // what was delivered while somebody was
  bool overflowed = false;               // since_opening was cut: those who open now must reload
  std::map<Offset, Frame> ahead;        // heard before its predecessors
  Offset known_head = 0;                // at least this exists
  bool filling = false;
};

class Hub {
 public:
  struct Request {
    std::uint32_t id;
    StreamId stream;
    std::optional<Offset> since;
    std::uint32_t ticket = 0;  // the hub's own
  };

  Hub(Loop& loop, storage::Db& db, streams::Streams& streams);

  // Answers each request with `subscribed` and the replay, or with an error reply. Following a stream again starts over.
  void open(const std::shared_ptr<Subscriber>& who, std::vector<Request> requests);
  void close(Subscriber& who, StreamId stream);
  void leave(Subscriber& who);
  bool follows(const Subscriber& who, StreamId stream) const;
  std::size_t followed(const Subscriber& who) const { return who.places_.size(); }

  // Whether a stream that many follow here was delivered to since the last call, while more events are on their way into
  // the database, here or on another node: then waiting for them a little saves most of the writes.
  bool worth_waiting() { return std::exchange(delivered_to_many_, false) && expects_more(); }
  bool expects_more() const { return streams_.expected() > 0 || more_announced_; }
  // What another node has announced does not come.
  void give_up_waiting() { more_announced_ = false; }

  // On this hub's loop. `more`: another node that rang will ring again soon.
  void on_rings(const std::vector<bus::Ring>& rings, bool more = false);
  // Compares topics with the database and fills what was missed: all, or those that the bus cannot hear now.
  enum class Check { kNone, kUnheard, kAll };
  void check_heads(Check which = Check::kAll);
  // Checks all every `steady`, and every `away` those that the bus cannot hear; less often when there are very many. Runs
  // until the loop stops.
  asio::awaitable<void> keep_checking(std::chrono::milliseconds steady, std::chrono::milliseconds away);

 private:
  using Open = std::vector<Request>;
  asio::awaitable<void> open_now(std::shared_ptr<Subscriber> who, Open requests);
  void settle(const std::shared_ptr<Subscriber>& who, const Request& request, streams::Opened& opened);
  void refuse(Subscriber& who, const Open& requests, const Refused& why);
  std::uint32_t join(Subscriber& who, StreamId stream);
  void part(Subscriber& who, std::size_t place);
  void retire(Topic& topic);
  Topic* find(StreamId stream) const;
  Topic::Member* waiting(const Subscriber& who, const Request& request) const;

  void on_ring(Topic& topic, const bus::Ring& ring);
  void deliver(Topic& topic, Offset offset, const Frame& frame);
  void end(Topic& topic, Offset offset, const std::vector<PersonId>& people);
  void end(Topic& topic, Topic::Member& member);
  void drain(Topic& topic);
  void fill(Topic& topic);
  asio::awaitable<void> fill_now(StreamId stream);
  asio::awaitable<void> check_heads_now();
  std::vector<StreamId> to_check(Check which) const;
  void done_opening(Topic& topic);

  Loop& loop_;
  storage::Db& db_;
  streams::Streams& streams_;
  std::unordered_map<StreamId, std::unique_ptr<Topic>> topics_;
  std::uint32_t tickets_ = 0;
  Check check_next_ = Check::kNone;
  bool checking_ = false, delivered_to_many_ = false, more_announced_ = false;
};

}  // namespace wasl::sessions
