#include "messaging/search/find.hpp"

#include <algorithm>
#include <functional>

namespace wasl::messaging::search {

namespace {
constexpr std::size_t kFirst = 8, kGrowth = 4;  // few when the word is common; soon many when it is rare
}

// A threshold algorithm (Fagin, Lotem, Naor: Optimal aggregation algorithms for middleware, 2003): stretches come by the time
// of their latest message, so once a page is full of messages later than that, the rest need not be read.
std::vector<Place> find(storage::Tx& tx, PersonId viewer, const Query& query) {
  const auto where = store::stretches(tx, viewer, query);
  const auto wanted = query.limit + 1;
  const auto tsquery = search::tsquery(query);
  std::vector<Place> found;
  for (std::size_t from = 0, many = kFirst; from < where.size(); from += many, many *= kGrowth) {
    if (found.size() == wanted && found.back().sent_at_ms > where[from].last_ms) break;
    const auto begin = where.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end = begin + static_cast<std::ptrdiff_t>(std::min(many, where.size() - from));
    const auto more = store::probe(tx, {begin, end}, query, tsquery, wanted);
    found.insert(found.end(), more.begin(), more.end());
    std::ranges::sort(found, std::greater());
    found.resize(std::min(found.size(), wanted));
  }
  return found;
}

}  // namespace wasl::messaging::search
