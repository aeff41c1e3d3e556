#include "directory/profiles/show.hpp"

#include <google/protobuf/util/message_differencer.h>

#include "directory/access.hpp"
#include "directory/papers/papers.hpp"
#include "directory/profiles/warnings.hpp"
#include "directory/verification/queue.hpp"

namespace wasl::directory::profiles {

v1::PublicProfile show(const Record& record, Contacts contacts) {
  v1::PublicProfile out;
  out.set_id(raw(record.id));
  *out.mutable_profile() = contacts == Contacts::kAll ? record.profile : public_part(record.profile);
  out.set_verified(record.verified);
  out.set_confirmed_at_ms(record.confirmed_at_ms);
  out.set_stale(record.stale);
  return out;
}

v1::Draft show_draft(storage::Tx& tx, const Record& record) {
  v1::Draft out;
  out.set_organisation_id(raw(record.id));
  *out.mutable_profile() = record.working();
  out.set_version(record.version);
  out.set_state(record.state);
  for (auto& warning : warnings(record.working())) *out.add_warnings() = std::move(warning);
  for (auto& card : access::person_cards(tx, {record.edited_by})) *out.mutable_edited_by() = std::move(card);
  out.set_edited_at_ms(record.edited_at_ms);
  out.set_differs(record.draft && !google::protobuf::util::MessageDifferencer::Equals(*record.draft, record.profile));
  out.set_in_review(record.in_review);
  auto reasons = verification::queue::last_reasons(tx, record.id);
  *out.mutable_reasons() = std::move(*reasons.mutable_reasons());
  out.set_note(reasons.note());
  for (auto& paper : Papers::list(tx, record.id)) *out.add_papers() = std::move(paper);
  return out;
}

}  // namespace wasl::directory::profiles
