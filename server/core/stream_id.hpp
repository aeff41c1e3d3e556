// The name of a stream: an ordered, durable log.
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "core/ids.hpp"

namespace wasl {

// Numbers as in wasl.v1.StreamKind and in the database.
enum class StreamKind : std::int16_t { kPerson = 1, kConversation = 2 };

struct StreamId {
  StreamKind kind{};
  std::int64_t key = 0;
  auto operator<=>(const StreamId&) const = default;
};

inline StreamId stream_of(PersonId id) { return {StreamKind::kPerson, raw(id)}; }
inline StreamId stream_of(ConversationId id) { return {StreamKind::kConversation, raw(id)}; }

}  // namespace wasl

template <>
struct std::hash<wasl::StreamId> {
  std::size_t operator()(const wasl::StreamId& id) const noexcept {
    const auto mixed = (static_cast<std::uint64_t>(id.key) * 8 + static_cast<std::uint64_t>(id.kind)) * 0x9e3779b97f4a7c15ULL;
    return static_cast<std::size_t>(mixed ^ (mixed >> 32));
  }
};
