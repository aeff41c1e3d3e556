#include "storage/queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "core/error.hpp"

namespace wasl::storage {
namespace {

using namespace std::chrono_literals;

// One worker, run by hand: what it did, in order.
struct Day {
  explicit Day(unsigned workers) : queue(workers) {}
  void push(Lane lane, const std::string& name, Queue::Clock::time_point since = Queue::Clock::now()) {
    queue.push(lane, {[this, name] { done += name; },
                      [this, name](const std::exception_ptr& why) { turned_away(name, why); }},
               since);
  }
  void turned_away(const std::string& name, const std::exception_ptr& why) {
    try {
      std::rethrow_exception(why);
    } catch (const Refused& r) {
      EXPECT_EQ(r.code(), Code::kUnavailable);
      EXPECT_GE(r.retry_after(), 1s);
      done += "!" + name;
    }
  }
  void run(int jobs) {
    for (int i = 0; i < jobs; ++i) queue.run_one();
  }
  Queue queue;
  std::string done;
};

TEST(Queue, CallsComeFirstAndNobodyStarves) {
  Day day(4);
  for (int i = 0; i < 6; ++i) {
    day.push(Lane::kDoor, "d");
    day.push(Lane::kSearch, "s");
    day.push(Lane::kCall, "c");
  }
  day.run(6);
  EXPECT_EQ(std::ranges::count(day.done, 'c'), 4);
  EXPECT_EQ(std::ranges::count(day.done, 'd'), 1);
  EXPECT_EQ(std::ranges::count(day.done, 's'), 1);
  day.run(12);
  EXPECT_EQ(day.done.size(), 18U);
}

TEST(Queue, WhoHasWaitedTooLongIsToldSoInsteadOfBeingServed) {
  Day day(1);
  day.push(Lane::kCall, "old", Queue::Clock::now() - Queue::patience(Lane::kCall) - 1ms);
  day.push(Lane::kDoor, "door", Queue::Clock::now() - Queue::patience(Lane::kCall) - 1ms);
  day.run(2);
  EXPECT_EQ(day.done, "!olddoor") << "the door has more patience";
}

TEST(Queue, BehindAStandingQueueNobodyIsLetIn) {
  Day day(1);
  const auto now = Queue::Clock::now();
  day.push(Lane::kCall, "a", now - Queue::patience(Lane::kCall) - 1ms);
  EXPECT_THROW(day.queue.push(Lane::kCall, {}, now), Refused);
  EXPECT_NO_THROW(day.push(Lane::kDoor, "d")) << "another lane is not concerned";
}

TEST(Queue, SearchesLeaveHalfOfTheWorkersToOthers) {
  Queue queue(2);
  bool called = false;
  // While a search runs, the second search must wait, and a call need not.
  queue.push(Lane::kSearch, {[&] {
                               queue.push(Lane::kSearch, {[] { ADD_FAILURE() << "two searches at once"; }, {}});
                               queue.push(Lane::kCall, {[&] { called = true; }, {}});
                               queue.run_one();
                               EXPECT_TRUE(called);
                               queue.push(Lane::kCall, {[&] { called = false; }, {}});
                               queue.run_one();
                               EXPECT_FALSE(called);
                             },
                             {}});
  queue.run_one();
}

TEST(Queue, StopWakesTheWorkers) {
  Queue queue(1);
  std::thread worker([&] { EXPECT_FALSE(queue.run_one()); });
  queue.stop();
  worker.join();
}

}  // namespace
}  // namespace wasl::storage
