// The folded words that the directory is searched by.
#pragma once
#include <string>
#include <string_view>

#include "storage/tx.hpp"

namespace wasl::directory::search_index {

// The words of missions and descriptions between spaces, in every form that finds them (words::keys), each once and
// without fillers; of very long texts the first 800.
std::string text_words(std::string_view text);

// Writes the folded text of every organisation that has none. Harmless at any time.
void refresh(storage::Tx& tx);

}  // namespace wasl::directory::search_index
