// How many slips of a pen are between two words.
#pragma once
#include <string>
#include <string_view>

namespace wasl::directory::find {

// One code point each; what is not UTF-8 is passed over.
std::u32string letters_of(std::string_view utf8);

// Letters put in, left out, changed, or two neighbours changed with each other (optimal string alignment: Damerau 1964,
// restricted as by Oommen and Loke 1997). Whatever is more than `most` may be told as any number above it.
std::size_t edits(std::u32string_view one, std::u32string_view other, std::size_t most);

// How many a word of so many letters may have and still be meant: none below four, one up to seven, two above.
std::size_t forgiven(std::size_t letters);

}  // namespace wasl::directory::find
