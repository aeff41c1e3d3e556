// Sends the mails of accounts: makes the links, keeps to the allowance of an address, leaves the sending to jobs.
#pragma once
#include <string>

#include "accounts/mails.hpp"
#include "accounts/store.hpp"
#include "accounts/token_store.hpp"
#include "jobs/jobs.hpp"

namespace wasl::accounts {

// Every letter goes to the address of the account, never to the one just typed, and leaves when tx is committed.
class Letters {
 public:
  Letters(jobs::Jobs& jobs, std::string secret, std::string public_url);

  // A few an hour to one address; more are dropped in silence.
  void confirm(storage::Tx& tx, const store::Person& to);
  void finish_sign_up(storage::Tx& tx, const store::Person& to);
  void already_member(storage::Tx& tx, const store::Person& to);
  void reset(storage::Tx& tx, const store::Person& to);

  // Notices are never dropped.
  void password_changed(storage::Tx& tx, const store::Person& to);
  void new_device(storage::Tx& tx, const store::Person& to, const std::string& user_agent);
  void account_deleted(storage::Tx& tx, const store::Person& to);
  void role_granted(storage::Tx& tx, const store::Person& to, const std::string& role);
  void role_revoked(storage::Tx& tx, const store::Person& to, const std::string& role, const std::string& reason);
  // until_ms 0: until it is lifted
  void suspended(storage::Tx& tx, const store::Person& to, const std::string& reason, std::int64_t until_ms,
                 const std::string& appeal_address);
  void restored(storage::Tx& tx, const store::Person& to);

 private:
  bool allowed(storage::Tx& tx, const store::Person& to);
  std::string link(storage::Tx& tx, const store::Person& to, store::Purpose purpose, std::chrono::hours valid_for);
  void send(storage::Tx& tx, mails::Kind kind, const store::Person& to, const mails::Words& words);

  jobs::Jobs& jobs_;
  std::string secret_, public_url_;
};

}  // namespace wasl::accounts
