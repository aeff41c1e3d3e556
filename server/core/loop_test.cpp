#include "core/loop.hpp"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <stdexcept>
#include <string>

namespace wasl {
namespace {

TEST(Loop, ATurnIsHandlersThenFeedThenFlush) {
  Loop loop(0);
  std::string seen;
  bool last = false;
  loop.at_turn_end(Loop::Phase::kFlush, [&] {
    seen += "W";
    if (last) loop.stop();
  });
  loop.at_turn_end(Loop::Phase::kFeed, [&] { seen += "F"; });
  loop.at_turn_end(Loop::Phase::kFlush, [&] { seen += "w"; });
  for (int n = 0; n < 3; ++n)
    asio::post(loop.io(), [&, n] {
      seen += std::to_string(n);
      if (n == 0) asio::post(loop.io(), [&] { seen += "n", last = true; });  // work made by work: the same turn
    });
  loop.run();
  EXPECT_EQ(seen, "012nFWw");
}

TEST(Loop, ATurnEndsEvenWhenWorkDoesNot) {
  Loop loop(0);
  int turns = 0;
  std::function<void()> again = [&] { asio::post(loop.io(), again); };
  loop.at_turn_end(Loop::Phase::kFlush, [&] {
    if (++turns == 3) loop.stop();
  });
  asio::post(loop.io(), again);
  loop.run();
  EXPECT_EQ(turns, 3);
}

TEST(Loop, AnExceptionEndsNeitherTheLoopNorItsHooks) {
  Loop loop(0);
  int flushed = 0;
  loop.at_turn_end(Loop::Phase::kFlush, [&] { ++flushed; });
  asio::post(loop.io(), [] { throw std::runtime_error("from a handler"); });
  asio::post(loop.io(), [&] { loop.stop(); });
  loop.run();
  EXPECT_GE(flushed, 1);
}

TEST(Loops, PlaceInTurnAndStopWhenDestroyed) {
  Loops loops(3);
  EXPECT_EQ(loops.size(), 3U);
  for (unsigned n = 0; n < 6; ++n) EXPECT_EQ(loops.next().index(), n % 3);
  loops.start();
}

TEST(Loops, AreAtLeastOne) { EXPECT_GE(Loops(0).size(), 1U); }

}  // namespace
}  // namespace wasl
