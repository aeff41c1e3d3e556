// A chat service as a load sees it: rooms, people who listen in them, and what they say.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "load/swarm.hpp"

namespace wasl::bench {

// Clients are connected when they are handed out. One implementation per subject.
class Chat {
 public:
  virtual ~Chat() = default;
  // The client will hear what is said in the room, its own words too; on_joined tells when.
  virtual void join(std::size_t client, std::int64_t room) = 0;
  virtual void say(std::size_t client, std::int64_t room, const std::string& text) = 0;
  virtual Swarm& swarm() = 0;

  std::function<void(std::size_t client)> on_joined;
  std::function<void(std::string_view text)> on_heard;  // by one client
};

}  // namespace wasl::bench
