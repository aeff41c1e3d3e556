// The opaque place where a page of conversations or members ends.
#pragma once
#include <optional>
#include <string>

#include "messaging/store.hpp"

namespace wasl::messaging::cursor {

std::string write(const store::Cursor& cursor);
// Empty: from the start. Throws Refused{invalid_argument, "cursor_malformed"} on what write() did not make.
std::optional<store::Cursor> read(const std::string& text);

}  // namespace wasl::messaging::cursor
