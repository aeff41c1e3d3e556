// Files of organisations: exports and imports, beside what COPY takes for the same rows in PostgreSQL.
#pragma once
#include <string>

#include "bench.hpp"

namespace wasl::bench::scenarios {

// All that is published, as CSV, JSON and GeoJSON.
void take_away(Bench& bench, const std::string& token, std::size_t published);

// As many more from a CSV file: read, previewed, tried, made. `token` is person 1's, who becomes a verifier.
void bring(Bench& bench, const std::string& token, std::size_t rows);

}  // namespace wasl::bench::scenarios
