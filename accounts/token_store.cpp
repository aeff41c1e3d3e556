#include "accounts/token_store.hpp"

namespace wasl::accounts::store {

namespace {

using storage::Statement;

const Statement kInsertToken{"accounts.insert_token", R"(
  insert into account_tokens (token_hash, person_id, purpose, expires_at)
  values ($1, $2, $3, now() + $4 * interval '1 hour'))"};

const Statement kRedeemConfirmation{"accounts.redeem_confirmation", R"(
  update account_tokens set used_at = coalesce(used_at, now())
  where token_hash = $1 and purpose = 'confirm' and expires_at > now()
  returning person_id)"};

const Statement kPeekReset{"accounts.peek_reset", R"(
  select person_id from account_tokens
  where token_hash = $1 and purpose = 'reset' and expires_at > now() and used_at is null)"};

const Statement kRedeemReset{"accounts.redeem_reset", R"(
  update account_tokens set used_at = now()
  where token_hash = $1 and purpose = 'reset' and expires_at > now() and used_at is null
  returning person_id)"};

const Statement kDropResets{"accounts.drop_resets",
                            "delete from account_tokens where person_id = $1 and purpose = 'reset'"};

const Statement kLockFailures{"accounts.lock_failures", R"(
  insert into sign_in_failures as f (key, failures, last_at) values ($1, 0, now())
  on conflict (key) do update set failures = f.failures
  returning failures, greatest(0, extract(epoch from now() - last_at))::bigint)"};

const Statement kSetFailures{"accounts.set_failures",
                             "update sign_in_failures set failures = $2, last_at = clock_timestamp() where key = $1"};
const Statement kClearFailures{"accounts.clear_failures", "delete from sign_in_failures where key = $1"};

const Statement kCountMail{"accounts.count_mail", R"(
  insert into mail_allowances as a (key, sent, since) values ($1, 1, now())
  on conflict (key) do update set
    sent = case when a.since <= now() - interval '1 hour' then 1 else least(a.sent, $2) + 1 end,
    since = case when a.since <= now() - interval '1 hour' then now() else a.since end
  returning sent <= $2)"};

const Statement kForgetTokens{"accounts.forget_tokens",
                              "delete from account_tokens where expires_at < now() - interval '1 day'"};
const Statement kForgetFailures{"accounts.forget_failures",
                                "delete from sign_in_failures where last_at < now() - interval '1 day'"};
const Statement kForgetMails{"accounts.forget_mails",
                             "delete from mail_allowances where since < now() - interval '1 day'"};

std::string name(Purpose purpose) { return purpose == Purpose::kConfirm ? "confirm" : "reset"; }

pqxx::binarystring bytes(const std::string& hash) { return pqxx::binarystring(hash); }

std::optional<PersonId> person_of(const storage::Result& rows) {
  if (rows.empty()) return std::nullopt;
  return PersonId{rows[0][0].as<std::int64_t>()};
}

}  // namespace

void insert_token(Tx& tx, const std::string& hash, PersonId person, Purpose purpose, std::chrono::hours valid_for) {
  tx.exec(kInsertToken, bytes(hash), person, name(purpose), static_cast<std::int64_t>(valid_for.count()));
}

std::optional<PersonId> redeem_confirmation(Tx& tx, const std::string& hash) {
  return person_of(tx.exec(kRedeemConfirmation, bytes(hash)));
}

std::optional<PersonId> peek_reset(Tx& tx, const std::string& hash) {
  return person_of(tx.exec(kPeekReset, bytes(hash)));
}

std::optional<PersonId> redeem_reset(Tx& tx, const std::string& hash) {
  const auto person = person_of(tx.exec(kRedeemReset, bytes(hash)));
  if (person) tx.exec(kDropResets, *person);
  return person;
}

Failures lock_failures(Tx& tx, const std::string& address) {
  const auto row = tx.exec(kLockFailures, bytes(address))[0];
  return {row[0].as<int>(), std::chrono::seconds(row[1].as<std::int64_t>())};
}

void set_failures(Tx& tx, const std::string& address, int count) { tx.exec(kSetFailures, bytes(address), count); }

void clear_failures(Tx& tx, const std::string& address) { tx.exec(kClearFailures, bytes(address)); }

bool count_mail(Tx& tx, const std::string& address, int per_hour) {
  return tx.exec(kCountMail, bytes(address), per_hour)[0][0].as<bool>();
}

void forget_expired_tokens(Tx& tx) {
  tx.exec(kForgetTokens);
  tx.exec(kForgetFailures);
  tx.exec(kForgetMails);
}

}  // namespace wasl::accounts::store
