// The heart: append in the caller's transaction, ring after the commit, read back by offset.
#pragma once
#include <google/protobuf/message_lite.h>

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/bus.hpp"
#include "core/frame.hpp"
#include "core/stream_id.hpp"
#include "storage/tx.hpp"

namespace wasl::streams {

using storage::Tx;

struct StoredEvent {
  std::int64_t key;
  Offset offset;
  int type;
  std::string body;
};

// After `after`, up to and including `upto`.
struct Range {
  std::int64_t key;
  Offset after;
  Offset upto;
};

// What a module says about a kind of stream that it owns.
struct KindRules {
  // Which of the keys this person may follow, in the same order.
  std::function<std::vector<bool>(Tx&, PersonId, const std::vector<std::int64_t>& keys)> may_follow;
  // Events of the ranges that the module keeps as records of its own; null: none. Any order.
  std::function<std::vector<StoredEvent>(Tx&, const std::vector<Range>&)> records;
  // The type of the events that end the right to follow, and whose they end; 0: there are none.
  int ending = 0;
  std::function<std::vector<PersonId>(std::string_view body)> ended{};
  // Whether this person, who follows it, may be heard there, typing for example; null: yes.
  std::function<bool(Tx&, PersonId, std::int64_t key)> may_signal{};
};

struct OpenRequest {
  StreamId stream;
  std::optional<Offset> since;  // absent: from now on
};

struct Opened {
  bool allowed = false;  // false: missing or forbidden, alike
  Offset head = 0;
  bool recovered = false;     // false: reload; nothing is replayed
  std::vector<Frame> events;  // since+1 .. head, in order
};

// A client that is further behind than this reloads.
inline constexpr Offset kLongestReplay = 500;

class Streams {
 public:
  explicit Streams(bus::Bus& bus) : bus_(bus) {}

  // Wiring, before the server runs.
  void register_kind(StreamKind kind, KindRules rules) { kinds_[kind] = std::move(rules); }

  // Takes the next offset under the stream's row lock (creating the stream on first use), stores the event, and rings
  // once tx has been committed. Lock order: append to several streams in ascending order of (kind, key).
  Offset append(Tx& tx, StreamId stream, int type, const google::protobuf::MessageLite& body);

  // The same for an event that a module keeps as a record of its own: `store` gets the offset and returns the body.
  Offset append_record(Tx& tx, StreamId stream, int type, const std::function<std::string(Offset)>& store);

  // Heads and replays for one person's subscriptions, in one transaction.
  std::vector<Opened> open(Tx& tx, PersonId who, const std::vector<OpenRequest>& requests) const;

  // Whether this person may follow at least one of them.
  bool may_follow_any(Tx& tx, PersonId who, const std::vector<StreamId>& streams) const;

  bool may_signal(Tx& tx, PersonId who, StreamId stream) const;

  // The frames after `after` up to `upto`, in order, for filling a gap. Throws std::runtime_error if any is missing.
  std::vector<Frame> read(Tx& tx, StreamId stream, Offset after, Offset upto) const;

  // The events of the ranges but for those that the module keeps as records of its own. Any order.
  static std::vector<StoredEvent> stored(Tx& tx, StreamKind kind, const std::vector<Range>& ranges);
  // Puts another body in place of an event's. Who has it already is not told.
  static void rewrite(Tx& tx, StreamId stream, Offset offset, const google::protobuf::MessageLite& body);

  // Who may no longer follow the stream after this event. Cheap for all but the kind's ending events.
  std::vector<PersonId> ended_by(StreamId stream, const Frame& event) const;

  // Heads of many streams; a stream without events has none.
  static std::map<StreamId, Offset> heads(Tx& tx, const std::vector<StreamId>& streams);

  bus::Bus& bus() { return bus_; }

  // Events that somebody here has sent on their way into the database and that have not rung yet: a hint to whoever is
  // about to do something expensive for the last ones. Any thread.
  void expect(int events) { expected_.fetch_add(events, std::memory_order_relaxed); }
  int expected() const { return expected_.load(std::memory_order_relaxed); }

 private:
  using Key = std::int64_t;
  void ring_after_commit(Tx& tx, StreamId stream, Offset offset, int type, std::string_view body);
  std::map<Key, std::vector<Frame>> replay(Tx& tx, StreamKind kind, const std::vector<Range>& ranges) const;

  bus::Bus& bus_;
  std::atomic<int> expected_{0};
  std::map<StreamKind, KindRules> kinds_;
};

// The frame of an event, as every subscriber gets it.
Frame encode_event(StreamId stream, Offset offset, int type, std::string_view body);

// The type of an event, from its frame; 0 when it is none.
int type_of(const Frame& event);

// Wraps one encoded ServerFrame as a batch of one: tag, length, bytes.
std::string as_batch(const google::protobuf::MessageLite& server_frame);

}  // namespace wasl::streams
