#include "directory/imports/store.hpp"

#include <array>

#include "core/text.hpp"
#include "directory/imports/texts.hpp"
#include "directory/profiles/store.hpp"
#include "directory/rows.hpp"

namespace wasl::directory::imports::store {

namespace {

using storage::Statement;

#define WASL_IMPORT                                                                                              \
  "select id, name, state, size, received, encoding, delimiter, header, fields, publish, dry_run, row_count,"    \
  " rows_done, made, skipped, failed, failure, (extract(epoch from created_at) * 1000)::bigint, person_id from " \
  "imports"

const Statement kBegin{"directory.begin_import", R"(
  insert into imports (person_id, name, state, size, encoding) values ($1, $2, 'uploading', $3, $4) returning id)"};
const Statement kOpen{
    "directory.open_imports",
    "select count(*) from imports where person_id = $1 and state in ('uploading', 'reading', 'running')"};
const Statement kFind{"directory.import", WASL_IMPORT " where id = $1"};
const Statement kLock{"directory.lock_import", WASL_IMPORT " where id = $1 for update"};
const Statement kList{"directory.imports", WASL_IMPORT " where person_id = $1 order by id desc limit 50"};

const Statement kAppend{"directory.append_import",
                        "insert into import_parts (import_id, at, data) values ($1, $2, $3)"};
const Statement kReceived{"directory.import_received",
                          "update imports set received = received + $2 where id = $1 returning received"};
const Statement kBytes{"directory.import_bytes",
                       "select at, data from import_parts where import_id = $1 and at > $2 order by at limit 16"};
const Statement kDropParts{"directory.drop_import_parts", "delete from import_parts where import_id = $1"};
const Statement kSetState{"directory.set_import_state", "update imports set state = $2, failure = $3 where id = $1"};

const Statement kRead{"directory.import_read", R"(
  update imports set state = 'ready', encoding = $2, delimiter = $3, header = $4::text[], fields = $5::text[], row_count = $6
  where id = $1)"};
const Statement kAddRows{"directory.add_import_rows", R"(
  insert into import_rows (import_id, row, cells)
  select $1, $2::integer + position - 1, cells::text[] from unnest($3::text[]) with ordinality as r(cells, position))"};
const Statement kSetFields{"directory.map_import",
                           "update imports set fields = $2::text[], publish = $3 where id = $1"};
const Statement kStart{"directory.start_import", R"(
  update imports set state = 'running', dry_run = $2, rows_done = 0, made = 0, skipped = 0, failed = 0 where id = $1)"};
const Statement kDropErrors{"directory.drop_import_errors", "delete from import_errors where import_id = $1"};

const Statement kRows{"directory.import_rows",
                      R"(
  select row, cells from import_rows where import_id = $1 and row > $2::integer and row <= $2::integer + $3::integer order by row)"};
const Statement kAdvance{"directory.advance_import", R"(
  update imports set rows_done = $2, made = made + $3, skipped = skipped + $4, failed = failed + $5,
    state = case when $2 >= row_count then 'done' else state end
  where id = $1)"};
const Statement kAddErrors{"directory.add_import_errors", R"(
  insert into import_errors (import_id, row, field, reason, value)
  select $1, row, field, reason, value
  from unnest($2::integer[], $3::text[], $4::text[], $5::text[]) as e(row, field, reason, value) on conflict do nothing)"};
const Statement kErrors{"directory.import_errors", R"(
  select row, field, reason, value from import_errors
  where import_id = $1 and row in (select distinct row from import_errors where import_id = $1 and row > $2 order by row limit $3)
  order by row, field)"};

const Statement kSectors{"directory.sector_words", "select code, name_ar, name_fr, name_en from sectors"};
const Statement kRegions{"directory.region_words", "select code, name_ar, name_fr, name_en from regions"};
// One look into each index for each of them, however many they are.
const Statement kExist{"directory.imports_exist", R"(
  select s.found is not null or n.found is not null
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as i(name, region, number, country, position)
  left join lateral (
    select true as found from organisations where search = i.name and coalesce(region, '') = i.region limit 1) s on true
  left join lateral (
    select true as found from organisations
    where i.number <> '' and registration_number = i.number and registration_number <> '' and country = i.country limit 1) n on true
  order by i.position)"};

const Statement kForget{"directory.forget_imports",
                        "delete from imports where created_at < now() - interval '1 month'"};

constexpr std::array<std::string_view, 8> kStates{"",        "uploading", "reading",   "ready",
                                                  "running", "done",      "cancelled", "failed"};

Stored stored_of(const storage::Row& row) {
  Stored out;
  auto& job = out.job;
  job.set_id(row[0].as<std::int64_t>());
  job.set_name(row[1].as<std::string>());
  job.set_state(rows::number_of<v1::ImportState>(kStates, row[2].as<std::string>()));
  job.set_size(row[3].as<std::int64_t>());
  job.set_received(row[4].as<std::int64_t>());
  job.set_encoding(row[5].as<std::string>());
  job.set_delimiter(row[6].as<std::string>());
  for (const auto& text : texts_of(row[7].as<std::string>())) job.add_header(text);
  for (const auto& text : texts_of(row[8].as<std::string>())) job.add_fields(text);
  job.set_publish(row[9].as<bool>());
  job.set_dry_run(row[10].as<bool>());
  job.set_row_count(row[11].as<std::uint32_t>());
  job.set_rows_done(row[12].as<std::uint32_t>());
  job.set_made_count(row[13].as<std::uint32_t>());
  job.set_skipped_count(row[14].as<std::uint32_t>());
  job.set_failed_count(row[15].as<std::uint32_t>());
  job.set_failure(row[16].as<std::string>());
  job.set_created_at_ms(row[17].as<std::int64_t>());
  out.person = PersonId{row[18].as<std::int64_t>()};
  return out;
}

std::optional<Stored> stored(const storage::Result& found) {
  if (found.empty()) return std::nullopt;
  return stored_of(found[0]);
}

// Under their code and their names.
std::map<std::string, std::string> words(const storage::Result& found) {
  std::map<std::string, std::string> out;
  for (const auto& row : found)
    for (int i = 0; i < 4; ++i) out.emplace(text::fold(row[i].as<std::string>()), row[0].as<std::string>());
  return out;
}

}  // namespace

std::int64_t begin(Tx& tx, PersonId person, const std::string& name, std::int64_t size, const std::string& encoding) {
  return tx.exec(kBegin, person, name, size, encoding)[0][0].as<std::int64_t>();
}

int open_ones(Tx& tx, PersonId person) { return tx.exec(kOpen, person)[0][0].as<int>(); }

std::optional<Stored> find(Tx& tx, std::int64_t id) { return stored(tx.exec(kFind, id)); }

std::optional<Stored> lock(Tx& tx, std::int64_t id) { return stored(tx.exec(kLock, id)); }

std::vector<v1::ImportJob> list(Tx& tx, PersonId person) {
  std::vector<v1::ImportJob> out;
  for (const auto& row : tx.exec(kList, person)) out.push_back(stored_of(row).job);
  return out;
}

std::int64_t append(Tx& tx, const v1::ImportJob& job, const std::string& data) {
  tx.exec(kAppend, job.id(), job.received(), pqxx::binarystring(data));
  return tx.exec(kReceived, job.id(), static_cast<std::int64_t>(data.size()))[0][0].as<std::int64_t>();
}

std::string bytes(Tx& tx, std::int64_t id) {
  std::string out;
  std::int64_t last = -1;
  for (auto some = tx.exec(kBytes, id, last); !some.empty(); some = tx.exec(kBytes, id, last))
    for (const auto& row : some) {
      last = row[0].as<std::int64_t>();
      out += pqxx::binarystring(row[1]).str();
    }
  return out;
}

void set_state(Tx& tx, std::int64_t id, const std::string& state, const std::string& failure) {
  tx.exec(kSetState, id, state, failure);
}

void keep_rows(Tx& tx, std::int64_t id, std::uint32_t first, const std::vector<Cells>& rows) {
  std::vector<std::string> arrays;
  for (const auto& row : rows) arrays.push_back(storage::array(row));
  tx.exec(kAddRows, id, static_cast<int>(first), arrays);
}

void keep_outline(Tx& tx, std::int64_t id, const std::string& encoding, char delimiter, const Outline& outline,
                  const std::vector<std::string>& fields) {
  tx.exec(kRead, id, encoding, std::string(1, delimiter), outline.header, fields, static_cast<int>(outline.rows));
  tx.exec(kDropParts, id);
}

void set_fields(Tx& tx, std::int64_t id, const std::vector<std::string>& fields, bool publish) {
  tx.exec(kSetFields, id, fields, publish);
}

void start(Tx& tx, std::int64_t id, bool dry_run) {
  tx.exec(kDropErrors, id);
  tx.exec(kStart, id, dry_run);
}

std::vector<Row> rows(Tx& tx, std::int64_t id, std::uint32_t after, int limit) {
  std::vector<Row> out;
  for (const auto& found : tx.exec(kRows, id, static_cast<int>(after), limit)) {
    auto& row = out.emplace_back();
    row.number = found[0].as<std::uint32_t>();
    row.cells = texts_of(found[1].as<std::string>());
  }
  return out;
}

void advance(Tx& tx, std::int64_t id, const Progress& p) {
  tx.exec(kAdvance, id, static_cast<int>(p.upto), p.made, p.skipped, p.failed);
}

void add_errors(Tx& tx, std::int64_t id, const std::vector<v1::ImportError>& errors) {
  std::vector<std::int64_t> rows;
  std::vector<std::string> fields, reasons, values;
  for (const auto& e : errors) {
    rows.push_back(e.row());
    fields.push_back(e.field());
    reasons.push_back(e.reason());
    values.push_back(e.value());
  }
  if (!rows.empty()) tx.exec(kAddErrors, id, rows, fields, reasons, values);
}

std::vector<v1::ImportError> errors(Tx& tx, std::int64_t id, std::uint32_t after_row, int rows) {
  std::vector<v1::ImportError> out;
  for (const auto& row : tx.exec(kErrors, id, static_cast<int>(after_row), rows)) {
    auto& e = out.emplace_back();
    e.set_row(row[0].as<std::uint32_t>());
    e.set_field(row[1].as<std::string>());
    e.set_reason(row[2].as<std::string>());
    e.set_value(row[3].as<std::string>());
  }
  return out;
}

Vocabulary vocabulary(Tx& tx) {
  return {profiles::store::known(tx), words(tx.exec(kSectors)), words(tx.exec(kRegions))};
}

Identity::Identity(const v1::Profile& p)
    : name(profiles::store::searchable(p)), region(p.region()), number(p.registration_number()), country(p.country()) {}

std::vector<bool> exist(Tx& tx, const std::vector<Identity>& identities) {
  std::vector<std::string> names, regions, numbers, countries;
  for (const auto& i : identities) {
    names.push_back(i.name);
    regions.push_back(i.region);
    numbers.push_back(i.number);
    countries.push_back(i.country);
  }
  std::vector<bool> out;
  for (const auto& row : tx.exec(kExist, names, regions, numbers, countries)) out.push_back(row[0].as<bool>());
  return out;
}

void forget_old(Tx& tx) { tx.exec(kForget); }

}  // namespace wasl::directory::imports::store
