// The order of names, as a language sorts them (Unicode collation, CLDR).
#pragma once
#include <string>
#include <string_view>

namespace wasl::collation {

// Bytes that compare as the texts do, accents and case last. An unknown language sorts as the root does.
std::string key(std::string_view utf8, std::string_view language);

}  // namespace wasl::collation
