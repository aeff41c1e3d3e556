// How long things took, and what half and 99 of a hundred of them took at most.
#pragma once
#include <algorithm>
#include <cstddef>
#include <vector>

namespace wasl::bench {

class Latencies {
 public:
  void add(double milliseconds) { all_.push_back(milliseconds); }
  void clear() { all_.clear(); }
  std::size_t count() const { return all_.size(); }
  double quantile(double q) {
    if (all_.empty()) return 0;
    std::ranges::sort(all_);
    return all_[static_cast<std::size_t>(q * static_cast<double>(all_.size() - 1))];
  }

 private:
  std::vector<double> all_;
};

}  // namespace wasl::bench
