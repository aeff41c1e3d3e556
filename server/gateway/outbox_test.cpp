#include "gateway/outbox.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

namespace wasl::gateway {
namespace {

// Both ends of a line: an outbox here, a peer that reads when told.
class Line : public Outbox::Owner, public std::enable_shared_from_this<Line> {
 public:
  explicit Line(asio::io_context& io, int send_buffer = 1) : io_(io), socket_(io) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::runtime_error("socketpair");
    ::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
    socket_.assign(tcp::v4(), ends[0]);
    socket_.non_blocking(true);
    peer_ = ends[1];
  }
  ~Line() override {
    if (peer_ >= 0) ::close(peer_);
  }
  std::shared_ptr<void> keep_alive() override { return shared_from_this(); }
  void on_too_slow() override {
    ++too_slow;
    outbox.cut();
  }

  // Whatever has arrived and arrives until nothing more moves.
  std::string read_all() {
    std::string out;
    char bytes[777];
    for (int idle = 0; idle < 3;) {
      io_.restart();
      io_.poll();
      const auto n = ::recv(peer_, bytes, sizeof bytes, MSG_DONTWAIT);
      if (n > 0)
        out.append(bytes, static_cast<std::size_t>(n)), idle = 0;
      else
        ++idle;
    }
    return out;
  }
  bool peer_sees_end() const {
    char byte = 0;
    return ::recv(peer_, &byte, 1, MSG_DONTWAIT) == 0;
  }
  void hang_up() { ::close(std::exchange(peer_, -1)); }

 private:
  asio::io_context& io_;
  tcp::socket socket_;
  int peer_ = -1;

 public:
  Flusher flusher;
  Outbox outbox{flusher, socket_, *this};
  int too_slow = 0;
};

Frame frame(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

// The payloads of whole WebSocket messages; what is left over is not empty if the last one was cut.
std::vector<std::string> messages(std::string_view bytes, std::string& left_over) {
  std::vector<std::string> out;
  while (bytes.size() >= 2) {
    std::size_t n = static_cast<unsigned char>(bytes[1]), head = 2;
    if (n >= 126) {
      const std::size_t more = n == 126 ? 2 : 8;
      n = 0;
      for (std::size_t i = 0; i < more; ++i) n = n << 8 | static_cast<unsigned char>(bytes[2 + i]);
      head += more;
    }
    if (bytes.size() < head + n) break;
    EXPECT_EQ(bytes[0], '\x82');
    out.emplace_back(bytes.substr(head, n));
    bytes.remove_prefix(head + n);
  }
  left_over = bytes;
  return out;
}

std::vector<std::string> whole_messages(std::string_view bytes) {
  std::string left_over;
  auto out = messages(bytes, left_over);
  EXPECT_EQ(left_over, "");
  return out;
}

class OutboxTest : public testing::Test {
 protected:
  asio::io_context io_;
  std::shared_ptr<Line> line_ = std::make_shared<Line>(io_);
  Outbox& outbox_ = line_->outbox;

  // One turn in which one frame was pushed.
  void turn(const Frame& f) {
    outbox_.push(f);
    line_->flusher.flush();
  }
  // More than the socket takes, as one message that has begun to leave.
  std::string clog() {
    const std::string big(300'000, 'C');
    turn(frame(big));
    return big;
  }
};

TEST_F(OutboxTest, WhatOneTurnPushedLeavesAsOneMessage) {
  outbox_.push(frame("a"));
  outbox_.push(frame("b"));
  EXPECT_EQ(line_->read_all(), "");
  line_->flusher.flush();
  EXPECT_EQ(whole_messages(line_->read_all()), std::vector<std::string>{"ab"});
  EXPECT_TRUE(line_->flusher.dirty.empty());
}

TEST_F(OutboxTest, OrderHoldsWhenTheSocketTakesALittleAtATime) {
  std::vector<std::string> sent;
  std::string got;
  for (int n = 0; n < 300; ++n) {
    sent.push_back(std::to_string(n) + std::string(static_cast<std::size_t>(n * 37 % 5000), static_cast<char>('a' + n % 26)));
    turn(frame(sent.back()));
    if (n % 50 == 49) got += line_->read_all();  // the backlog empties and fills again
  }
  got += line_->read_all();
  EXPECT_EQ(whole_messages(got), sent);
  EXPECT_EQ(line_->too_slow, 0);
}

TEST_F(OutboxTest, BeastsOwnWritesNeverCutIntoAMessage) {
  const auto big = clog();
  outbox_.write(frame("\x82\x04pong"));
  turn(frame("after"));
  EXPECT_EQ(whole_messages(line_->read_all()), (std::vector<std::string>{big, "pong", "after"}));
}

TEST_F(OutboxTest, SignalsAreDroppedFirst) {
  outbox_.push_signal(frame("typing"));
  line_->flusher.flush();
  EXPECT_EQ(whole_messages(line_->read_all()), std::vector<std::string>{"typing"});
  const auto big = clog();
  outbox_.push_signal(frame("typing"));
  turn(frame("event"));
  EXPECT_EQ(whole_messages(line_->read_all()), (std::vector<std::string>{big, "event"}));
  outbox_.push_signal(frame("again"));
  line_->flusher.flush();
  EXPECT_EQ(whole_messages(line_->read_all()), std::vector<std::string>{"again"});
}

TEST_F(OutboxTest, OverOneMebibyteTheClientIsTooSlowOnce) {
  const auto big = clog();
  int turns = 0;
  while (line_->too_slow == 0 && turns < 100) turn(frame(std::string(100'000, 'x'))), ++turns;
  EXPECT_GE(turns, 7);
  EXPECT_LE(turns, 9);
  for (int n = 0; n < 30; ++n) turn(frame(std::string(100'000, 'y')));
  EXPECT_EQ(line_->too_slow, 1);
}

TEST_F(OutboxTest, ACutKeepsAHalfSentMessageWholeAndForgetsTheRest) {
  const auto big = clog();
  turn(frame("forgotten"));
  outbox_.push(frame("not even flushed"));
  outbox_.cut();
  line_->flusher.flush();
  turn(frame("last words"));
  EXPECT_EQ(whole_messages(line_->read_all()), (std::vector<std::string>{big, "last words"}));
}

TEST_F(OutboxTest, ACutWithNothingWaitingForgetsTheTurn) {
  outbox_.push(frame("forgotten"));
  outbox_.cut();
  turn(frame("kept"));
  EXPECT_EQ(whole_messages(line_->read_all()), std::vector<std::string>{"kept"});
}

TEST_F(OutboxTest, PongsThatNobodyReadsEndTheLine) {
  for (int n = 0; n < 1'000; ++n) outbox_.write(frame("\x82\x04pong"));
  EXPECT_EQ(whole_messages(line_->read_all()).size(), 1'000U);
  clog();
  for (int n = 0; n < 10'100; ++n) outbox_.write(frame("\x82\x04pong"));
  std::string left_over;
  EXPECT_TRUE(messages(line_->read_all(), left_over).empty());
  EXPECT_TRUE(line_->peer_sees_end());
}

TEST_F(OutboxTest, AfterTheKillNothingIsWritten) {
  clog();
  outbox_.kill();
  turn(frame("late"));
  outbox_.write(frame("\x82\x00"));
  std::string left_over;
  EXPECT_TRUE(messages(line_->read_all(), left_over).empty());
  EXPECT_TRUE(line_->peer_sees_end());
}

TEST_F(OutboxTest, AFinishedLineIsHalfClosedOnceEverythingHasLeft) {
  const auto big = clog();
  outbox_.write(frame("\x82\x04" "last"));
  outbox_.finish();
  turn(frame("late"));
  EXPECT_EQ(whole_messages(line_->read_all()), (std::vector<std::string>{big, "last"}));
  EXPECT_TRUE(line_->peer_sees_end());
}

TEST_F(OutboxTest, ALineWithNothingWaitingIsHalfClosedAtOnce) {
  turn(frame("said"));
  outbox_.finish();
  turn(frame("late"));
  EXPECT_EQ(whole_messages(line_->read_all()), std::vector<std::string>{"said"});
  EXPECT_TRUE(line_->peer_sees_end());
}

TEST_F(OutboxTest, APeerThatIsGoneIsNoError) {
  line_->hang_up();
  turn(frame("a"));
  turn(frame("b"));
  io_.poll();
}

TEST_F(OutboxTest, WaitingForTheSocketKeepsTheOwnerAlive) {
  clog();
  const std::weak_ptr<Line> weak = line_;
  line_.reset();
  EXPECT_FALSE(weak.expired());
  weak.lock()->outbox.kill();
  io_.restart();
  io_.poll();
  EXPECT_TRUE(weak.expired());
}

}  // namespace
}  // namespace wasl::gateway
