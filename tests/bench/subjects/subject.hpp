// A kind of server that can be put under load.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "load/traffic.hpp"
#include "machine.hpp"

namespace wasl::bench {

// A running server with its rooms full: everybody is connected and listens.
class Stage {
 public:
  // `empty_bytes` is what the server took before anybody came.
  Stage(std::unique_ptr<Process> server, std::int64_t empty_bytes, std::unique_ptr<Chat> chat, std::vector<Room> rooms)
      : server_(std::move(server)), empty_bytes_(empty_bytes), chat_(std::move(chat)), traffic(*chat_) {
    traffic.join(std::move(rooms));
  }
  pid_t pid() const { return server_->pid(); }
  std::int64_t bytes_for_people() const { return pss_bytes(pid()) - empty_bytes_; }
  Chat& chat() { return *chat_; }

 private:
  std::unique_ptr<Process> server_;
  std::int64_t empty_bytes_;
  std::unique_ptr<Chat> chat_;

 public:
  Traffic traffic;
};

// `rooms` of `members` each, taken in turn from as many `people`.
struct Size {
  std::size_t rooms, members, people;
};

class Subject {
 public:
  virtual ~Subject() = default;
  virtual std::string name() const = 0;
  // What to do to have it on this machine; empty when it is here.
  virtual std::string missing() const { return {}; }
  virtual std::unique_ptr<Stage> open(const Size& size) = 0;
};

}  // namespace wasl::bench
