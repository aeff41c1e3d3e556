// How PostgreSQL writes an array of texts.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace wasl::directory::imports {

// Of one dimension, without nulls: {plain,"any \"text\""}. (libpqxx takes a semicolon for the end of an item, too.)
std::vector<std::string> texts_of(std::string_view array);

}  // namespace wasl::directory::imports
