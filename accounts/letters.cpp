#include "accounts/letters.hpp"

#include "accounts/keys.hpp"
#include "core/crypto.hpp"

namespace wasl::accounts {

using mails::Kind;
using storage::Tx;
using store::Person;
using store::Purpose;

Letters::Letters(jobs::Jobs& jobs, std::string secret, std::string public_url)
    : jobs_(jobs), secret_(std::move(secret)), public_url_(std::move(public_url)) {
  while (public_url_.ends_with('/')) public_url_.pop_back();
}

void Letters::confirm(Tx& tx, const Person& to) {
  if (allowed(tx, to)) send(tx, Kind::kConfirm, to, {link(tx, to, Purpose::kConfirm, policy::kConfirmFor), ""});
}

void Letters::finish_sign_up(Tx& tx, const Person& to) {
  if (allowed(tx, to)) send(tx, Kind::kFinishSignUp, to, {link(tx, to, Purpose::kReset, policy::kConfirmFor), ""});
}

void Letters::already_member(Tx& tx, const Person& to) {
  if (allowed(tx, to)) send(tx, Kind::kAlreadyMember, to, {public_url_ + "/", ""});
}

void Letters::reset(Tx& tx, const Person& to) {
  if (allowed(tx, to)) send(tx, Kind::kReset, to, {link(tx, to, Purpose::kReset, policy::kResetFor), ""});
}

void Letters::password_changed(Tx& tx, const Person& to) {
  send(tx, Kind::kPasswordChanged, to, {public_url_ + "/", ""});
}

void Letters::new_device(Tx& tx, const Person& to, const std::string& user_agent) {
  send(tx, Kind::kNewDevice, to, {public_url_ + "/", user_agent.empty() ? "?" : user_agent});
}

void Letters::account_deleted(Tx& tx, const Person& to) {
  send(tx, Kind::kAccountDeleted, to, {public_url_ + "/", ""});
}

bool Letters::allowed(Tx& tx, const Person& to) {
  return store::count_mail(tx, keys::of_address({to.email, to.email_key}, secret_), policy::kMailsPerHour);
}

std::string Letters::link(Tx& tx, const Person& to, Purpose purpose, std::chrono::hours valid_for) {
  const auto token = crypto::random_token();
  store::insert_token(tx, keys::of_token(token, secret_), to.id, purpose, valid_for);
  return public_url_ + (purpose == Purpose::kConfirm ? "/confirm#token=" : "/reset#token=") + token;
}

void Letters::send(Tx& tx, Kind kind, const Person& to, const mails::Words& words) {
  jobs_.enqueue(tx, "mail", mails::as_job(mails::write(kind, to.email, to.language, words)));
}

}  // namespace wasl::accounts
