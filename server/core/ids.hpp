// Identifiers of nouns as distinct types: swapped arguments do not compile.
#pragma once
#include <cstdint>
#include <type_traits>

namespace wasl {

enum class PersonId : std::int64_t {};
enum class SessionId : std::int64_t {};
enum class OrganisationId : std::int64_t {};
enum class ConversationId : std::int64_t {};

// Position in a stream: 1 is the first event, 0 is before it.
using Offset = std::int64_t;

template <class T>
concept Identifier = std::is_enum_v<T> && std::is_same_v<std::underlying_type_t<T>, std::int64_t>;

constexpr std::int64_t raw(Identifier auto id) { return static_cast<std::int64_t>(id); }

}  // namespace wasl
