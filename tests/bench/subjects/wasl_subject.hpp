// Wasl itself: one process, without Redis.
#pragma once
#include "bench.hpp"
#include "subjects/subject.hpp"

namespace wasl::bench {

class WaslSubject final : public Subject {
 public:
  explicit WaslSubject(Bench& bench) : bench_(bench) {}
  std::string name() const override { return "wasl"; }
  std::unique_ptr<Stage> open(const Size& size) override;

 private:
  Bench& bench_;
};

}  // namespace wasl::bench
