#include "directory/specialists/store.hpp"

#include <array>
#include <charconv>

#include "directory/rows.hpp"

namespace wasl::directory::specialists::store {

using storage::Statement;

namespace {

#define WASL_OFFER_COLUMNS                                                                                  \
  "f.person_id, f.state, f.profile_ar, f.profile_fr, f.profile_en, array_to_string(f.sectors, ','), "       \
  "coalesce(array_to_string(f.waiting_sectors, ','), ''), array_to_string(f.places, ','), "                 \
  "array_to_string(f.languages, ','), "                                                                     \
  "case when f.busy_until <= current_date then 'open' else f.availability end, "                            \
  "case when f.busy_until > current_date then to_char(f.busy_until, 'YYYY-MM-DD') else '' end, f.at_once, " \
  "f.version, f.reason, (extract(epoch from f.submitted_at) * 1000)::bigint"

const Statement kFind{"directory.offer",
                      "select " WASL_OFFER_COLUMNS " from specialist_offers f where f.person_id = $1"};
// Before there is one, its person is what is held.
const Statement kLockPerson{"directory.lock_offer",
                            "select pg_advisory_xact_lock(hashtextextended('wasl.offer', $1::bigint))"};
const Statement kPut{"directory.put_offer", R"(
  insert into specialist_offers (person_id, state, profile_ar, profile_fr, profile_en, sectors, waiting_sectors, places, languages,
    availability, busy_until, at_once, version, reason)
  values ($1, $2, $3, $4, $5, $6::text[], nullif($7::text[], '{}'), $8::text[], $9::text[], $10, nullif($11, '')::date, $12, $13, $14)
  on conflict (person_id) do update set state = excluded.state, profile_ar = excluded.profile_ar, profile_fr = excluded.profile_fr,
    profile_en = excluded.profile_en, sectors = excluded.sectors, waiting_sectors = excluded.waiting_sectors,
    places = excluded.places, languages = excluded.languages, availability = excluded.availability,
    busy_until = excluded.busy_until, at_once = excluded.at_once, version = excluded.version, reason = excluded.reason,
    submitted_at = case when $15::boolean then now() else specialist_offers.submitted_at end)"};
const Statement kRemove{"directory.remove_offer", "delete from specialist_offers where person_id = $1 returning 1"};
const Statement kNote{"directory.note_offer_decision", R"(
  insert into specialist_decisions (person_id, decided_by_id, accepted, sectors, reason) values ($1, $2, $3, $4::text[], $5))"};

#define WASL_SEEN                                                                                            \
  "f.state = 'accepted' and not exists (select from people_apart a where a.person_id = $1 and a.other_id = " \
  "f.person_id)"

const Statement kList{"directory.list_specialists", "select " WASL_OFFER_COLUMNS R"(, coalesce(p.search, '')
  from specialist_offers f join confirmed_people p on p.id = f.person_id
  where )" WASL_SEEN R"(
    and ($2 = '' or f.sectors @> array[$2])
    and ($3 = '' or f.places = '{}' or f.places && array[$3, $4])
    and ($5 = '' or f.languages @> array[$5])
    and (not $6::boolean or f.availability = 'open' or f.busy_until <= current_date)
    and ($7::bigint = 0 or (coalesce(p.search, ''), p.id) > ($8::text, $7::bigint))
  order by coalesce(p.search, ''), p.id limit $9)"};
const Statement kSeen{"directory.specialist", "select " WASL_OFFER_COLUMNS R"(
  from specialist_offers f join confirmed_people p on p.id = f.person_id where )" WASL_SEEN " and f.person_id = $2"};

#define WASL_WAITS "(f.state = 'waiting' or f.waiting_sectors is not null)"
const Statement kWaiting{
    "directory.waiting_offers",
    "select " WASL_OFFER_COLUMNS R"(,
    (extract(epoch from f.submitted_at) * 1000000)::bigint::text
  from specialist_offers f join confirmed_people p on p.id = f.person_id
  where )" WASL_WAITS
    R"( and ($1::bigint = 0 or ((extract(epoch from f.submitted_at) * 1000000)::bigint, f.person_id) > ($2::bigint, $1::bigint))
  order by f.submitted_at, f.person_id limit $3)"};
const Statement kWaitingCount{"directory.count_waiting_offers", R"(
  select count(*) from specialist_offers f join confirmed_people p on p.id = f.person_id where )" WASL_WAITS};

constexpr std::array<std::string_view, 4> kStates{"", "waiting", "accepted", "returned"};
constexpr std::array<std::string_view, 4> kAvailabilities{"", "open", "busy", "away"};

Record record_of(const storage::Row& row) {
  Record out;
  const auto text = [&](int column) { return row[column].as<std::string>(); };
  out.person = PersonId{row[0].as<std::int64_t>()};
  out.offer.set_state(rows::number_of<v1::OfferState>(kStates, text(1)));
  auto& offer = *out.offer.mutable_offer();
  offer.mutable_profile()->set_ar(text(2));
  offer.mutable_profile()->set_fr(text(3));
  offer.mutable_profile()->set_en(text(4));
  rows::read_codes(text(5), *offer.mutable_sectors());
  rows::read_codes(text(6), *out.offer.mutable_waiting_sectors());
  rows::read_codes(text(7), *offer.mutable_places());
  rows::read_codes(text(8), *offer.mutable_languages());
  offer.set_availability(rows::number_of<v1::Availability>(kAvailabilities, text(9)));
  offer.set_busy_until(text(10));
  offer.set_at_once(row[11].as<std::uint32_t>());
  out.offer.set_version(row[12].as<std::int64_t>());
  out.offer.set_reason(text(13));
  out.submitted_at_ms = row[14].as<std::int64_t>();
  if (row.size() > 15) out.place = text(15);
  return out;
}

std::vector<Record> records_of(const storage::Result& found) {
  std::vector<Record> out;
  for (const auto& row : found) out.push_back(record_of(row));
  return out;
}

std::vector<std::string> strings(const google::protobuf::RepeatedPtrField<std::string>& codes) {
  return {codes.begin(), codes.end()};
}

}  // namespace

Record find(Tx& tx, PersonId person) {
  const auto found = tx.exec(kFind, person);
  if (!found.empty()) return record_of(found[0]);
  Record none;
  none.person = person;
  return none;
}

Record lock(Tx& tx, PersonId person) {
  tx.exec(kLockPerson, person);
  return find(tx, person);
}

void put(Tx& tx, const Record& record, bool submitted) {
  const auto& my = record.offer;
  const auto& offer = my.offer();
  tx.exec(kPut, record.person, rows::name_of(kStates, my.state()), offer.profile().ar(), offer.profile().fr(),
          offer.profile().en(), strings(offer.sectors()), strings(my.waiting_sectors()), strings(offer.places()),
          strings(offer.languages()), rows::name_of(kAvailabilities, offer.availability()), offer.busy_until(),
          static_cast<int>(offer.at_once()), my.version(), my.reason(), submitted);
}

bool remove(Tx& tx, PersonId person) { return !tx.exec(kRemove, person).empty(); }

void note_decision(Tx& tx, const Record& before, PersonId by, bool accepted, const std::string& reason) {
  const auto& my = before.offer;
  const auto& about = my.waiting_sectors_size() > 0 ? my.waiting_sectors() : my.offer().sectors();
  tx.exec(kNote, before.person, by, accepted, strings(about), reason);
}

std::vector<Record> list(Tx& tx, const Search& s) {
  return records_of(tx.exec(kList, s.viewer, s.sector, s.region, s.country, s.language, s.open_only, s.after.person,
                            s.after.place, s.limit));
}

std::optional<Record> seen(Tx& tx, PersonId viewer, PersonId person) {
  auto found = records_of(tx.exec(kSeen, viewer, person));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Record> waiting(Tx& tx, const After& after, int limit) {
  std::int64_t since_us = 0;
  std::from_chars(after.place.data(), after.place.data() + after.place.size(), since_us);
  return records_of(tx.exec(kWaiting, after.person, since_us, limit));
}

std::uint32_t waiting_count(Tx& tx) { return tx.exec(kWaitingCount)[0][0].as<std::uint32_t>(); }

}  // namespace wasl::directory::specialists::store
