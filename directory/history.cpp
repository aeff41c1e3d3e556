#include "directory/history.hpp"

#include "directory/access.hpp"
#include "directory/json.hpp"

namespace wasl::directory::history {

namespace {

const storage::Statement kAdd{"directory.add_history", R"(
  insert into organisation_history (organisation_id, person_id, action, subject_id, note, changes)
  values ($1, nullif($2::bigint, 0), $3, nullif($4::bigint, 0), $5, $6::jsonb))"};

const storage::Statement kList{"directory.history", R"(
  select id, (extract(epoch from at) * 1000)::bigint, coalesce(person_id, 0), action, coalesce(subject_id, 0), note, changes
  from organisation_history where organisation_id = $1 and ($2::bigint = 0 or id < $2::bigint) order by id desc limit $3)"};

// Somebody who has left is known by the number only.
void put_card(storage::Tx& tx, std::int64_t person, wasl::v1::PersonCard& into) {
  into.set_id(person);
  for (auto& card : access::person_cards(tx, {PersonId{person}})) into = std::move(card);
}

v1::HistoryEntry entry_of(storage::Tx& tx, const storage::Row& row) {
  v1::HistoryEntry entry;
  entry.set_id(row[0].as<std::int64_t>());
  entry.set_at_ms(row[1].as<std::int64_t>());
  if (const auto person = row[2].as<std::int64_t>(); person != 0) put_card(tx, person, *entry.mutable_person());
  entry.set_action(row[3].as<std::string>());
  if (const auto subject = row[4].as<std::int64_t>(); subject != 0) put_card(tx, subject, *entry.mutable_subject());
  entry.set_note(row[5].as<std::string>());
  v1::Changes changes;
  json::read(row[6].as<std::string>(), changes);
  *entry.mutable_changes() = std::move(*changes.mutable_changes());
  return entry;
}

}  // namespace

void add(storage::Tx& tx, OrganisationId organisation, const Entry& entry) {
  tx.exec(kAdd, organisation, entry.by, entry.action, entry.subject, entry.note, entry.changes);
}

v1::ListHistoryResponse list(storage::Tx& tx, OrganisationId organisation, std::int64_t before, int limit) {
  v1::ListHistoryResponse response;
  for (const auto& row : tx.exec(kList, organisation, before, limit + 1)) {
    if (response.entries_size() == limit) {
      response.set_more(true);
      break;
    }
    *response.add_entries() = entry_of(tx, row);
  }
  return response;
}

}  // namespace wasl::directory::history
