#include "meter.hpp"
#include "scenarios/closed.hpp"
#include "scenarios/scenarios.hpp"
#include "subjects/wasl_chat.hpp"

namespace wasl::bench::scenarios {

namespace {

// One room whose members are on this many processes, in equal shares.
Row across(Bench& bench, std::size_t processes) {
  constexpr std::size_t kMembers = 1000, kWindow = 32;
  const auto tokens = bench.people(kMembers);
  const auto room = bench.world().groups(1, kMembers, kMembers);
  std::vector<Server> servers;
  std::vector<pid_t> pids;
  WaslChat chat;
  for (std::size_t i = 0; i < processes; ++i) {
    servers.push_back(bench.serve({.redis = true}));
    pids.push_back(servers.back().pid());
    const auto share = static_cast<std::ptrdiff_t>(kMembers / processes), from = static_cast<std::ptrdiff_t>(i) * share;
    chat.connect(servers.back().port, {tokens.begin() + from, tokens.begin() + from + share});
  }
  Traffic traffic(chat);
  traffic.join(rooms_of(room, 1, kMembers, kMembers));
  traffic.closed(kWindow, bench.seconds(2));
  Row row{.scenario = processes == 1 ? "bus: one process" : "bus: two processes", .n = kMembers, .window = kWindow};
  const Meter meter(pids, bench.postmaster());
  const auto outcome = traffic.closed(kWindow, bench.seconds(5));
  meter.report(row, static_cast<double>(outcome.deliveries));
  fill(row, outcome);
  return row;
}

}  // namespace

void bus(Bench& bench) {
  const auto one = across(bench, 1);
  auto two = across(bench, 2);
  two.floor_ratio = *two.server_cpu / *one.server_cpu;
  two.note = "the floor is one process";
  bench.add(one);
  bench.add(two);
}

}  // namespace wasl::bench::scenarios
