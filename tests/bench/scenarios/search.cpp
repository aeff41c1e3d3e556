#include <cmath>
#include <functional>
#include <random>

#include "scenarios/asker.hpp"
#include "scenarios/scenarios.hpp"
#include "scenarios/talk.hpp"
#include "wasl/messaging/v1/search.pb.h"

namespace wasl::bench::scenarios {

namespace {

struct Asked {
  std::string name;
  std::function<std::string()> words;  // of the next query
  std::int64_t conversation = 0;
  std::string floor_word{};  // whose index scan is the floor
  std::size_t floor_stretches = 0;
};

class Searcher {
 public:
  Searcher(Bench& bench, const Server& server, const std::string& token)
      : bench_(bench), asker_(bench, server, token) {}

  // One after the other.
  void run(const Asked& asked, std::size_t count) {
    std::size_t searches = 0;
    found_ = 0;
    Row row{.scenario = "search: " + asked.name, .n = 1, .window = 1};
    asker_.measure(row, count, [&] { search(asked), ++searches; });
    row.note = format("%.1f found", static_cast<double>(found_) / static_cast<double>(searches));
    if (asked.floor_stretches > 0) {
      const auto floor = Talk(bench_.world()).index_scan_ms(1, asked.floor_word, asked.floor_stretches);
      row.floor_ratio = *row.p50_ms / floor;
      row.note += format("; floor: the index scan alone, %.2f ms", floor);
    }
    bench_.add(row);
  }

 private:
  void search(const Asked& asked) {
    messaging::v1::SearchMessagesRequest request;
    request.set_query(asked.words());
    request.set_conversation_id(asked.conversation);
    messaging::v1::SearchMessagesResponse response;
    response.ParseFromString(asker_.ask("wasl.messaging.v1.SearchService/SearchMessages", request.SerializeAsString()));
    found_ += static_cast<std::size_t>(response.messages_size());
  }

  Bench& bench_;
  std::size_t found_ = 0;
  Asker asker_;
};

}  // namespace

// Person 1 is in one conversation with half of all messages, and in a thousand that share the other half.
void search(Bench& bench) {
  const auto token = bench.people(2)[0];
  const auto half = bench.count(500'000, 10'000), many = bench.count(1000, 100);
  const auto large = bench.world().groups(1, 2, 2), small = bench.world().groups(many, 2, 2);
  const Talk talk(bench.world());
  talk.say(large, 1, half);
  talk.say(small, many, half / many);

  const auto indexed = wall_seconds();
  bench.index_messages();
  const auto seconds = wall_seconds() - indexed;
  bench.add({.scenario = "search: indexing",
             .n = 1,
             .deliveries_per_s = 2 * static_cast<double>(half) / seconds,
             .note = format("messages indexed a second, at once; %.0f s", seconds)});
  talk.settle();

  const auto stretches = many + (half >> 12) + 1;
  const auto server = bench.serve();
  Searcher searcher(bench, server, token);
  std::mt19937 random(7);
  std::uniform_real_distribution<double> uniform(0, 1);
  const auto some = [&] {
    return Talk::word(static_cast<int>(std::pow(static_cast<double>(Talk::kWords), uniform(random))));
  };
  const auto count = bench.count(300, 30);
  const std::string most = Talk::word(1), rare = Talk::word(static_cast<int>(bench.count(29'998, 3000)));
  searcher.run({"words as they are said", [&] { return some() + " "; }}, count);
  searcher.run({"two words", [&] { return some() + " " + some() + " "; }}, count);
  searcher.run({"a word being typed", [&] { return some(); }}, count);
  searcher.run({"the most common word", [&] { return most + " "; }, 0, most, 8}, count);
  searcher.run({"a rare word", [&] { return rare + " "; }, 0, rare, stretches}, count);
  searcher.run({"no such word, similar ones", [&] { return rare + "bq "; }}, bench.count(50, 10));
  searcher.run({"in the largest one", [&] { return some() + " "; }, large}, count);
}

}  // namespace wasl::bench::scenarios
