// Text and UTF-8 (Autobahn group 6): messages of this protocol are binary; what is text inside them is UTF-8.
#include "conformance.hpp"

namespace wasl::test {
namespace {

class WsText : public Conformance {
 protected:
  static inline const std::vector<std::string> kBad{
      "\xff", "\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80",
      "\xf8\x88\x80\x80\x80", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80" "edited", "\xe2\x82"};
};

TEST_F(WsText, ATextMessageIsNoBatch) {
  for (const std::string& text : {std::string(), std::string("hello"), std::string("مرحبا \xf0\x9f\x8c\xbf")})
    expect_refused(WsFrame{kText, text}, kMalformedBatch, text);
  expect_refused(fragments("مرحبا", 1, kText), kMalformedBatch, "in single bytes");
}

TEST_F(WsText, ATextMessageThatIsNotUtf8IsRefused) {
  for (const auto& bad : kBad) {
    expect_refused(WsFrame{kText, "x" + bad}, kNotUtf8, bad);
    expect_refused(fragments("x" + bad, 1, kText), kNotUtf8, bad + " in single bytes");
  }
}

TEST_F(WsText, ACloseReasonThatIsNotUtf8IsRefused) {
  for (const auto& bad : kBad) expect_refused(WsFrame{kClose, close_payload(1000, bad)}, kProtocolError, bad);
}

TEST_F(WsText, StringsInsideABatchAreUtf8) {
  for (const auto& bad : kBad) {
    v1::ClientBatch batch;
    batch.add_frames()->mutable_call()->set_method(std::string(bad.size(), 'X'));
    auto bytes = batch.SerializeAsString();
    bytes.replace(bytes.find('X'), bad.size(), bad);
    expect_refused(WsFrame{kBinary, bytes}, kMalformedBatch, bad);
  }
}

}  // namespace
}  // namespace wasl::test
