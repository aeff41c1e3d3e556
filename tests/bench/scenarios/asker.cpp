#include "scenarios/asker.hpp"

#include <stdexcept>

#include "load/latencies.hpp"
#include "machine.hpp"

namespace wasl::bench {

Asker::Asker(Bench& bench, const Server& server, const std::string& token)
    : bench_(bench),
      server_(server),
      line_({.on_event = {},
             .on_reply =
                 [this](std::size_t, const v1::Reply& reply) {
                   if (reply.has_error()) throw std::runtime_error("refused: " + reply.error().message());
                   body_ = reply.body();
                   answered_ = true;
                 },
             .on_subscribed = {},
             .on_open = {},
             .on_refused = {},
             .on_lost = {}}) {
  line_.connect(server.port, {token});
}

const std::string& Asker::ask(const std::string& method, const std::string& body) {
  answered_ = false;
  line_.send(0, call_frame(1, method, body));
  line_.swarm().until([&] { return answered_; }, 60, "an answer");
  return body_;
}

void Asker::measure(Row& row, std::size_t count, const std::function<void()>& once) {
  for (int i = 0; i < 10; ++i) once();
  Latencies latencies;
  const Meter meter({server_.pid()}, bench_.postmaster());
  const auto start = wall_seconds();
  for (std::size_t i = 0; i < count; ++i) {
    const auto began = wall_seconds();
    once();
    latencies.add((wall_seconds() - began) * 1000);
  }
  row.deliveries_per_s = static_cast<double>(count) / (wall_seconds() - start);
  meter.report(row, static_cast<double>(count));
  row.p50_ms = latencies.quantile(.5);
  row.p99_ms = latencies.quantile(.99);
}

}  // namespace wasl::bench
