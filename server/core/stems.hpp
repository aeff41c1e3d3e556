// Light stemming of folded words. Arabic after light10 (Larkey, Ballesteros, Connell: Improving stemming for Arabic
// information retrieval, 2002) with the clitics that it leaves on; French after Savoy's light stemmer (Light stemming
// approaches for the French, Portuguese, German and Hungarian languages, 2006), for words without accents.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace wasl::stems {

// The word as a query may begin it: without what only Arabic grammar puts in front. The word itself when there is nothing.
std::u32string bare_arabic(std::u32string_view word);
// One or several, where a letter may or may not belong to the word.
std::vector<std::u32string> arabic(std::u32string_view word);

std::string french(std::string_view word);

}  // namespace wasl::stems
