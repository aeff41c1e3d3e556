// Measures the server as ratios to what this machine can do. See docs/performance.md.
#include <algorithm>
#include <boost/program_options.hpp>
#include <functional>
#include <iostream>

#include "core/crypto.hpp"
#include "scenarios/scenarios.hpp"

namespace wasl::bench {
namespace {

namespace po = boost::program_options;

struct Scenario {
  std::string name;
  std::function<void(Bench&)> run;
  bool only_when_named = false;
};

const std::vector<Scenario> kScenarios{
    {"fanout", scenarios::fanout},     {"rooms", scenarios::rooms},      {"ingest", scenarios::ingest},
    {"idle", scenarios::idle},         {"resume", scenarios::resume},    {"bus", scenarios::bus},
    {"growth", scenarios::growth},     {"search", scenarios::search},    {"directory", scenarios::directory},
    {"overload", scenarios::overload}, {"peers", scenarios::peers, true}};

bool is_wanted(const Scenario& scenario, const std::vector<std::string>& named) {
  return named.empty() ? !scenario.only_when_named : std::ranges::find(named, scenario.name) != named.end();
}

void require_known(const std::vector<std::string>& named) {
  for (const auto& name : named)
    if (std::ranges::find(kScenarios, name, &Scenario::name) == kScenarios.end())
      throw std::runtime_error("no scenario '" + name + "'; see --list");
}

int run(int argc, char** argv) {
  Setting s;
  std::string json;
  std::vector<std::string> named;
  po::options_description options("wasl_bench [SCENARIO]...");
  options.add_options()("help", "this")("list", "the scenarios")("quick", "all in under a minute")(
      "json", po::value(&json), "write the figures there, too")(
      "program", po::value(&s.program)->default_value("build/release/bin/wasl"), "what is measured")(
      "pg", po::value(&s.pg), "libpq connection string of a PostgreSQL server, without dbname")(
      "pg-port", po::value(&s.pg_port), "where it listens on the loopback interface, for peers")(
      "redis", po::value(&s.redis), "path of a Redis socket")(
      "directory", po::value(&s.directory)->default_value("/tmp"), "for logs and secrets")(
      "peers", po::value(&s.peers)->default_value("tests/bench/peers"), "where the other servers' programs are")(
      "scenario", po::value(&named), "those to run; all but peers when none is named");
  po::positional_options_description positional;
  positional.add("scenario", -1);
  po::variables_map given;
  po::store(po::command_line_parser(argc, argv).options(options).positional(positional).run(), given);
  po::notify(given);
  if (given.count("help")) return std::cout << options, 0;
  if (given.count("list")) {
    for (const auto& scenario : kScenarios) std::cout << scenario.name << '\n';
    return 0;
  }
  require_known(named);
  s.quick = given.count("quick") > 0;
  raise_descriptor_limit();
  crypto::init();
  const auto start = wall_seconds();
  Bench bench(s);
  Report::print_head();
  for (const auto& scenario : kScenarios)
    if (is_wanted(scenario, named)) scenario.run(bench);
  std::cout << format("%.0f seconds in all\n", wall_seconds() - start);
  if (!json.empty()) bench.report().write_json(json);
  return 0;
}

}  // namespace
}  // namespace wasl::bench

int main(int argc, char** argv) {
  try {
    return wasl::bench::run(argc, argv);
  } catch (const std::exception& e) {
    std::cerr << "bench: " << e.what() << '\n';
    return 1;
  }
}
