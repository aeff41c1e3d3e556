#include "accounts/letters.hpp"

#include <chrono>
#include <cstdio>

#include "accounts/keys.hpp"
#include "core/crypto.hpp"

namespace wasl::accounts {

using mails::Kind;
using storage::Tx;
using store::Person;
using store::Purpose;

namespace {

// "2027-05-31"
std::string day(std::int64_t ms) {
  using namespace std::chrono;
  const year_month_day date(floor<days>(sys_time<milliseconds>(milliseconds(ms))));
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()), unsigned(date.day()));
  return text;
}

}  // namespace

Letters::Letters(jobs::Jobs& jobs, std::string secret, std::string public_url)
    : jobs_(jobs), secret_(std::move(secret)), public_url_(std::move(public_url)) {
  while (public_url_.ends_with('/')) public_url_.pop_back();
}

void Letters::confirm(Tx& tx, const Person& to) {
  if (allowed(tx, to)) send(tx, Kind::kConfirm, to, {link(tx, to, Purpose::kConfirm, policy::kConfirmFor), {}});
}

void Letters::finish_sign_up(Tx& tx, const Person& to) {
  if (allowed(tx, to)) send(tx, Kind::kFinishSignUp, to, {link(tx, to, Purpose::kReset, policy::kConfirmFor), {}});
}

void Letters::already_member(Tx& tx, const Person& to) {
  if (allowed(tx, to)) send(tx, Kind::kAlreadyMember, to, {public_url_ + "/", {}});
}

void Letters::reset(Tx& tx, const Person& to) {
  if (allowed(tx, to)) send(tx, Kind::kReset, to, {link(tx, to, Purpose::kReset, policy::kResetFor), {}});
}

void Letters::password_changed(Tx& tx, const Person& to) {
  send(tx, Kind::kPasswordChanged, to, {public_url_ + "/", {}});
}

void Letters::new_device(Tx& tx, const Person& to, const std::string& user_agent) {
  send(tx, Kind::kNewDevice, to, {public_url_ + "/", user_agent.empty() ? "?" : user_agent});
}

void Letters::account_deleted(Tx& tx, const Person& to) {
  send(tx, Kind::kAccountDeleted, to, {public_url_ + "/", {}});
}

void Letters::role_granted(Tx& tx, const Person& to, const std::string& role) {
  mails::Words words{public_url_ + "/"};
  words.role = mails::role_name(role, to.language);
  send(tx, Kind::kRoleGranted, to, words);
}

void Letters::role_revoked(Tx& tx, const Person& to, const std::string& role, const std::string& reason) {
  mails::Words words{public_url_ + "/"};
  words.role = mails::role_name(role, to.language);
  words.reason = reason;
  send(tx, Kind::kRoleRevoked, to, words);
}

void Letters::suspended(Tx& tx, const Person& to, const std::string& reason, std::int64_t until_ms,
                        const std::string& appeal_address) {
  mails::Words words{appeal_address};
  words.reason = reason;
  if (until_ms > 0) words.until = day(until_ms);
  send(tx, until_ms > 0 ? Kind::kSuspendedUntil : Kind::kSuspended, to, words);
}

void Letters::restored(Tx& tx, const Person& to) { send(tx, Kind::kRestored, to, {public_url_ + "/"}); }

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
