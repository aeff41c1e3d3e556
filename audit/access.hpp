// The log of privileged acts: written by whichever module does one, in the transaction of the act.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"

namespace wasl::audit::access {

enum class Target : int { kAny = 0, kPerson = 1, kOrganisation = 2, kImport = 3 };  // as in the database

struct Act {
  PersonId actor{};  // 0: the command line
  std::string act;   // "role_granted": see README.md
  Target target{};
  std::int64_t target_id = 0;
  std::string reason{}, detail{};
};
void record(storage::Tx& tx, const Act& act);

// Why something is done, as it is kept. Throws Refused{invalid_argument} for what says nothing, or too much.
std::string reason(std::string_view typed);

struct Entry : Act {
  std::int64_t id = 0, at_ms = 0;
};
struct Search {
  bool by_command_line = false;
  PersonId actor{};                                                   // 0: any
  std::string act{};                                                  // empty: any
  Target target{};                                                    // kAny: any
  std::int64_t target_id = 0, from_ms = 0, until_ms = 0, before = 0;  // 0: any
  int limit = 0;
};
// The last first.
std::vector<Entry> list(storage::Tx& tx, const Search& search);

}  // namespace wasl::audit::access
