#include "bench.hpp"

#include <stdexcept>

#include "floors.hpp"
#include "load/sign_in.hpp"

namespace wasl::bench {

namespace {
constexpr std::size_t kFrame = 200;  // bytes of one message of kPayload on the wire
}

Bench::Bench(Setting setting)
    : setting_(std::move(setting)),
      world_(setting_.pg, setting_.program, setting_.directory),
      postmaster_(world_.postmaster()) {
  if (cores() < 2) return;
  pin_to(server_core(), postmaster_);
  pin_to(1);
}

Server Bench::serve(const ServeOptions& options) {
  const auto port = options.port ? options.port : free_port();
  const auto address = "127.0.0.1:" + std::to_string(port);
  auto environment = world_.environment();
  environment.push_back("WASL_LISTEN=" + address);
  environment.push_back("WASL_PUBLIC_URL=http://" + address);
  environment.push_back("WASL_LOOPS=1");
  environment.push_back("WASL_DATABASE_CONNECTIONS=6");
  environment.push_back("WASL_RATE_SCALE=" + std::to_string(options.rate_scale));
  if (options.redis) environment.push_back("WASL_REDIS=unix:" + setting_.redis);
  const std::vector<std::string> command{setting_.program, "serve"};
  auto process = std::make_unique<Process>(command, environment, setting_.directory + "/server.log", server_core());
  process->wait_for(port, 120);  // the first one fills what is searched
  return {port, std::move(process)};
}

void Bench::index_messages() {
  Process index({setting_.program, "admin", "index-messages"}, world_.environment(), setting_.directory + "/index.log",
                server_core());
  if (index.wait() != 0) throw std::runtime_error("indexing failed: see " + setting_.directory + "/index.log");
}

std::vector<std::string> Bench::people(std::size_t n) {
  if (n > tokens_.size()) {
    const auto server = serve();
    world_.add_people(n - tokens_.size());
    for (auto& token : sign_in(server.port, tokens_.size() + 1, n)) tokens_.push_back(std::move(token));
  }
  return {tokens_.begin(), tokens_.begin() + static_cast<std::ptrdiff_t>(n)};
}

double Bench::send_floor(std::size_t sockets, std::size_t together) {
  auto& floor = floors_[{sockets, together}];
  if (floor > 0) return floor;
  floor = bench::send_floor(sockets, kFrame * together, seconds(2)) / static_cast<double>(together);
  report_.add({.scenario = together == 1 ? "floor: a send() each" : format("floor: a send() of %zu", together),
               .subject = "kernel",
               .n = sockets,
               .window = together,
               .server_cpu = floor});
  return floor;
}

}  // namespace wasl::bench
