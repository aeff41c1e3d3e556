#include "directory/access.hpp"

namespace wasl::directory::access {

namespace {

using storage::Statement;

const Statement kPersonCards{"directory.person_cards", R"(
  select p.id, p.name, coalesce(o.id, 0), coalesce(o.name_ar, ''), coalesce(o.name_fr, ''), coalesce(o.name_en, '')
  from unnest($1::bigint[]) with ordinality as i(id, position)
  join confirmed_people p on p.id = i.id
  left join lateral (
    select o.id, o.name_ar, o.name_fr, o.name_en
    from seats s join organisations o on o.id = s.organisation_id and o.state = 'published'
    where s.person_id = p.id
    order by s.role = 'owner' desc, s.created_at, o.id
    limit 1) o on true
  order by i.position)"};

const Statement kHoldsSeat{"directory.holds_seat",
                           "select exists (select from seats where person_id = $1 and organisation_id = $2)"};

const Statement kSpeaks{"directory.speaks_for_somebody", R"(
  select exists (select from seats s join organisations o on o.id = s.organisation_id
                 where s.person_id = $1 and o.state = 'published'))"};

wasl::v1::PersonCard card_of(const storage::Row& row) {
  wasl::v1::PersonCard card;
  card.set_id(row[0].as<std::int64_t>());
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

bool speaks_for_somebody(storage::Tx& tx, PersonId person) { return tx.exec(kSpeaks, person)[0][0].as<bool>(); }

bool holds_seat(storage::Tx& tx, PersonId person, OrganisationId organisation) {
  return tx.exec(kHoldsSeat, person, organisation)[0][0].as<bool>();
}

}  // namespace wasl::directory::access
