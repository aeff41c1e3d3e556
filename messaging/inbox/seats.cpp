#include "messaging/inbox/seats.hpp"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <stdexcept>

#include "directory/access.hpp"
#include "messaging/channels/store.hpp"
#include "messaging/groups/events.hpp"
#include "messaging/groups/store.hpp"
#include "messaging/inbox/events.hpp"
#include "messaging/inbox/store.hpp"
#include "messaging/member.hpp"

namespace wasl::messaging::inbox {

using storage::Tx;

namespace {

constexpr int kAtOnce = 50;

// One step; false: nothing is left to do.
class Step {
 public:
  Step(Tx& tx, streams::Streams& streams, Seat seat) : tx_(tx), streams_(streams), seat_(seat) {}

  bool run() {
    store::hold_seats_alone(tx_, seat_.organisation);
    const auto editors = directory::access::editors(tx_, seat_.organisation);
    if (std::ranges::binary_search(editors, seat_.person)) return join() || lead();
    return leave() || give_back() || cede();
  }

 private:
  bool join() {
    const auto ids = store::inboxes_to_join(tx_, seat_.organisation, seat_.person, kAtOnce);
    store::lock(tx_, ids);
    store::add_editors(tx_, ids, {seat_.person});
    for (const auto id : ids) {
      const bool may_write = messaging::store::member(tx_, seat_.person, id).may_write;
      groups::events::came(streams_, tx_, seat_.person, group(id), {seat_.person}, may_write, v1::Note::JOINED);
    }
    return !ids.empty();
  }

  bool leave() {
    const auto ids = store::inboxes_to_leave(tx_, seat_.organisation, seat_.person, kAtOnce);
    store::lock(tx_, ids);
    store::leave(tx_, ids, seat_.person);
    for (const auto id : ids)
      groups::events::went(streams_, tx_, seat_.person, group(id), seat_.person, v1::Note::LEFT);
    return !ids.empty();
  }

  // Also of whoever has left otherwise, with their account.
  bool give_back() {
    const auto ids = store::give_back(tx_, seat_.organisation, seat_.person, kAtOnce);
    for (const auto id : ids) events::changed(streams_, tx_, id);
    return !ids.empty();
  }

  bool lead() {
    const auto ids = store::channels_to_lead(tx_, seat_.organisation, seat_.person, kAtOnce);
    store::lock(tx_, ids);
    for (const auto id : ids) {
      const bool fresh = !groups::store::role_of(tx_, id, seat_.person);
      channels::store::add_editors(tx_, id, {seat_.person});
      if (fresh) groups::events::came(streams_, tx_, seat_.person, group(id), {seat_.person}, true, v1::Note::JOINED);
      const auto role = groups::store::role_of(tx_, id, seat_.person).value();
      groups::events::role_given(streams_, tx_, group(id), seat_.person, role);
    }
    return !ids.empty();
  }

  // They read on, as anybody may.
  bool cede() {
    const auto ids = store::channels_to_cede(tx_, seat_.organisation, seat_.person, kAtOnce);
    store::lock(tx_, ids);
    store::cede(tx_, ids, seat_.person);
    for (const auto id : ids)
      groups::events::role_given(streams_, tx_, group(id), seat_.person, v1::ROLE_MEMBER, false);
    return !ids.empty();
  }

  groups::Group group(ConversationId id) { return groups::store::lock_unseen(tx_, id); }

  Tx& tx_;
  streams::Streams& streams_;
  Seat seat_;
};

}  // namespace

Seat read_seat(const std::string& payload) {
  google::protobuf::Struct fields;
  if (!google::protobuf::util::JsonStringToMessage(payload, &fields).ok())
    throw std::runtime_error("a seat job without JSON");
  const auto number = [&](const char* name) {
    const auto it = fields.fields().find(name);
    const auto value = it == fields.fields().end() ? 0.0 : it->second.number_value();
    if (value < 1) throw std::runtime_error(std::string("a seat job without ") + name);
    return static_cast<std::int64_t>(value);
  };
  return {OrganisationId{number("organisation_id")}, PersonId{number("person_id")}};
}

void settle_seat(storage::Db& db, streams::Streams& streams, Seat seat) {
  while (db.transact_now([&](Tx& tx) { return Step(tx, streams, seat).run(); }, storage::InDoubt::kRunAgain)) {
  }
}

}  // namespace wasl::messaging::inbox
