// What all clients of a run share.
#pragma once
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <random>
#include <vector>

#include "fault/ledger.hpp"

namespace wasl::fault {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// How long clients wait before they act.
struct Patience {
  std::chrono::milliseconds call;        // for an answer: what they ask of the server
  std::chrono::milliseconds ping_every;  // and what they send to find out whether the line lives
  std::chrono::milliseconds silence;     // before they leave a line
  std::chrono::milliseconds reconnect;   // at most, between two attempts
  std::chrono::milliseconds stay;        // on one line, on average: then they are elsewhere without a word
};

using Random = std::mt19937_64;
inline std::size_t below(Random& random, std::size_t n) {
  return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
}
inline bool chance(Random& random, double p) { return std::bernoulli_distribution(p)(random); }
inline std::chrono::milliseconds between(Random& random, std::chrono::milliseconds least,
                                         std::chrono::milliseconds most) {
  return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(least.count(), most.count())(random));
}

// Belongs to the thread of `io`.
struct Scene {
  asio::io_context io;
  Patience patience;
  std::vector<unsigned short> ports;  // of the nodes
  Ledger ledger;
  Moment clock = 0;
  bool one_writes = false;  // see Crowd::one_writes
  std::uint64_t lines = 0, acknowledged = 0, delivered = 0, too_slow = 0, reloads = 0, reconnects = 0, repeated = 0;
  std::map<StreamKey, Offset> reached;  // the highest offset that anybody has seen

  Moment now() { return ++clock; }
  void note(std::string words) { ledger.notes.push_back(std::move(words)); }
  void saw_head(StreamKey stream, Moment begun, Offset head) {
    auto& highest = reached[stream];
    if (begun != 0 || head > highest) ledger.heads[stream].push_back({begun, now(), head});
    highest = std::max(highest, head);
  }
  void saw_marker(Place place, Moment begun, Offset value) { ledger.markers[place].push_back({begun, now(), value}); }
};

}  // namespace wasl::fault
