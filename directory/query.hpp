// What people ask of the directory, checked and made ready for the store. Pure; every function throws
// Refused{invalid_argument} for what it cannot accept.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "wasl/directory/v1/directory.pb.h"

namespace wasl::directory::query {

// One LIKE pattern per word of the query: a name that is like all of them has every word, in whatever form.
std::vector<std::string> patterns(std::string_view query);

// 1 to 100; 0 stands for 30.
int limit(std::uint32_t asked);

// The code of a sector or region to filter by; empty for any.
std::string code(const char* field, std::string_view code);

// As the database names it; empty for any.
std::string kind(v1::OrganisationKind kind);

// The place in a list after which the next page starts: opaque to clients. Id 0 and the empty text: the beginning.
std::string cursor_after(OrganisationId last);
OrganisationId read_cursor(std::string_view cursor);

}  // namespace wasl::directory::query
