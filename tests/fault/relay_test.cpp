// The wire fails when it is told to, and only then.
#include "fault/relay.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/http.hpp"
#include "support/process.hpp"

#include <gtest/gtest.h>

namespace wasl::fault {
namespace {

using test::RawSocket;

// The far side: what it hears and says is up to the test.
class Upstream {
 public:
  Upstream() : listening_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un here{};
    here.sun_family = AF_UNIX;
    path_.copy(here.sun_path, sizeof here.sun_path - 1);
    if (::bind(listening_, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0 || ::listen(listening_, 8) != 0)
      throw std::runtime_error("cannot listen on " + path_);
  }
  ~Upstream() {
    ::close(listening_);
    if (fd_ >= 0) ::close(fd_);
  }
  const std::string& path() const { return path_; }
  void accept() { fd_ = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC); }
  std::string hear() const {
    char bytes[1000];
    const auto n = ::recv(fd_, bytes, sizeof bytes, 0);
    return n > 0 ? std::string(bytes, static_cast<std::size_t>(n)) : "(end)";
  }
  void say(const std::string& words) const {
    ASSERT_EQ(::send(fd_, words.data(), words.size(), MSG_NOSIGNAL), static_cast<ssize_t>(words.size()));
  }

 private:
  std::string path_ = test::fresh_path("upstream");
  int listening_, fd_ = -1;
};

const std::string kCommit(
    "Q\0\0\0\x0b"
    "COMMIT\0",
    12);
const std::string kBatch("B\0\0\0\xff\0messaging.send_batch\0...", 30);

class Wire : public testing::Test {
 protected:
  void SetUp() override { upstream.accept(); }
  Upstream upstream;
  Relay relay{upstream.path()};
  RawSocket client{relay.port()};
};

TEST_F(Wire, CarriesBothWays) {
  client.send("one");
  EXPECT_EQ(upstream.hear(), "one");
  upstream.say("two");
  EXPECT_EQ(client.receive_some(), "two");
  client.send(kCommit);
  EXPECT_EQ(upstream.hear(), kCommit);
}

TEST_F(Wire, HoldsEverythingWhileSilent) {
  Upstream other;
  relay.silence();
  client.send("held");
  RawSocket newcomer(relay.port());
  EXPECT_FALSE(newcomer.closed());
  relay.speak();
  EXPECT_EQ(upstream.hear(), "held");
}

TEST_F(Wire, IsReset) {
  relay.cut();
  EXPECT_EQ(client.receive_some(), "");
  EXPECT_TRUE(client.reset());
  EXPECT_EQ(upstream.hear(), "(end)");
}

TEST_F(Wire, BreaksBeforeACommit) {
  relay.cut_commits(1, Cut::kBefore);
  client.send("Q    select");
  EXPECT_EQ(upstream.hear(), "Q    select");
  client.send(kCommit);
  EXPECT_EQ(upstream.hear(), "(end)");
  EXPECT_EQ(client.receive_some(), "");
  EXPECT_EQ(relay.commits_cut(), 1);
}

TEST_F(Wire, BreaksInTheMiddleOfACommit) {
  relay.cut_commits(1, Cut::kHalfway);
  client.send(kBatch);
  EXPECT_EQ(upstream.hear(), kBatch.substr(0, kBatch.size() / 2));
  EXPECT_EQ(upstream.hear(), "(end)");
  EXPECT_EQ(client.receive_some(), "");
}

TEST_F(Wire, SwallowsTheAnswerToACommit) {
  relay.cut_commits(1, Cut::kAfter);
  client.send(kCommit);
  EXPECT_EQ(upstream.hear(), kCommit);
  upstream.say("done");
  EXPECT_EQ(client.receive_some(), "");
  EXPECT_TRUE(client.reset());
  RawSocket next(relay.port());
  upstream.accept();
  next.send(kCommit);
  EXPECT_EQ(upstream.hear(), kCommit);
  upstream.say("done");
  EXPECT_EQ(next.receive_some(), "done") << "one was to be cut";
}

}  // namespace
}  // namespace wasl::fault
