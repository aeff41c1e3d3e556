#include "directory/access.hpp"

#include "directory/interests/store.hpp"
#include "directory/profiles/shapes.hpp"
#include "directory/rows.hpp"
#include "directory/store.hpp"

namespace wasl::directory::access {

namespace {

using storage::Statement;

const Statement kPersonCards{"directory.person_cards", R"(
  select p.id, p.name, coalesce(o.id, 0), coalesce(o.name_ar, ''), coalesce(o.name_fr, ''), coalesce(o.name_en, ''), p.former,
    coalesce(p.picture_id, 0)
  from unnest($1::bigint[]) with ordinality as i(id, position)
  join known_people p on p.id = i.id
  left join lateral (
    select o.id, o.name_ar, o.name_fr, o.name_en
    from seats s join organisations o on o.id = s.organisation_id and o.state = 'published'
    where s.person_id = p.id and not p.former
    order by s.role = 'owner' desc, s.created_at, o.id
    limit 1) o on true
  order by i.position)"};

const Statement kHoldsSeat{"directory.holds_seat",
                           "select exists (select from seats where person_id = $1 and organisation_id = $2)"};

const Statement kSpeaks{"directory.speaks_for_somebody", R"(
  select exists (select from seats s join organisations o on o.id = s.organisation_id
                 where s.person_id = $1 and o.state = 'published'))"};

const Statement kStanding{"directory.standing", R"(
  select o.state = 'published', s.role is not null, coalesce(s.role in ('owner', 'editor'), false) and o.state <> 'suspended'
  from organisations o left join seats s on s.organisation_id = o.id and s.person_id = $1 where o.id = $2)"};

const Statement kEditors{"directory.editors", R"(
  select s.person_id from seats s join confirmed_people p on p.id = s.person_id
  where s.organisation_id = $1 and s.role in ('owner', 'editor')
    and not exists (select from organisations o where o.id = $1 and o.state = 'suspended')
  order by s.person_id)"};

const Statement kNames{"directory.organisation_names",
                       "select id, name_ar, name_fr, name_en from organisations where id = any($1::bigint[])"};

const Statement kSpecialists{"directory.specialists_of_sector", R"(
  select f.person_id, array_to_string(f.places, ','), array_to_string(f.languages, ','),
    f.availability = 'open' or f.busy_until <= current_date, f.at_once
  from specialist_offers f join confirmed_people p on p.id = f.person_id
  where f.state = 'accepted' and f.sectors @> array[$1] order by f.person_id)"};

const Statement kSectorsOf{"directory.sectors_of_specialist", R"(
  select array_to_string(f.sectors, ',') from specialist_offers f join confirmed_people p on p.id = f.person_id
  where f.person_id = $1 and f.state = 'accepted')"};

const Statement kFiled{"directory.filed", R"(
  select exists (select from sectors where code = $1), coalesce((select country from regions where code = $2), ''))"};

std::vector<std::string> codes(const std::string& joined) {
  google::protobuf::RepeatedPtrField<std::string> out;
  rows::read_codes(joined, out);
  return {out.begin(), out.end()};
}

wasl::v1::PersonCard card_of(const storage::Row& row) {
  wasl::v1::PersonCard card;
  card.set_id(row[0].as<std::int64_t>());
  card.set_former(row[6].as<bool>());
  card.set_picture_id(row[7].as<std::int64_t>());
  card.set_name(row[1].as<std::string>());
  card.set_organisation_id(row[2].as<std::int64_t>());
  if (card.organisation_id() == 0) return card;
  auto& name = *card.mutable_organisation_name();
  name.set_ar(row[3].as<std::string>());
  name.set_fr(row[4].as<std::string>());
  name.set_en(row[5].as<std::string>());
  return card;
}

}  // namespace

std::vector<wasl::v1::PersonCard> person_cards(storage::Tx& tx, const std::vector<PersonId>& people) {
  std::vector<std::int64_t> ids;
  ids.reserve(people.size());
  for (const auto person : people) ids.push_back(raw(person));
  std::vector<wasl::v1::PersonCard> cards;
  for (const auto& row : tx.exec(kPersonCards, ids)) cards.push_back(card_of(row));
  return cards;
}

Standing standing(storage::Tx& tx, PersonId person, OrganisationId organisation) {
  const auto found = tx.exec(kStanding, person, organisation);
  if (found.empty()) return {};
  return {found[0][0].as<bool>(), found[0][1].as<bool>(), found[0][2].as<bool>()};
}

std::vector<PersonId> editors(storage::Tx& tx, OrganisationId organisation) {
  std::vector<PersonId> people;
  for (const auto& row : tx.exec(kEditors, organisation)) people.push_back(PersonId{row[0].as<std::int64_t>()});
  return people;
}

std::map<std::int64_t, wasl::v1::LocalText> organisation_names(storage::Tx& tx,
                                                               const std::vector<std::int64_t>& organisations) {
  std::map<std::int64_t, wasl::v1::LocalText> names;
  for (const auto& row : tx.exec(kNames, organisations)) {
    auto& name = names[row[0].as<std::int64_t>()];
    name.set_ar(row[1].as<std::string>());
    name.set_fr(row[2].as<std::string>());
    name.set_en(row[3].as<std::string>());
  }
  return names;
}

bool speaks_for_somebody(storage::Tx& tx, PersonId person) { return tx.exec(kSpeaks, person)[0][0].as<bool>(); }

bool holds_seat(storage::Tx& tx, PersonId person, OrganisationId organisation) {
  return tx.exec(kHoldsSeat, person, organisation)[0][0].as<bool>();
}

std::vector<v1::MySeat> seats_of(storage::Tx& tx, PersonId person) { return store::seats_of(tx, person); }

v1::Interests interests_of(storage::Tx& tx, PersonId person) { return interests::store::find(tx, person); }

std::vector<Specialist> specialists(storage::Tx& tx, const std::string& sector) {
  std::vector<Specialist> out;
  for (const auto& row : tx.exec(kSpecialists, sector))
    out.push_back({PersonId{row[0].as<std::int64_t>()}, codes(row[1].as<std::string>()),
                   codes(row[2].as<std::string>()), row[3].as<bool>(), row[4].as<int>()});
  return out;
}

std::vector<std::string> sectors_of_specialist(storage::Tx& tx, PersonId person) {
  const auto found = tx.exec(kSectorsOf, person);
  return found.empty() ? std::vector<std::string>{} : codes(found[0][0].as<std::string>());
}

Filed filed(storage::Tx& tx, const std::string& sector, const std::string& region, const std::string& language) {
  const auto row = tx.exec(kFiled, sector, region)[0];
  const auto country = row[1].as<std::string>();
  return {row[0].as<bool>(), !country.empty(), profiles::shapes::is_language(language), country};
}

}  // namespace wasl::directory::access
