// Messages with words to look for, and what finding them costs PostgreSQL's index alone.
#pragma once
#include <cstdint>
#include <string>

#include "world.hpp"

namespace wasl::bench {

class Talk {
 public:
  explicit Talk(const World& world) : conninfo_(world.conninfo()) {}

  // `count` messages of eight words in each of the conversations first .. first+conversations-1, over a month. Of the words every second is
  // Arabic; the n-th most common one is said n times less often than the first (Zipf).
  void say(std::int64_t first, std::size_t conversations, std::size_t count) const;
  static constexpr int kWords = 30'000;
  // The n-th most common word, as it is written.
  static std::string word(int n);

  void settle() const;  // statistics, visibility, as after a while of ordinary life

  // Milliseconds that index scans take for one word in the latest `stretches` of a person's conversations, in the server's
  // own table and by its own keys: the median of several runs.
  double index_scan_ms(std::int64_t person, const std::string& word, std::size_t stretches) const;

 private:
  std::string conninfo_;
};

}  // namespace wasl::bench
