// A named statement stands beside its only caller; the name is also its label in the metrics.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/ids.hpp"

namespace wasl::storage {

struct Statement {
  const char* name;  // "messaging.list_messages": unique in the program
  const char* sql;
};

// PostgreSQL array literals, for parameters cast as $1::bigint[] or $1::text[].
std::string array(const std::vector<std::int64_t>& values);
std::string array(const std::vector<std::string>& values);

// What pqxx takes as a parameter: identifiers become integers, views become strings.
template <class T>
decltype(auto) param(const T& value) {
  if constexpr (Identifier<T>)
    return raw(value);
  else if constexpr (std::is_same_v<T, std::string_view>)
    return std::string(value);
  else if constexpr (std::is_same_v<T, std::vector<std::int64_t>> || std::is_same_v<T, std::vector<std::string>>)
    return array(value);
  else
    return (value);
}

}  // namespace wasl::storage
