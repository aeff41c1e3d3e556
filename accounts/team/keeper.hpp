// Changes of roles and access, with all that goes with each: the entry of the log, the announcement, the mail, the job.
#pragma once
#include <string>

#include "accounts/letters.hpp"
#include "accounts/parts.hpp"
#include "wasl/accounts/v1/team.pb.h"

namespace wasl::accounts::team {

// The job behind the loss of a role, or of access: {"person"}.
inline constexpr const char* kRoleGoneJob = "accounts.role_gone";
// For whoever routes questions: {"person_id": N}.
inline constexpr const char* kSpecialistJob = "specialist_changed";

// `by` 0: the command line. Each throws Refused, and answers the account as it is then.
class Keeper {
 public:
  explicit Keeper(Parts parts);

  v1::Account grant(storage::Tx& tx, PersonId by, PersonId whom, const std::string& role, const std::string& reason);
  v1::Account revoke(storage::Tx& tx, PersonId by, PersonId whom, const std::string& role, const std::string& reason);
  v1::Account suspend(storage::Tx& tx, PersonId by, PersonId whom, const std::string& reason, std::int64_t until_ms);
  v1::Account restore(storage::Tx& tx, PersonId by, PersonId whom, const std::string& reason);

 private:
  void tell_roles(storage::Tx& tx, PersonId whom);

  Parts parts_;
  Letters letters_;
};

}  // namespace wasl::accounts::team
