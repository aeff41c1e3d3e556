#include <cstdio>

#include "scenarios/closed.hpp"
#include "scenarios/scenarios.hpp"
#include "subjects/ejabberd_subject.hpp"
#include "subjects/wasl_subject.hpp"
#include "subjects/ws_subject.hpp"

namespace wasl::bench::scenarios {

namespace {

// What a connection that listens in 20 rooms of 20 takes.
void idle(Bench& bench, Subject& subject) {
  const auto people = bench.count(2000, 500);
  const auto stage = subject.open({people, 20, people});
  for (const auto end = wall_seconds() + bench.seconds(10); wall_seconds() < end;) stage->chat().swarm().poll(100);
  Row row{.scenario = "idle, 20 rooms each", .subject = subject.name(), .n = people};
  row.bytes_per_connection = static_cast<double>(stage->bytes_for_people()) / static_cast<double>(people);
  bench.add(row);
}

}  // namespace

// One after the other in each scenario, so that all meet the machine in the same minutes.
void peers(Bench& bench) {
  WaslSubject wasl(bench);
  WsSubject ws(bench);
  EjabberdSubject ejabberd(bench);
  std::vector<Subject*> subjects;
  for (Subject* subject : std::initializer_list<Subject*>{&wasl, &ws, &ejabberd}) {
    const auto missing = subject->missing();
    if (missing.empty())
      subjects.push_back(subject);
    else
      std::printf("%s is skipped: it is not here (%s)\n", subject->name().c_str(), missing.c_str());
  }
  for (auto* subject : subjects) closed(bench, *subject, "fanout", {1, 1000, 1000}, {32, 1});
  const auto count = bench.count(500, 100);
  for (auto* subject : subjects) closed(bench, *subject, "rooms", {count, 10, count * 10}, {64});
  for (auto* subject : subjects) idle(bench, *subject);
}

}  // namespace wasl::bench::scenarios
