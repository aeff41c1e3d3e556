// One live connection, as the hub sees it.
#pragma once
#include <cstdint>
#include <vector>

#include "core/frame.hpp"
#include "core/ids.hpp"

namespace wasl::sessions {

struct Topic;

// Lives on one loop; every call is made there.
class Subscriber {
 public:
  virtual ~Subscriber() = default;

  // Queues a frame; never blocks, never fails. The same Frame pushed to many is written from the same bytes.
  virtual void push(const Frame& frame) = 0;
  // Queues a frame that may be dropped when the line is slow.
  virtual void push_signal(const Frame& frame) = 0;
  virtual PersonId person() const = 0;

 private:
  friend class Hub;
  struct Place {
    Topic* topic;
    std::uint32_t slot;
  };
  std::vector<Place> places_;
};

}  // namespace wasl::sessions
