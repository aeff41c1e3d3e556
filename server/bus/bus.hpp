// The doorbell: tells every node that a stream has moved. It may lose rings, and may repeat them;
// it never holds the truth.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/frame.hpp"
#include "core/stream_id.hpp"

namespace wasl::bus {

// An event of a stream, or (offset 0) a signal that is stored nowhere.
struct Ring {
  StreamId stream;
  Offset offset = 0;
  Frame frame;
};

using Rings = std::shared_ptr<const std::vector<Ring>>;

// What a node wants to hear. Called on the bus's own thread or a publisher's: hand over and return.
struct Listener {
  // `more`: the other node that rang is about to ring again, as far as it knows.
  std::function<void(Rings, bool more)> on_rings;
  std::function<void(const std::string&)> on_announcement;
  std::function<void()> on_restored;  // rings may have been missed: check heads
};

// Contract, held by one test suite over every implementation:
// - rings published after `watched` was called for their stream reach this node's listener, those of one publisher in
//   the order of publishing, unless healthy(stream) turns false in between (then on_restored follows);
// - rings of this node's own publishing reach its own listener at once, on the caller's thread, watched or not;
// - rings of streams that nobody here watches may or may not come from other nodes;
// - announcements reach every node, this one included, once, while healthy().
class Bus {
 public:
  virtual ~Bus() = default;

  // Before anything else, once.
  virtual void listen(Listener listener) = 0;

  // `more`: further rings will follow soon. A hint, for whoever is about to do something expensive for these alone.
  virtual void publish(std::vector<Ring> rings, bool more = false) = 0;
  virtual void announce(std::string text) = 0;

  // Any thread. `watched` is called once, when rings from other nodes will be heard, or when the bus is away and waiting
  // would be pointless. Watches are counted.
  virtual void watch(const std::vector<StreamId>& streams, std::function<void()> watched) = 0;
  virtual void unwatch(const std::vector<StreamId>& streams) = 0;

  // False while rings of other nodes on this stream cannot be heard; without a stream: on some stream. Any thread.
  virtual bool healthy(StreamId stream) const = 0;
  virtual bool healthy() const = 0;
};

}  // namespace wasl::bus
