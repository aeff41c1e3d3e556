#include "messaging/questions/desk.hpp"

#include <algorithm>

#include "accounts/access.hpp"
#include "directory/access.hpp"
#include "messaging/questions/routing.hpp"
#include "messaging/questions/store.hpp"

namespace wasl::messaging::questions {

namespace {

namespace directory = wasl::directory::access;

bool contains(const std::vector<PersonId>& people, PersonId person) {
  return std::ranges::find(people, person) != people.end();
}

}  // namespace

ConversationId Desk::ask(PersonId asker, std::int64_t client_id, const v1::AskSpecialistRequest& request,
                         const std::string& text) {
  const auto title = policy::title(text);
  const auto id = store::insert(tx_, asker, client_id, title, request);
  const auto [open, lately] = store::counts(tx_, asker);
  policy::few_enough(open, lately);
  const auto now = *store::find(tx_, id);
  Change change{.by = asker, .came = {asker}};
  change.offered = offer(now, PersonId{});
  events::asked(streams_, tx_, now, change, title, client_id, text);
  return id;
}

void Desk::take(const Record& record, PersonId taker) {
  store::take(tx_, record.id(), taker);
  store::add_member(tx_, record.id(), taker);
  Change change{.by = taker, .came = {taker}, .note = v1::Note::TAKEN};
  change.not_offered = store::take_back_offers(tx_, record.id());
  announce(record.id(), change);
}

void Desk::give_back(const Record& record, PersonId by, const std::string& note) {
  leave(record);
  store::wait(tx_, record.id(), note);
  Change change{.by = by, .went = {record.taker()}, .note = v1::Note::RETURNED};
  change.offered = offer(record, record.taker());
  announce(record.id(), change);
}

void Desk::hand_on(const Record& record, PersonId to, const std::string& note) {
  leave(record);
  store::begin_anew(tx_, record.id(), note);
  store::take(tx_, record.id(), to);
  store::add_member(tx_, record.id(), to);
  announce(record.id(),
           {.by = record.taker(), .came = {to}, .went = {record.taker()}, .note = v1::Note::HANDED_ON, .about = {to}});
}

void Desk::close(const Record& record, PersonId by) {
  if (raw(record.taker()) != 0) store::end_turn(tx_, record.id(), record.taker(), true);
  store::close(tx_, record.id());
  store::set_writing(tx_, record.id(), false);
  Change change{.by = by, .rights = true, .note = v1::Note::DONE};
  change.not_offered = store::take_back_offers(tx_, record.id());
  announce(record.id(), change);
}

void Desk::reopen(const Record& record) {
  Change change{.by = record.asker(), .rights = true, .note = v1::Note::REOPENED};
  const auto id = record.id();
  store::set_writing(tx_, id, true);
  const auto taker = record.taker();
  if (raw(taker) != 0 && still_answers(record, taker)) {
    store::begin_anew(tx_, id, record.note);
    store::take(tx_, id, taker);
  } else {
    if (raw(taker) != 0) {
      store::remove_member(tx_, id, taker);
      change.went = {taker};
    }
    store::wait(tx_, id, record.note);
    change.offered = offer(record, taker);
  }
  announce(id, change);
}

void Desk::thank(const Record& record, const std::string& text) {
  store::thank(tx_, record.id(), record.taker(), text);
  announce(record.id(), {.by = record.asker(), .note = v1::Note::THANKED, .about = {record.taker()}});
}

void Desk::widen(const Record& record, Stage stage) {
  std::vector<PersonId> people;
  if (stage == Stage::kSector)
    for (const auto& one : directory::specialists(tx_, record.question.sector())) people.push_back(one.person);
  else
    people = accounts::access::stewards(tx_);
  Change change{.by = record.asker()};
  change.offered = offer_to(record, stage, std::move(people));
  announce(record.id(), change);
}

Standing Desk::standing(const Record& record, PersonId person, bool steward) {
  const auto sectors = directory::sectors_of_specialist(tx_, person);
  const bool of_sector = std::ranges::find(sectors, record.question.sector()) != sectors.end();
  return {person, of_sector, steward, !accounts::access::apart(tx_, person, {record.asker()}).empty()};
}

bool Desk::still_answers(const Record& record, PersonId taker) {
  const auto now = standing(record, taker);
  return !now.apart && (now.of_sector || contains(accounts::access::stewards(tx_), taker));
}

std::vector<PersonId> Desk::offer(const Record& record, PersonId but) {
  const auto& q = record.question;
  auto people = directory::specialists(tx_, q.sector());
  std::vector<PersonId> all;
  for (const auto& one : people) all.push_back(one.person);
  const auto apart = accounts::access::apart(tx_, record.asker(), all);
  std::erase_if(people, [&](const auto& one) {
    return one.person == record.asker() || one.person == but || contains(apart, one.person);
  });
  if (people.empty()) return offer_to(record, Stage::kStewards, accounts::access::stewards(tx_));
  const auto country = directory::filed(tx_, q.sector(), q.region(), q.language()).country;
  return offer_to(record, Stage::kSome,
                  route(store::with_loads(tx_, std::move(people)), {q.region(), country, q.language()}));
}

std::vector<PersonId> Desk::offer_to(const Record& record, Stage stage, std::vector<PersonId> people) {
  const auto apart = accounts::access::apart(tx_, record.asker(), people);
  std::erase_if(people, [&](PersonId one) { return one == record.asker() || contains(apart, one); });
  store::set_stage(tx_, record.id(), stage);
  return store::add_offers(tx_, record.id(), people);
}

void Desk::leave(const Record& record) {
  store::end_turn(tx_, record.id(), record.taker(), false);
  store::remove_member(tx_, record.id(), record.taker());
}

void Desk::announce(ConversationId id, const Change& change) {
  events::changed(streams_, tx_, *store::find(tx_, id), change);
}

}  // namespace wasl::messaging::questions
