// The faults themselves: each begins, lasts, and ends. On the main thread.
#pragma once
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fault/crowd.hpp"
#include "fault/house.hpp"

namespace wasl::fault {

enum class Kind {
  kNodeKilled,
  kNodeStopped,
  kRedisKilled,
  kRedisSilent,
  kPostgresRestarted,
  kPostgresKilled,
  kPostgresSilent,
  kCommitsCut,
  kReaderStopped,
  kFramesCut,
};
inline constexpr std::array kKinds{
    Kind::kNodeKilled,     Kind::kNodeStopped,    Kind::kRedisKilled, Kind::kRedisSilent,   Kind::kPostgresRestarted,
    Kind::kPostgresKilled, Kind::kPostgresSilent, Kind::kCommitsCut,  Kind::kReaderStopped, Kind::kFramesCut};
const char* name(Kind kind);

struct Durations {
  std::chrono::milliseconds stopped;  // a node, or its wire to PostgreSQL
  std::chrono::milliseconds silent;   // Redis
  std::chrono::milliseconds down;     // at most, until what was killed is started again
  std::size_t flood;                  // bytes written past a reader that has stopped
};

class Faults {
 public:
  Faults(House& house, Crowd& crowd, const Durations& durations, std::uint64_t seed);

  // Nothing happens, and false comes back, when another one has hold of what it would break.
  bool begin(Kind kind);
  // Ends those whose time is over. Must be called all along.
  void tend();
  std::size_t active() const { return active_.size(); }
  const std::map<Kind, int>& counts() const { return counts_; }
  const std::vector<std::string>& diary() const { return diary_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Active {
    Kind kind;
    std::string target;
    Clock::time_point due;
    std::function<void()> end;
    std::function<std::string()> missing;  // what must happen before, in words; empty: it has
  };
  bool free(const std::string& target) const;
  bool try_to_begin(Kind kind);
  bool start(Kind kind, const std::string& target, std::chrono::milliseconds lasts, const std::function<void()>& begin,
             std::function<void()> end, std::function<std::string()> missing);
  std::chrono::milliseconds while_down() { return between(random_, durations_.down / 4, durations_.down); }

  bool without_redis(Kind kind, std::chrono::milliseconds lasts, const std::function<void()>& begin,
                     const std::function<void()>& end);
  std::function<std::string()> others_go_on();
  bool kill_node();
  bool stop_node();
  bool kill_redis();
  bool silence_redis();
  bool end_postgres(Kind kind);
  bool cut_off_a_node();
  bool cut_commits();
  bool stop_a_reader();
  bool cut_frames();

  House& house_;
  Crowd& crowd_;
  Durations durations_;
  Random random_;
  Clock::time_point began_ = Clock::now();
  std::vector<Active> active_;
  std::map<Kind, int> counts_;
  std::vector<std::string> diary_;
};

}  // namespace wasl::fault
