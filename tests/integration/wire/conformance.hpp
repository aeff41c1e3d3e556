// What RFC 6455 asks of a server, as the groups of the Autobahn test suite have it. This protocol does not echo: that a
// message got through is shown by the pong that it asks for.
#pragma once
#include "support/raw_ws.hpp"
#include "support/town.hpp"

namespace wasl::test {

inline constexpr int kProtocolError = 1002, kNotUtf8 = 1007, kTooBig = 1009, kMalformedBatch = 4101;

class Conformance : public Town {
 protected:
  static void SetUpTestSuite() {
    Town::SetUpTestSuite();
    token_ = person().token;
    witness_ = std::make_unique<RawWs>(port(), token_);
  }
  static void TearDownTestSuite() {
    witness_.reset();
    Town::TearDownTestSuite();
  }
  // Whatever one connection does, those beside it live on.
  void TearDown() override {
    EXPECT_TRUE(witness_->serves());
    Town::TearDown();
  }

  static RawWs open() { return RawWs(port(), token_); }
  static const std::string& token() { return token_; }

  // On a connection of its own: the bytes end it with this code, and what follows them is not heard.
  template <class Sent>
  static void expect_refused(const Sent& sent, int code, const std::string& what) {
    auto ws = open();
    ws.send(sent);
    ws.send(WsFrame{kBinary, ping_batch(77)});
    EXPECT_FALSE(ws.hears_pong(77)) << what;
    EXPECT_EQ(ws.close_code(), code) << what;
  }
  // On a connection of its own: the message that asks for pong 77 gets through, and the line lives.
  template <class Sent>
  static void expect_heard(const Sent& sent, const std::string& what) {
    auto ws = open();
    ws.send(sent);
    EXPECT_TRUE(ws.hears_pong(77)) << what;
    EXPECT_TRUE(ws.serves()) << what;
  }

 private:
  static inline std::string token_;
  static inline std::unique_ptr<RawWs> witness_;
};

}  // namespace wasl::test
