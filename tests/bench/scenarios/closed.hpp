// The load of most scenarios: a fixed number of messages on the way.
#pragma once
#include <string>
#include <vector>

#include "bench.hpp"
#include "subjects/subject.hpp"

namespace wasl::bench::scenarios {

void fill(Row& row, const Outcome& outcome);

enum class Floor {
  kNone,
  kSend
};  // a send() of its own for each delivery; in a single room one that carries a whole window

// One row for each window, on one stage.
void closed(Bench& bench, Subject& subject, const std::string& scenario, const Size& size,
            const std::vector<std::size_t>& windows, double seconds = 5, Floor floor = Floor::kSend);
void closed(Bench& bench, const Subject& subject, Stage& stage, const std::string& scenario, const Size& size,
            std::size_t window, double seconds = 5, Floor floor = Floor::kSend);

}  // namespace wasl::bench::scenarios
