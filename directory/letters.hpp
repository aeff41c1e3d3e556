// Sends the mails of the directory: in the language of whoever reads it, through jobs.
#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "jobs/jobs.hpp"
#include "storage/tx.hpp"
#include "wasl/common.pb.h"

namespace wasl::directory {

class Letters {
 public:
  Letters(jobs::Jobs& jobs, std::string public_url);

  // To any address; `inviter` lends the language when the address is nobody's here.
  void invite(storage::Tx& tx, const std::string& address, PersonId inviter, const wasl::v1::LocalText& organisation,
              const std::string& token);

  // They leave when tx is committed. The first to the owners; the second to one person, with a link to `page`.
  enum class Kind { kConfirm, kUnpublished, kReturned, kPublished, kOfferAccepted, kOfferReturned, kRestored };
  void to_owners(storage::Tx& tx, Kind kind, OrganisationId organisation, const wasl::v1::LocalText& name);
  void to_person(storage::Tx& tx, Kind kind, PersonId person, const std::string& page);

  // To the owners, too.
  void suspended(storage::Tx& tx, OrganisationId organisation, const wasl::v1::LocalText& name,
                 const std::string& reason, const std::string& appeal_address);

 private:
  jobs::Jobs& jobs_;
  std::string public_url_;
};

}  // namespace wasl::directory
