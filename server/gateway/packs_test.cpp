#include "gateway/packs.hpp"

#include <gtest/gtest.h>

namespace wasl::gateway {
namespace {

Frame frame(const std::string& text) { return std::make_shared<const std::string>(text); }

std::string header_of(std::size_t n) {
  char bytes[10];
  return {bytes, write_header(bytes, n)};
}

TEST(Packs, HeadersAreThoseOfTheWebSocketProtocol) {
  EXPECT_EQ(header_of(0), std::string("\x82\x00", 2));
  EXPECT_EQ(header_of(125), "\x82\x7d");
  EXPECT_EQ(header_of(126), std::string("\x82\x7e\x00\x7e", 4));
  EXPECT_EQ(header_of(65535), "\x82\x7e\xff\xff");
  EXPECT_EQ(header_of(65536), std::string("\x82\x7f\0\0\0\0\0\x01\0\0", 10));
  EXPECT_EQ(header_of(std::size_t{1} << 32), std::string("\x82\x7f\0\0\0\x01\0\0\0\0", 10));
}

TEST(Packs, ARunIsItsFramesInOrderUnderOneHeader) {
  for (const std::size_t n : {1U, 125U, 126U, 65535U, 65536U}) {
    Packs packs;
    const std::string first = "a", rest(n - 1, 'b');
    auto* run = packs.add(packs.add(nullptr, frame(first)), frame(rest));
    EXPECT_EQ(*Packs::wire(*run), header_of(n) + first + rest);
  }
}

TEST(Packs, SessionsWithTheSameRunShareOneBuffer) {
  Packs packs;
  const auto a = frame("a"), b = frame("b");
  auto* one = packs.add(packs.add(nullptr, a), b);
  auto* two = packs.add(packs.add(nullptr, a), b);
  EXPECT_EQ(one, two);
  EXPECT_EQ(Packs::wire(*one).get(), Packs::wire(*two).get());
}

TEST(Packs, DifferentRunsDiffer) {
  Packs packs;
  const auto a = frame("a"), b = frame("b"), alike = frame("a");
  auto* ab = packs.add(packs.add(nullptr, a), b);
  auto* ba = packs.add(packs.add(nullptr, b), a);
  auto* just_a = packs.add(nullptr, a);
  auto* other = packs.add(nullptr, alike);
  EXPECT_EQ(*Packs::wire(*ab), "\x82\x02" "ab");
  EXPECT_EQ(*Packs::wire(*ba), "\x82\x02" "ba");
  EXPECT_EQ(*Packs::wire(*just_a), "\x82\x01" "a");
  EXPECT_NE(just_a, other);  // told apart by address, not by content
  EXPECT_EQ(*Packs::wire(*packs.add(nullptr, a)), "\x82\x01" "a");
}

TEST(Packs, FramesAreHeldUntilTheTurnEnds) {
  Packs packs;
  std::weak_ptr<const std::string> watched;
  Pack* run = nullptr;
  {
    const auto gone = frame("gone"), second = frame("second");
    watched = gone;
    run = packs.add(packs.add(nullptr, gone), second);
  }
  EXPECT_FALSE(watched.expired());
  EXPECT_EQ(*Packs::wire(*run), "\x82\x0a" "gonesecond");
  packs.reset();
  EXPECT_TRUE(watched.expired());
}

TEST(Packs, ANewTurnStartsFromNothing) {
  Packs packs;
  const auto a = frame("a"), b = frame("b");
  const auto before = Packs::wire(*packs.add(packs.add(nullptr, a), b));
  packs.reset();
  auto* run = packs.add(nullptr, b);
  EXPECT_EQ(*Packs::wire(*run), "\x82\x01" "b");
  EXPECT_EQ(*Packs::wire(*packs.add(run, a)), "\x82\x02" "ba");
  EXPECT_EQ(*before, "\x82\x02" "ab");  // whoever still writes it keeps it
}

}  // namespace
}  // namespace wasl::gateway
