// What people offer, checked and tidied, and who decides about it. Pure; everything throws Refused, offers with the
// field at fault ("sectors[2]").
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "directory/profiles/clean.hpp"
#include "router/context.hpp"
#include "wasl/directory/v1/specialists.pb.h"

namespace wasl::directory::specialists {

// An offer as it stands.
struct Record {
  PersonId person{};
  v1::MyOffer offer;
  std::int64_t submitted_at_ms = 0;
  std::string place;  // in the list that it was read from

  bool accepted() const { return offer.state() == v1::OFFER_ACCEPTED; }
  bool waits() const { return offer.state() == v1::OFFER_WAITING || offer.waiting_sectors_size() > 0; }
};

namespace policy {

v1::Offer clean(const v1::Offer& typed, const profiles::Known& known, std::chrono::year_month_day today);

// What becomes of it when its person offers this instead. Sectors that an accepted one has are theirs already.
v1::MyOffer changed(const v1::MyOffer& before, const v1::Offer& now);
// What becomes of it when it is decided; `reason` of a return.
v1::MyOffer decided(const v1::MyOffer& before, bool accept, const std::string& reason);

// Where a list goes on after this one, whatever becomes of it: opaque to clients. Empty: the beginning.
std::string cursor_after(const Record& last);
std::pair<std::string, PersonId> read_cursor(std::string_view cursor);

void may_decide(const router::Viewer& viewer);
// Nobody decides about their own; somebody else may have been faster, or its person may have changed it.
void may_be_decided(const router::Viewer& viewer, const Record& record, const v1::DecideOfferRequest& request);
// Of a return: tidied.
std::string reason(const v1::DecideOfferRequest& request);

}  // namespace policy
}  // namespace wasl::directory::specialists
