// The SQL of offers of help.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "directory/specialists/policy.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::specialists::store {

using storage::Tx;

// The person's own; state OFFER_NONE when there is none. The second keeps others from changing it until the commit.
Record find(Tx& tx, PersonId person);
Record lock(Tx& tx, PersonId person);
// `submitted`: it waits from now on.
void put(Tx& tx, const Record& record, bool submitted);
// False: there was none.
bool remove(Tx& tx, PersonId person);
void note_decision(Tx& tx, const Record& before, PersonId by, bool accepted, const std::string& reason);

// Where a page ends: it stays when whoever stood there goes. No person: the beginning.
struct After {
  std::string place;
  PersonId person{};
};

struct Search {
  PersonId viewer{};
  std::string sector, region, country, language;  // empty: any
  bool open_only = false;
  After after;
  int limit = 0;
};
// Accepted ones, by name; nobody whom a block keeps apart from the viewer.
std::vector<Record> list(Tx& tx, const Search& search);
// Nothing when it is not accepted, or a block keeps them apart.
std::optional<Record> seen(Tx& tx, PersonId viewer, PersonId person);

// What waits, the longest first.
std::vector<Record> waiting(Tx& tx, const After& after, int limit);
std::uint32_t waiting_count(Tx& tx);

}  // namespace wasl::directory::specialists::store
