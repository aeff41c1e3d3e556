#include "streams/streams.hpp"

#include <gtest/gtest.h>

#include "wasl/envelope.pb.h"

namespace wasl::streams {
namespace {

TEST(Frames, EndToEndAreOneBatch) {
  std::string wire;
  for (int n = 1; n <= 5; ++n) wire += *encode_event({StreamKind::kConversation, 7}, n, 3, std::string(static_cast<std::size_t>(n) * 50, 'x'));
  v1::ServerBatch batch;
  ASSERT_TRUE(batch.ParseFromString(wire));
  ASSERT_EQ(batch.frames_size(), 5);
  for (int n = 1; n <= 5; ++n) {
    const auto& event = batch.frames(n - 1).event();
    EXPECT_EQ(event.stream().kind(), v1::STREAM_CONVERSATION);
    EXPECT_EQ(event.stream().key(), 7);
    EXPECT_EQ(event.offset(), n);
    EXPECT_EQ(event.type(), 3U);
    EXPECT_EQ(event.body().size(), static_cast<std::size_t>(n) * 50);
  }
}

TEST(Frames, AreWhatProtobufItselfWouldWrite) {
  // On both sides of every length of a varint.
  for (const std::size_t size : {0U, 1U, 100U, 120U, 121U, 122U, 123U, 124U, 125U, 126U, 127U, 128U, 16'370U, 16'380U, 16'384U, 2'100'000U}) {
    v1::ServerBatch batch;
    batch.add_frames()->mutable_reply()->set_body(std::string(size, 'b'));
    EXPECT_EQ(as_batch(batch.frames(0)), batch.SerializeAsString()) << size;
  }
  v1::ServerBatch empty;
  empty.add_frames();
  EXPECT_EQ(as_batch(empty.frames(0)), empty.SerializeAsString());
}

}  // namespace
}  // namespace wasl::streams
