// The SQL of imports.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "directory/imports/fields.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::imports::store {

using storage::Tx;

struct Stored {
  v1::ImportJob job;
  PersonId person{};
};

std::int64_t begin(Tx& tx, PersonId person, const std::string& name, std::int64_t size, const std::string& encoding);
// Imports that are neither done nor given up.
int open_ones(Tx& tx, PersonId person);
std::optional<Stored> find(Tx& tx, std::int64_t id);
std::optional<Stored> lock(Tx& tx, std::int64_t id);
std::vector<v1::ImportJob> list(Tx& tx, PersonId person);

// The next part; how much there is then.
std::int64_t append(Tx& tx, const v1::ImportJob& job, const std::string& data);
std::string bytes(Tx& tx, std::int64_t id);
void set_state(Tx& tx, std::int64_t id, const std::string& state, const std::string& failure = {});

// The file as it was read; its parts are dropped.
void keep_table(Tx& tx, std::int64_t id, const std::string& encoding, char delimiter, const Table& table,
                const std::vector<std::string>& fields);
void set_fields(Tx& tx, std::int64_t id, const std::vector<std::string>& fields, bool publish);
// From the first row, with nothing counted.
void start(Tx& tx, std::int64_t id, bool dry_run);

struct Row {
  std::uint32_t number = 0;
  Cells cells;
};
std::vector<Row> rows(Tx& tx, std::int64_t id, std::uint32_t after, int limit);

struct Progress {
  std::uint32_t upto = 0;
  int made = 0, skipped = 0, failed = 0;
};
void advance(Tx& tx, std::int64_t id, const Progress& progress);
void add_error(Tx& tx, std::int64_t id, const v1::ImportError& error);
// Of at most so many rows after this one.
std::vector<v1::ImportError> errors(Tx& tx, std::int64_t id, std::uint32_t after_row, int rows);

Vocabulary vocabulary(Tx& tx);
// Of this name in this region, or of this registration number in this country.
bool exists(Tx& tx, const v1::Profile& profile);

// Rows and errors of what ended a month ago.
void forget_old(Tx& tx);

}  // namespace wasl::directory::imports::store
