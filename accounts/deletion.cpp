#include "accounts/deletion.hpp"

#include "accounts/attempts.hpp"
#include "accounts/job_payload.hpp"
#include "accounts/keys.hpp"
#include "accounts/session_store.hpp"
#include "accounts/team/store.hpp"
#include "core/error.hpp"
#include "router/service.hpp"
#include "streams/erase.hpp"
#include "wasl/accounts/v1/safety.pb.h"

namespace wasl::accounts {

using storage::Statement;
using storage::Tx;

namespace {

// What was on its way while the account ended may have come after the first job: a second one follows it.
constexpr std::chrono::seconds kAgainAfter{60};

const Statement kBlockers{"accounts.blockers", "select person_id from blocks where blocked_id = $1 order by 1"};
const Statement kUnblock{"accounts.unblock_deleted", "delete from blocks where person_id = $1 and blocked_id = $2"};

Refused wrong_password() {
  return invalid("password", "accounts.not_your_password", "This is not the password of your account.");
}

}  // namespace

Deletion::Deletion(Parts parts) : parts_(std::move(parts)), letters_(parts_.jobs, parts_.secret, parts_.public_url) {}

void Deletion::bind(router::Registry& registry, std::shared_ptr<Deletion> deletion) {
  router::Service service(registry, "wasl.accounts.v1.DeletionService", std::move(deletion));
  service.bind("DeleteAccount", &Deletion::delete_account);
}

std::string Deletion::address_of(const store::Person& person) const {
  return keys::of_address({person.email, person.email_key}, parts_.secret);
}

asio::awaitable<v1::DeleteAccountResponse> Deletion::delete_account(router::Context& context,
                                                                    const v1::DeleteAccountRequest& request) {
  const auto me = context.viewer.person;
  const auto person = co_await parts_.db.transact([this, me](Tx& tx) {
    auto found = store::get(tx, me);
    attempts::begin(tx, address_of(found));
    return found;
  });
  const bool right = co_await parts_.workers.run([hash = person.password_hash, password = request.password()] {
    return !hash.empty() && crypto::verify_password(hash, password);
  });
  require(right, wrong_password());
  co_await parts_.db.transact([this, person](Tx& tx) { end(tx, person); });
  context.set_cookie = router::SessionCookie{};
  co_return v1::DeleteAccountResponse{};
}

void Deletion::end(Tx& tx, const store::Person& person) {
  require(team::store::lock_administrators(tx) != std::vector{person.id},
          {Code::kFailedPrecondition, "accounts.last_administrator",
           "You are the last administrator: give the role to somebody else first."});
  const auto now = store::lock(tx, {person.email, person.email_key});
  require(now && now->id == person.id && now->password_hash == person.password_hash,
          unavailable("accounts.busy", "Try again in a moment."));
  store::clear_failures(tx, address_of(*now));
  letters_.account_deleted(tx, *now);
  tx.after_commit([&sign_outs = parts_.sign_outs, ended = store::end_all_sessions(tx, now->id)] {
    if (!ended.empty()) sign_outs.ended(ended);
  });
  store::erase(tx, now->id);
  const auto payload = job_payload::write({{"person", std::to_string(raw(now->id))}});
  parts_.jobs.enqueue(tx, kDeletedJob, payload);
  parts_.jobs.enqueue(tx, kDeletedJob, payload, kAgainAfter);
}

void Deletion::finish(const std::string& payload, const DeletionListener& listener) {
  const PersonId person{std::stoll(job_payload::read(payload)["person"])};
  listener(person);
  unblock(person);
  parts_.db.transact_now([&](Tx& tx) { streams::erase(tx, stream_of(person)); });
}

// Whom nobody can meet any more is on nobody's list.
void Deletion::unblock(PersonId person) {
  std::vector<PersonId> blockers;
  parts_.db.transact_now([&](Tx& tx) {
    blockers.clear();
    for (const auto& row : tx.exec(kBlockers, person)) blockers.push_back(PersonId{row[0].as<std::int64_t>()});
  });
  v1::BlocksChanged event;
  event.set_person_id(raw(person));
  for (const auto blocker : blockers)
    parts_.db.transact_now([&](Tx& tx) {
      if (tx.exec(kUnblock, blocker, person).affected_rows() > 0)
        parts_.streams.append(tx, stream_of(blocker), v1::EVENT_BLOCKS_CHANGED, event);
    });
}

}  // namespace wasl::accounts
