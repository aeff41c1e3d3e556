#include "accounts/handlers.hpp"
#include "accounts/job_payload.hpp"
#include "accounts/keys.hpp"
#include "core/error.hpp"

namespace wasl::accounts {

using storage::InDoubt;

namespace {

store::NewPerson wanted_by(const v1::SignUpRequest& request) {
  store::NewPerson wanted;
  wanted.name = policy::person_name(request.name());
  wanted.email = policy::email(request.email());
  wanted.language = policy::language(request.language());
  policy::check_password(request.password(), wanted.email);
  return wanted;
}

store::Person pending(PersonId id, const store::NewPerson& p) {
  return {id, p.name, p.email.shown, p.email.key, p.language, p.password_hash, p.confirmed};
}

}  // namespace

asio::awaitable<v1::SignUpResponse> Handlers::sign_up(Context&, const v1::SignUpRequest& request) {
  auto wanted = wanted_by(request);
  wanted.password_hash = co_await passwords_.hash(request.password());
  constexpr int kTries = 3;  // others may sign up with the same address at the same time
  for (int i = 0; i < kTries; ++i) {
    const auto known = co_await parts_.db.transact([&](Tx& tx) { return store::find(tx, wanted.email); });
    const bool same = co_await passwords_.verify(known, request.password());
    const auto verified_hash = known ? known->password_hash : "";
    const bool done = co_await parts_.db.transact([&](Tx& tx) { return enter(tx, wanted, verified_hash, same); });
    if (done) co_return v1::SignUpResponse{};
  }
  throw unavailable("accounts.busy", "Try again in a moment.");
}

// False when the account has changed since its password was verified. A pending sign-up is never overwritten: with
// another password it is contested, so that neither password stands and whoever reads the mailbox chooses a new one.
bool Handlers::enter(Tx& tx, const store::NewPerson& wanted, const std::string& verified_hash, bool same_password) {
  if (const auto id = store::insert(tx, wanted)) {
    letters_.confirm(tx, pending(*id, wanted));
    return true;
  }
  const auto known = store::lock(tx, wanted.email);
  if (!known || known->password_hash != verified_hash) return false;
  if (known->confirmed) {
    letters_.already_member(tx, *known);
  } else if (same_password) {
    letters_.confirm(tx, *known);
  } else {
    store::withdraw_password(tx, known->id);
    letters_.finish_sign_up(tx, *known);
  }
  return true;
}

asio::awaitable<v1::ConfirmEmailResponse> Handlers::confirm_email(Context&, const v1::ConfirmEmailRequest& request) {
  policy::check_token(request.token());
  const auto hash = keys::of_token(request.token(), parts_.secret);
  v1::ConfirmEmailResponse response;
  response.set_email(co_await parts_.db.transact(
      [&](Tx& tx) {
        const auto person = store::redeem_confirmation(tx, hash);
        if (!person) throw policy::bad_token();
        store::confirm(tx, *person);
        return store::get(tx, *person).email;
      },
      InDoubt::kRunAgain));
  co_return response;
}

asio::awaitable<v1::RequestPasswordResetResponse> Handlers::request_password_reset(
    Context&, const v1::RequestPasswordResetRequest& request) {
  const auto payload = job_payload::write({{"email", policy::email(request.email()).shown}});
  co_await parts_.db.transact([&](Tx& tx) { parts_.jobs.enqueue(tx, kResetJob, payload); });
  co_return v1::RequestPasswordResetResponse{};
}

void Handlers::send_reset(const std::string& payload) {
  const auto email = policy::email(job_payload::read(payload)["email"]);
  parts_.db.transact_now([&](Tx& tx) {
    if (const auto person = store::find(tx, email)) letters_.reset(tx, *person);
  });
}

asio::awaitable<v1::ResetPasswordResponse> Handlers::reset_password(Context&, const v1::ResetPasswordRequest& request) {
  policy::check_token(request.token());
  const auto token_hash = keys::of_token(request.token(), parts_.secret);
  const auto person = co_await parts_.db.transact([&](Tx& tx) {
    const auto id = store::peek_reset(tx, token_hash);
    if (!id) throw policy::bad_token();
    return store::get(tx, *id);
  });
  policy::check_password(request.password(), {person.email, person.email_key});
  const auto password_hash = co_await passwords_.hash(request.password());
  v1::ResetPasswordResponse response;
  response.set_email(
      co_await parts_.db.transact([&](Tx& tx) { return change_password(tx, token_hash, password_hash); }));
  co_return response;
}

// The link was read in the mailbox: that confirms the address, too.
std::string Handlers::change_password(Tx& tx, const std::string& token_hash, const std::string& password_hash) {
  const auto id = store::redeem_reset(tx, token_hash);
  if (!id) throw policy::bad_token();
  store::set_password(tx, *id, password_hash);
  store::confirm(tx, *id);
  announce_ended(tx, store::end_all_sessions(tx, *id));
  const auto person = store::get(tx, *id);
  store::clear_failures(tx, keys::of_address({person.email, person.email_key}, parts_.secret));
  letters_.password_changed(tx, person);
  return person.email;
}

}  // namespace wasl::accounts
