// What is to be done with a client at some later moment.
#pragma once
#include <cstddef>
#include <queue>
#include <vector>

#include "machine.hpp"

namespace wasl::bench {

class Later {
 public:
  void in(double seconds, std::size_t client) { waiting_.push({wall_seconds() + seconds, client}); }
  bool empty() const { return waiting_.empty(); }

  // Calls f(client) for those whose moment has come.
  template <class F>
  void run(F f) {
    for (const auto now = wall_seconds(); !waiting_.empty() && waiting_.top().at <= now;) {
      const auto client = waiting_.top().client;
      waiting_.pop();
      f(client);
    }
  }

 private:
  struct Due {
    double at;
    std::size_t client;
    bool operator<(const Due& other) const { return at > other.at; }
  };
  std::priority_queue<Due> waiting_;
};

}  // namespace wasl::bench
