// Sessions with the same pending run of frames share one ready-made WebSocket message.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/frame.hpp"

namespace wasl::gateway {

// A run of frames, as a node of a trie: its parent is the run without the last frame.
struct Pack {
  Pack* parent = nullptr;
  const std::string* frame = nullptr;  // null at the root
  std::size_t bytes = 0;               // of all frames on the way
  Pack* last = nullptr;                // the child added most recently: a hit for all but the first session
  std::vector<Pack*> children;
  Frame wire;  // header and frames, built on first use
};

// One loop's packs; lives one turn. Frames are told apart by their address, so they are held until reset().
class Packs {
 public:
  // `run` null: the empty run.
  Pack* add(Pack* run, const Frame& frame);
  // The run as one unmasked binary WebSocket message (RFC 6455 section 5.2).
  static const Frame& wire(Pack& run);
  void reset();

 private:
  Pack* make(Pack& parent, const std::string* frame);

  Pack root_;
  std::vector<std::unique_ptr<Pack>> pool_;
  std::size_t used_ = 0;
  std::vector<Frame> held_;
};

// Header of one unmasked, final binary message of n bytes; returns its length, at most 10.
std::size_t write_header(char* header, std::size_t n);

}  // namespace wasl::gateway
