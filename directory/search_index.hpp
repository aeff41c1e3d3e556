// The folded names that the directory is searched by.
#pragma once
#include "storage/tx.hpp"

namespace wasl::directory::search_index {

// Writes the folded text of every organisation that has none. Harmless at any time.
void refresh(storage::Tx& tx);

}  // namespace wasl::directory::search_index
