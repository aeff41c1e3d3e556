// What a poll is, and who may vote.
#pragma once
#include <cstdint>
#include <vector>

#include "messaging/member.hpp"
#include "wasl/messaging/v1/polls.pb.h"

namespace wasl::messaging::policy {

inline constexpr int kFewestOptions = 2, kMostOptions = 10;
inline constexpr std::size_t kLongestOption = 120;

// As it is stored. Throws Refused.
v1::Poll poll(const v1::Poll& asked, std::int64_t now_ms);

// Each throws Refused, saying why.
void may_vote(const Member& viewer, const v1::Message& message, std::int64_t now_ms);
void may_close(const Member& viewer, const v1::Message& message);

bool is_closed(const v1::Message& message, std::int64_t now_ms);

// A vote as it is stored: in order, each option once.
std::vector<std::int64_t> vote(const v1::Poll& poll, const google::protobuf::RepeatedField<std::uint32_t>& asked);

// Takes one vote out of the tally and puts another in; an empty one is none.
void count_vote(v1::Message& message, const std::vector<std::int64_t>& before, const std::vector<std::int64_t>& now);

}  // namespace wasl::messaging::policy
