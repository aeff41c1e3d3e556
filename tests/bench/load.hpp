// A chat load: rooms whose members all listen, messages from members in turn, a bounded number of them on the way.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "swarm.hpp"

namespace wasl::bench {

struct Room {
  std::int64_t conversation;
  std::vector<std::size_t> members;  // clients
};

struct Outcome {
  double seconds = 0;
  std::int64_t messages = 0, deliveries = 0;
  double p50_ms = 0, p99_ms = 0;  // from send to the last member's screen
};

std::string call_frame(std::uint32_t id, std::string_view method, const std::string& body);
std::string subscribe_frame(std::uint32_t id, std::int64_t conversation, std::int64_t since);
std::string send_frame(std::uint32_t id, std::int64_t conversation, std::uint64_t client_id, const std::string& text);

class ChatLoad {
 public:
  // The swarm must be made with events().
  explicit ChatLoad(std::size_t payload) : text_(payload, 'x') {}
  Swarm::Events events();

  // Every member of every room subscribes from now on; waits until all have.
  void join(Swarm& swarm, std::vector<Room> rooms);

  // Keeps `window` messages on the way for `seconds`; a message is done when its last member has it.
  Outcome closed(Swarm& swarm, std::size_t window, double seconds);
  // Sends at a steady rate, whatever comes back.
  Outcome open(Swarm& swarm, double messages_per_second, double seconds);
  // One after the other, with a pause between.
  Outcome lone(Swarm& swarm, int count);

 private:
  struct Flight {
    double sent;
    std::size_t missing;
  };
  void send(Swarm& swarm);
  void reset();
  Outcome outcome(double seconds);
  void drain(Swarm& swarm);

  std::string text_;
  std::vector<Room> rooms_;
  std::unordered_map<std::int64_t, std::size_t> room_of_;
  std::unordered_map<std::uint64_t, Flight> flights_;                   // by client id
  std::vector<std::unordered_map<std::int64_t, std::uint64_t>> heard_;  // per room: offset -> client id
  std::size_t turn_ = 0, joined_ = 0, done_ = 0;
  std::uint64_t next_id_ = 0;
  std::int64_t deliveries_ = 0, messages_ = 0, refused_ = 0;
  std::vector<double> latencies_;
};

}  // namespace wasl::bench
