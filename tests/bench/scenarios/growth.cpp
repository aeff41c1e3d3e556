#include <stdexcept>

#include "load/wasl_line.hpp"
#include "meter.hpp"
#include "scenarios/closed.hpp"
#include "scenarios/scenarios.hpp"
#include "subjects/wasl_subject.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::bench::scenarios {

namespace {

// Pages of 50, one after the other.
void open_conversation(Bench& bench, const Server& server, const std::string& token, std::int64_t conversation,
                       const char* name) {
  messaging::v1::ListMessagesRequest request;
  request.set_conversation_id(conversation);
  request.set_limit(50);
  const auto call = call_frame(1, "wasl.messaging.v1.MessagingService/ListMessages", request.SerializeAsString());
  std::size_t pages = 0;
  WaslLine line({.on_event = {},
                 .on_reply =
                     [&](std::size_t, const v1::Reply& reply) {
                       if (reply.has_error())
                         throw std::runtime_error("a page was refused: " + reply.error().message());
                       ++pages;
                     },
                 .on_subscribed = {},
                 .on_open = {},
                 .on_refused = {},
                 .on_lost = {}});
  line.connect(server.port, {token});
  Latencies latencies;
  const auto run = [&](std::size_t count) {
    pages = 0;
    while (pages < count) {
      const auto start = wall_seconds();
      line.send(0, call);
      line.swarm().until([&, before = pages] { return pages > before; }, 10, "a page");
      latencies.add((wall_seconds() - start) * 1000);
    }
  };
  run(100);
  latencies.clear();
  Row row{.scenario = std::string("growth: a page, ") + name, .n = 1, .window = 1};
  const auto count = bench.count(2000, 300);
  const Meter meter({server.pid()}, bench.postmaster());
  const auto start = wall_seconds();
  run(count);
  meter.report(row, static_cast<double>(count));
  row.deliveries_per_s = static_cast<double>(count) / (wall_seconds() - start);
  row.p50_ms = latencies.quantile(.5);
  row.p99_ms = latencies.quantile(.99);
  row.note = "pages of 50 messages";
  bench.add(row);
}

constexpr std::size_t kSizes[] = {10, 100, 1000, 10'000};

void history(Bench& bench) {
  const auto token = bench.people(2)[0];
  const auto conversation = bench.world().groups(2, 2, 2);
  bench.world().messages(conversation, 1, 100);
  bench.world().messages(conversation + 1, 1, bench.count(1'000'000, 50'000));
  const auto server = bench.serve();
  open_conversation(bench, server, token, conversation, "100 long");
  open_conversation(bench, server, token, conversation + 1, bench.quick() ? "50,000 long" : "1,000,000 long");
}

}  // namespace

void growth(Bench& bench) {
  const auto most_people = bench.count(10'000, 1000);
  WaslSubject wasl(bench);
  for (const auto members : kSizes)
    if (members <= most_people) closed(bench, wasl, "growth: members", {1, members, members}, {32}, 3, Floor::kNone);
  for (const auto streams : kSizes)
    if (streams <= most_people)
      closed(bench, wasl, "growth: streams of 2", {streams, 2, std::min(2 * streams, most_people / 2)}, {64}, 3,
             Floor::kNone);
  history(bench);
}

}  // namespace wasl::bench::scenarios
