#include "messaging/safety/reach.hpp"

#include "accounts/access.hpp"
#include "core/error.hpp"
#include "directory/access.hpp"
#include "messaging/safety/store.hpp"

namespace wasl::messaging::reach {

using storage::Tx;

void require_reachable(Tx& tx, PersonId me, const std::vector<PersonId>& people) {
  require(accounts::access::apart(tx, me, people).empty(),
          Refused{Code::kPermissionDenied, "messaging.unreachable", "This person cannot be written to."});
}

bool are_strangers(Tx& tx, PersonId me, const std::vector<PersonId>& people) {
  return !directory::access::speaks_for_somebody(tx, me) && store::acquainted(tx, me, people).size() < people.size();
}

void require_acquainted(Tx& tx, PersonId me, const std::vector<PersonId>& people) {
  require_reachable(tx, me, people);
  require(!are_strangers(tx, me, people), {Code::kPermissionDenied, "messaging.stranger", "Write to each of them first."});
}

}  // namespace wasl::messaging::reach
