#include <random>

#include "scenarios/closed.hpp"
#include "scenarios/scenarios.hpp"
#include "scenarios/storms.hpp"
#include "subjects/wasl_chat.hpp"

namespace wasl::bench::scenarios {

namespace {

constexpr std::size_t kBystanders = 10;

// Ten people in a room that nothing else touches, who say something now and then, within every limit.
class Bystanders {
 public:
  Bystanders(std::uint16_t port, const std::vector<std::string>& tokens, std::int64_t room) : traffic_(chat_) {
    chat_.connect(port, tokens);
    traffic_.join(rooms_of(room, 1, tokens.size(), tokens.size()));
    traffic_.lone(20);
  }

  // What they notice of whatever `tick` does; what was refused and is said again counts as one message.
  Outcome watch(double seconds, const std::function<void()>& tick) {
    return traffic_.open(kPerSecond, seconds, [&] {
      tick();
      chat_.say_again();
    });
  }
  std::int64_t refused() const { return chat_.refused(); }

  static constexpr double kPerSecond = 25;

 private:
  WaslChat chat_;
  Traffic traffic_;
};

class Overload {
 public:
  explicit Overload(Bench& bench)
      : bench_(bench),
        crowd_(bench, bench.count(10'000, 1000)),
        room_(bench.world().groups(1, kBystanders, kBystanders)) {}

  void connect_storm() {
    run("connect storm", bench_.quick() ? 2 : 20,
        [&](const Server& server) { return std::make_unique<ConnectStorm>(server.port, crowd_); });
  }

  void one_person() {
    run("one person's calls", bench_.quick() ? 2 : 10, [&](const Server& server) {
      return std::make_unique<CallStorm>(server.port, people(1), 1000, list_conversations());
    });
  }

  void room_flooded() {
    constexpr std::size_t kMembers = 300;
    const auto room = bench_.world().groups(1, kBystanders + kMembers, kBystanders + kMembers);
    run("a room flooded", bench_.quick() ? 2 : 10, [&](const Server& server) {
      auto storm = std::make_unique<CallStorm>(server.port, people(kMembers), 1000, say_in(room));
      storm->listen_in(room);
      return storm;
    });
  }

  void pool_exhausted() {
    run("the pool exhausted", bench_.quick() ? 3 : 15, [&](const Server& server) {
      return std::make_unique<CallStorm>(server.port, people(bench_.count(2000, 900)), 6000, list_conversations());
    });
  }

 private:
  // The first people after the bystanders.
  std::vector<std::string> people(std::size_t n) const {
    const auto from = crowd_.tokens().begin() + kBystanders;
    return {from, from + static_cast<std::ptrdiff_t>(n)};
  }

  static CallStorm::Frame list_conversations() {
    return [](std::size_t, std::uint64_t i) {
      return call_frame(static_cast<std::uint32_t>(i), "wasl.messaging.v1.MessagingService/ListConversations", "");
    };
  }

  static CallStorm::Frame say_in(std::int64_t room) {
    return [room, id = std::uint64_t{std::random_device{}()} << 32](std::size_t, std::uint64_t i) mutable {
      return send_frame(static_cast<std::uint32_t>(i), room, ++id, std::string(kPayload, 'x'));
    };
  }

  template <class Make>
  void run(const std::string& name, double seconds, Make make) {
    const auto server = bench_.serve({.rate_scale = 1});
    Bystanders bystanders(server.port, {crowd_.tokens().begin(), crowd_.tokens().begin() + kBystanders}, room_);
    Row before{.scenario = name + ": before", .n = kBystanders, .rate = Bystanders::kPerSecond};
    fill(before, bystanders.watch(bench_.quick() ? .8 : 5, [] {}));
    bench_.add(before);

    const auto storm = make(server);
    Row during{.scenario = name + ": during", .n = kBystanders, .rate = Bystanders::kPerSecond};
    const auto start = wall_seconds(), server_cpu = cpu_seconds(server.pid()),
               db_cpu = cpu_seconds(bench_.postmaster(), true);
    fill(during, bystanders.watch(seconds, [&] { storm->tick(); }));
    const auto took = wall_seconds() - start;
    during.note =
        describe(storm->tally(), took) +
        format("; CPU %.0f %% server, %.0f %% PostgreSQL", (cpu_seconds(server.pid()) - server_cpu) / took * 100,
               (cpu_seconds(bench_.postmaster(), true) - db_cpu) / took * 100) +
        format("; the others refused %ld times", static_cast<long>(bystanders.refused()));
    bench_.add(during);
  }

  static std::string describe(const Tally& t, double seconds) {
    return format("%.0f/s asked, %.0f/s served; refused: %ld unavailable, %ld by a limit, %s",
                  static_cast<double>(t.asked) / seconds, static_cast<double>(t.served) / seconds,
                  static_cast<long>(t.unavailable), static_cast<long>(t.limited),
                  t.without_hint == 0 ? "all told when to come back"
                                      : format("%ld WITHOUT A HINT", static_cast<long>(t.without_hint)).c_str());
  }

  Bench& bench_;
  Crowd crowd_;
  std::int64_t room_;
};

}  // namespace

void overload(Bench& bench) {
  Overload scenario(bench);
  scenario.connect_storm();
  scenario.one_person();
  scenario.room_flooded();
  scenario.pool_exhausted();
}

}  // namespace wasl::bench::scenarios
