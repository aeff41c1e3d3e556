#include "directory/history.hpp"

#include "directory/cards.hpp"
#include "directory/json.hpp"

namespace wasl::directory::history {

namespace {

const storage::Statement kAdd{"directory.add_history", R"(
  insert into organisation_history (organisation_id, person_id, action, subject_id, note, changes)
  select organisation, nullif($2::bigint, 0), $3, nullif($4::bigint, 0), $5, $6::jsonb
  from unnest($1::bigint[]) with ordinality as o(organisation, position) order by position)"};

const storage::Statement kList{"directory.history", R"(
  select id, (extract(epoch from at) * 1000)::bigint, coalesce(person_id, 0), action, coalesce(subject_id, 0), note, changes
  from organisation_history where organisation_id = $1 and ($2::bigint = 0 or id < $2::bigint) order by id desc limit $3)"};

v1::HistoryEntry entry_of(const storage::Row& row, const Cards& cards) {
  v1::HistoryEntry entry;
  entry.set_id(row[0].as<std::int64_t>());
  entry.set_at_ms(row[1].as<std::int64_t>());
  if (const PersonId person{row[2].as<std::int64_t>()}; raw(person) != 0) *entry.mutable_person() = cards.of(person);
  entry.set_action(row[3].as<std::string>());
  if (const PersonId subject{row[4].as<std::int64_t>()}; raw(subject) != 0)
    *entry.mutable_subject() = cards.of(subject);
  entry.set_note(row[5].as<std::string>());
  v1::Changes changes;
  json::read(row[6].as<std::string>(), changes);
  *entry.mutable_changes() = std::move(*changes.mutable_changes());
  return entry;
}

}  // namespace

void add(storage::Tx& tx, OrganisationId organisation, const Entry& entry) {
  add(tx, std::vector{organisation}, entry);
}

void add(storage::Tx& tx, const std::vector<OrganisationId>& organisations, const Entry& entry) {
  std::vector<std::int64_t> ids;
  for (const auto id : organisations) ids.push_back(raw(id));
  tx.exec(kAdd, ids, entry.by, entry.action, entry.subject, entry.note, entry.changes);
}

v1::ListHistoryResponse list(storage::Tx& tx, OrganisationId organisation, std::int64_t before, int limit) {
  const auto rows = tx.exec(kList, organisation, before, limit + 1);
  std::vector<PersonId> people;
  for (const auto& row : rows)
    for (const int column : {2, 4}) people.push_back(PersonId{row[column].as<std::int64_t>()});
  const Cards cards(tx, people);
  v1::ListHistoryResponse response;
  for (const auto& row : rows) {
    if (response.entries_size() == limit) {
      response.set_more(true);
      break;
    }
    *response.add_entries() = entry_of(row, cards);
  }
  return response;
}

}  // namespace wasl::directory::history
