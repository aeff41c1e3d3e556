#include "directory/cards.hpp"

#include <algorithm>

#include "directory/access.hpp"

namespace wasl::directory {

Cards::Cards(storage::Tx& tx, const std::vector<PersonId>& people) {
  auto once = people;
  std::ranges::sort(once);
  once.erase(std::ranges::unique(once).begin(), once.end());
  for (auto& card : access::person_cards(tx, once)) cards_[card.id()] = std::move(card);
}

wasl::v1::PersonCard Cards::of(PersonId person) const {
  const auto found = cards_.find(raw(person));
  if (found != cards_.end()) return found->second;
  wasl::v1::PersonCard card;
  card.set_id(raw(person));
  return card;
}

}  // namespace wasl::directory
