// What clients were promised and what they have seen while things failed: plain records, and the check that holds them
// against what is stored.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wasl::fault {

using Offset = std::int64_t;
using StreamKey = std::pair<int, std::int64_t>;            // kind, key
using Place = std::pair<std::int64_t, std::int64_t>;       // person, conversation
using ClientKey = std::pair<std::int64_t, std::uint64_t>;  // author, client id
using Moment = std::uint64_t;  // a count of what was asked and heard: before and after are exact

constexpr int kPersonStream = 1, kConversationStream = 2;
constexpr std::uint32_t kMessageSent = 101;

std::uint64_t digest(std::string_view bytes);

struct Event {
  Offset offset = 0;
  std::uint32_t type = 0;
  std::uint64_t what = 0;  // the client id of a message, the digest of any other event
  bool operator==(const Event&) const = default;
};

// A message that somebody tries to send until it is acknowledged, and now and then afterwards.
struct Send {
  std::int64_t conversation = 0;
  std::uint64_t text = 0;            // digest
  std::vector<Offset> answers{};     // of every acknowledgement
  std::uint64_t line = 0, turn = 0;  // of the first attempt: which connection, and its how manieth
  bool at_once = false;              // the first attempt was acknowledged
  std::uint64_t edit = 0;            // digest of the text that replaces it; 0: none was asked for
  bool edited = false;               // and acknowledged
};

// One subscription on one connection, as it went.
struct Chapter {
  int device = 0;
  std::uint64_t line = 0;
  StreamKey stream;
  Offset since = 0, head = 0;
  bool recovered = true;
  std::vector<Event> events{};
};

// What a client loaded instead of the events that were not replayed: the messages of (after, upto].
struct Reload {
  int device = 0;
  StreamKey stream;
  Offset after = 0, upto = 0;
  std::vector<Event> messages{};
};

// A value that must never go back: whoever asks after it was seen sees as much or more. begun 0: it may be old news.
struct Sighting {
  Moment begun = 0, ended = 0;
  std::int64_t value = 0;
};

struct Ledger {
  std::map<ClientKey, Send> sends;
  std::deque<Chapter> chapters;  // of one device and stream: in the order in which they were opened
  std::vector<Reload> reloads;
  std::map<StreamKey, std::vector<Sighting>> heads;
  std::map<Place, std::vector<Sighting>> markers;
  std::vector<std::string> notes;  // what was wrong at first sight
};

struct Stored {
  Offset offset = 0;
  std::int64_t author = 0;
  std::uint64_t client = 0, text = 0;
};

struct MarkerMove {
  Place place;
  std::int64_t value = 0;
};

// What is there afterwards.
struct History {
  std::map<StreamKey, Offset> heads;
  std::map<StreamKey, std::vector<Event>> streams;       // by offset
  std::map<std::int64_t, std::vector<Stored>> messages;  // of each conversation, oldest first, as a member reads them
  std::vector<MarkerMove> moves;                         // each person's in the order of their stream
  std::map<Place, std::int64_t> markers;
  std::map<int, std::vector<StreamKey>> follows;  // what each device follows and must have heard to its end
};

// Every broken promise, in words; empty: all were kept. Clients must be at rest.
std::vector<std::string> violations(const Ledger& ledger, const History& history);

}  // namespace wasl::fault
