// Text from people: UTF-8 in, NFC stored.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace wasl::text {

// NFC (Unicode UAX #15), line ends as \n, outer white space gone, control characters other than \n and \t gone, explicit
// direction overrides gone. Joiners and marks stay (emoji, Persian and the Arabic signs need them), but a text in which
// nothing shows is empty. Throws Refused{invalid_argument} when the input is not UTF-8.
std::string clean(std::string_view utf8);

// The same, on one line: inner line ends and runs of spaces become one space.
std::string clean_line(std::string_view utf8);

// Characters as people count them, nearly: code points of valid UTF-8.
std::size_t length(std::string_view utf8);

// The longest beginning of at most `bytes` bytes that is valid UTF-8.
std::string head(std::string_view utf8, std::size_t bytes);

// Throws Refused{invalid_argument, "<field>_length"} unless low <= length(text) <= high.
void require_length(std::string_view text, const char* field, std::size_t low, std::size_t high);

// One emoji that keyboards offer, fully qualified (RGI of UTS #51): a face, a flag, a family.
bool is_emoji(std::string_view utf8);

// For finding, never for showing: NFKC, case folded, accents and tashkeel dropped, tatweel dropped, alef, yeh,
// hamza carriers, teh marbuta and the Maghreb's own letters folded, digits made Western. Both sides of a search go through it.
std::string fold(std::string_view utf8);

}  // namespace wasl::text
