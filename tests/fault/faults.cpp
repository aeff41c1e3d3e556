#include "fault/faults.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace wasl::fault {

namespace {

constexpr auto kPatience = 60s;  // after a fault's time for what must have happened meanwhile
constexpr int kCommitsAtOnce = 3, kFramesAtOnce = 5;

const std::function<std::string()> kNothing = [] { return std::string(); };

std::string numbered(const char* what, std::size_t number) { return fmt::format("{} {}", what, number); }

}  // namespace

const char* name(Kind kind) {
  switch (kind) {
    case Kind::kNodeKilled:
      return "node killed";
    case Kind::kNodeStopped:
      return "node stopped";
    case Kind::kRedisKilled:
      return "Redis killed";
    case Kind::kRedisSilent:
      return "Redis unreachable";
    case Kind::kPostgresRestarted:
      return "PostgreSQL restarted";
    case Kind::kPostgresKilled:
      return "PostgreSQL killed";
    case Kind::kPostgresSilent:
      return "PostgreSQL unreachable";
    case Kind::kCommitsCut:
      return "commits cut";
    case Kind::kReaderStopped:
      return "reader stopped";
    case Kind::kFramesCut:
      return "frames cut";
  }
  return "";
}

Faults::Faults(House& house, Crowd& crowd, const Durations& durations, std::uint64_t seed)
    : house_(house), crowd_(crowd), durations_(durations), random_(seed) {}

bool Faults::free(const std::string& target) const {
  return std::ranges::find(active_, target, &Active::target) == active_.end();
}

bool Faults::start(Kind kind, const std::string& target, std::chrono::milliseconds lasts,
                   const std::function<void()>& begin, std::function<void()> end,
                   std::function<std::string()> missing) {
  if (!free(target)) return false;
  const auto now = Clock::now();
  diary_.push_back(fmt::format("{:%M:%S} {}: {}, {}", std::chrono::floor<std::chrono::milliseconds>(now - began_),
                               name(kind), target, lasts));
  ++counts_[kind];
  begin();
  active_.push_back({kind, target, now + lasts, std::move(end), std::move(missing)});
  return true;
}

// Asking in vain must not change what comes next: the seed alone decides.
bool Faults::begin(Kind kind) {
  const auto before = random_;
  if (try_to_begin(kind)) return true;
  random_ = before;
  return false;
}

bool Faults::try_to_begin(Kind kind) {
  switch (kind) {
    case Kind::kNodeKilled:
      return kill_node();
    case Kind::kNodeStopped:
      return stop_node();
    case Kind::kRedisKilled:
      return kill_redis();
    case Kind::kRedisSilent:
      return silence_redis();
    case Kind::kPostgresRestarted:
    case Kind::kPostgresKilled:
      return end_postgres(kind);
    case Kind::kPostgresSilent:
      return cut_off_a_node();
    case Kind::kCommitsCut:
      return cut_commits();
    case Kind::kReaderStopped:
      return stop_a_reader();
    case Kind::kFramesCut:
      return cut_frames();
  }
  return false;
}

void Faults::tend() {
  const auto now = Clock::now();
  for (std::size_t i = 0; i < active_.size(); ++i) {
    auto& fault = active_[i];
    if (now < fault.due) continue;
    if (const auto missing = fault.missing(); !missing.empty()) {
      if (now < fault.due + kPatience) continue;
      crowd_.note(fmt::format("{} ({}): meanwhile {}", name(fault.kind), fault.target, missing));
    }
    fault.end();
    active_.erase(active_.begin() + static_cast<std::ptrdiff_t>(i--));
  }
}

bool Faults::kill_node() {
  const auto i = below(random_, house_.nodes.size());
  auto& node = *house_.nodes[i];
  return start(
      Kind::kNodeKilled, numbered("node", i), while_down(), [&] { node.kill(); }, [&] { node.start(); }, kNothing);
}

// Whoever is elsewhere, or has left a line that stays silent, goes on.
std::function<std::string()> Faults::others_go_on() {
  return
      [this, mark = crowd_.mark()] { return crowd_.acknowledged_since(mark) ? std::string() : "no acknowledgement"; };
}

bool Faults::stop_node() {
  const auto i = below(random_, house_.nodes.size());
  auto& node = *house_.nodes[i];
  return start(
      Kind::kNodeStopped, numbered("node", i), durations_.stopped, [&] { node.freeze(); }, [&] { node.thaw(); },
      others_go_on());
}

// Without a Redis delivery goes on: what is sent meanwhile arrives meanwhile, and on the lines that are there.
bool Faults::without_redis(Kind kind, std::chrono::milliseconds lasts, const std::function<void()>& begin,
                           const std::function<void()>& end) {
  const auto mark = std::make_shared<std::optional<Crowd::Mark>>();
  return start(
      kind, "Redis", lasts,
      [&] {
        crowd_.one_writes(true);
        begin();
      },
      [this, end] {
        end();
        crowd_.one_writes(false);
      },
      [this, mark] {
        if (!*mark) {
          if (auto others = crowd_.others_write(); !others.empty()) return others;
          *mark = crowd_.mark();
        }
        return crowd_.unheard_since(**mark);
      });
}

bool Faults::kill_redis() {
  auto& redis = house_.redis[below(random_, std::size(house_.redis))];
  return without_redis(Kind::kRedisKilled, while_down(), [&] { redis.kill(); }, [&] { redis.start(); });
}

bool Faults::silence_redis() {
  const auto each = [this](void (Relay::*action)()) {
    for (const auto& relay : house_.to_redis) ((*relay).*action)();
  };
  return without_redis(
      Kind::kRedisSilent, durations_.silent, [=] { each(&Relay::silence); }, [=] { each(&Relay::speak); });
}

bool Faults::end_postgres(Kind kind) {
  auto& postgres = house_.postgres;
  return start(
      kind, "PostgreSQL", while_down(), [&] { kind == Kind::kPostgresKilled ? postgres.kill() : postgres.shut_down(); },
      [&] { postgres.start(); }, kNothing);
}

bool Faults::cut_off_a_node() {
  const auto i = below(random_, house_.nodes.size());
  auto& wire = *house_.to_postgres[i];
  return start(
      Kind::kPostgresSilent, numbered("node", i), durations_.stopped, [&] { wire.silence(); }, [&] { wire.speak(); },
      others_go_on());
}

bool Faults::cut_commits() {
  const auto so_far = [this] {
    return std::accumulate(house_.to_postgres.begin(), house_.to_postgres.end(), 0,
                           [](int n, const auto& r) { return n + r->commits_cut(); });
  };
  const auto arm = [this] {
    for (const auto& relay : house_.to_postgres)
      relay->cut_commits(kCommitsAtOnce, static_cast<Cut>(below(random_, 3)));
  };
  const auto disarm = [this] {
    for (const auto& relay : house_.to_postgres) relay->cut_commits(0, Cut::kAfter);
  };
  return start(Kind::kCommitsCut, "commits", 0ms, arm, disarm, [=, before = so_far()] {
    return so_far() < before + kCommitsAtOnce ? std::string("nobody commits") : std::string();
  });
}

bool Faults::stop_a_reader() {
  return start(
      Kind::kReaderStopped, "reader", 0ms, [this] { crowd_.stop_a_reader(durations_.flood); },
      [this] { crowd_.go_on_reading(); },
      [this] { return crowd_.flooding() ? std::string("writing is slow") : std::string(); });
}

bool Faults::cut_frames() {
  return start(Kind::kFramesCut, "frames", 0ms, [this] { crowd_.break_off(kFramesAtOnce); }, [] {}, kNothing);
}

}  // namespace wasl::fault
