#include "directory/profiles/open.hpp"

#include "core/error.hpp"
#include "directory/profiles/store.hpp"

namespace wasl::directory::profiles {

namespace {

Record checked(std::optional<Record> record, const router::Viewer& viewer, Need need) {
  require(record.has_value(), not_found("organisation"));
  policy::require_need(viewer, *record, need);
  return std::move(*record);
}

}  // namespace

Record open(storage::Tx& tx, const router::Viewer& viewer, OrganisationId id, Need need) {
  return checked(store::find(tx, id, viewer.person), viewer, need);
}

Record hold(storage::Tx& tx, const router::Viewer& viewer, OrganisationId id, Need need) {
  auto record = checked(store::lock(tx, id, viewer.person), viewer, need);
  if (need != Need::kSee) policy::require_not_suspended(record);
  return record;
}

}  // namespace wasl::directory::profiles
