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

// Rows of the file, the first of them with this number.
void keep_rows(Tx& tx, std::int64_t id, std::uint32_t first, const std::vector<Cells>& rows);
// They are all there; the parts of the file are dropped.
void keep_outline(Tx& tx, std::int64_t id, const std::string& encoding, char delimiter, const Outline& outline,
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
void add_errors(Tx& tx, std::int64_t id, const std::vector<v1::ImportError>& errors);
// Of at most so many rows after this one.
std::vector<v1::ImportError> errors(Tx& tx, std::int64_t id, std::uint32_t after_row, int rows);

Vocabulary vocabulary(Tx& tx);
// How an organisation is told from others: by its name in its region, and by its registration number in its country.
struct Identity {
  std::string name, region, number, country;
  explicit Identity(const v1::Profile& profile);
};
// For each, whether there is one already.
std::vector<bool> exist(Tx& tx, const std::vector<Identity>& identities);

// Rows and errors of what ended a month ago.
void forget_old(Tx& tx);

}  // namespace wasl::directory::imports::store
