#include <functional>
#include <random>
#include <string>

#include "scenarios/asker.hpp"
#include "scenarios/directory_files.hpp"
#include "scenarios/scenarios.hpp"
#include "wasl/directory/v1/find.pb.h"

namespace wasl::bench::scenarios {

namespace {

namespace dir = directory::v1;

using Fill = std::function<void(dir::FindOrganisationsRequest&)>;

void run(Bench& bench, Asker& asker, const std::string& name, std::size_t count, const Fill& fill, double floor_ms) {
  std::size_t asked = 0;
  double found = 0;
  Row row{.scenario = "directory: " + name, .n = 1, .window = 1};
  asker.measure(row, count, [&] {
    dir::FindOrganisationsRequest request;
    fill(request);
    dir::FindOrganisationsResponse response;
    response.ParseFromString(asker.ask("wasl.directory.v1.FindService/FindOrganisations", request.SerializeAsString()));
    found += response.total();
    ++asked;
  });
  row.note = format("%.0f found", found / static_cast<double>(asked));
  if (floor_ms > 0) {
    row.floor_ratio = *row.p50_ms / floor_ms;
    row.note += format("; floor: one pass of PostgreSQL, %.1f ms", floor_ms);
  }
  bench.add(row);
}

}  // namespace

void directory(Bench& bench) {
  const auto token = bench.people(1)[0];
  const auto organisations = bench.count(100'000, 5000);
  bench.world().organisations(organisations);
  const auto server = bench.serve();
  const auto empty = pss_bytes(server.pid());
  Asker asker(bench, server, token);
  std::mt19937 random(7);
  std::uniform_int_distribution<int> digit(0, 9), rare(100, World::kMissionWords - 1);
  const char* syllables[] = {"ba", "de", "ki", "lo", "mu", "na", "re", "si", "to", "vu"};
  const auto word = [&] {
    return std::string(syllables[digit(random) / 2]) + syllables[digit(random)] + syllables[digit(random)] +
           syllables[digit(random)];
  };
  const auto count = bench.count(200, 20);
  const auto floor = bench.world().organisations_pass_ms("baloki");
  asker.ask("wasl.directory.v1.FindService/FindOrganisations", {});
  bench.add({.scenario = "directory: in memory",
             .n = organisations,
             .bytes_per_connection =
                 static_cast<double>(pss_bytes(server.pid()) - empty) / static_cast<double>(organisations),
             .note = "bytes of Pss for each organisation, with a mission of 35 words"});
  run(bench, asker, "everything, with its facets", count, [](auto&) {}, floor);
  run(bench, asker, "a word", count, [&](auto& r) { r.mutable_filter()->set_query(word() + " "); }, floor);
  run(
      bench, asker, "two words, one being typed", count,
      [&](auto& r) { r.mutable_filter()->set_query("association " + word().substr(0, 5)); }, floor);
  run(
      bench, asker, "a word written wrong", count, [&](auto& r) { r.mutable_filter()->set_query(word() + "x "); },
      floor);
  run(
      bench, asker, "a word of missions", count,
      [&](auto& r) { r.mutable_filter()->set_query(World::mission_word(rare(random)) + " "); }, floor);
  run(
      bench, asker, "a common word of missions", count,
      [&](auto& r) { r.mutable_filter()->set_query(World::mission_word(digit(random)) + " "); }, floor);
  run(
      bench, asker, "a sector and a region", count,
      [](auto& r) {
        r.mutable_filter()->add_sectors("youth");
        r.mutable_filter()->add_regions("TN-61");
      },
      floor);
  run(
      bench, asker, "the nearest", count,
      [](auto& r) {
        r.set_order(dir::ORDER_NEAREST);
        r.mutable_near()->set_latitude(34.7);
        r.mutable_near()->set_longitude(10.7);
      },
      floor);
  take_away(bench, token, organisations);
  bring(bench, token, bench.count(100'000, 2000));
}

}  // namespace wasl::bench::scenarios
