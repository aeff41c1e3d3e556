// Numbered, forward-only SQL scripts, compiled into the binary and recorded in the database with their checksum.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "storage/tx.hpp"

namespace wasl::storage {

struct Migration {
  const char* module;
  int number;
  const char* name;
  const char* sql;
};

using Migrations = std::vector<Migration>;

enum class SchemaState {
  kCurrent,
  kBehind,   // this program has scripts that the database has not seen
  kAhead,    // the database has seen scripts that this program does not know: a newer program has been here
  kChanged,  // a script was altered after it was applied
};

// Applies what is missing, in the given order, each script in its own transaction, under an advisory lock so that
// several processes may start at once. Returns the names of those applied. Throws std::runtime_error on kAhead, kChanged.
std::vector<std::string> migrate(const std::string& conninfo, const Migrations& known);

SchemaState schema_state(const std::string& conninfo, const Migrations& known);

}  // namespace wasl::storage
