// `ws`, the WebSocket library of Node: rooms without storage (peers/ws_rooms.mjs).
#pragma once
#include "bench.hpp"
#include "subjects/subject.hpp"

namespace wasl::bench {

class WsSubject final : public Subject {
 public:
  explicit WsSubject(Bench& bench) : bench_(bench) {}
  std::string name() const override { return "ws"; }
  std::string missing() const override;
  std::unique_ptr<Stage> open(const Size& size) override;

 private:
  Bench& bench_;
};

}  // namespace wasl::bench
