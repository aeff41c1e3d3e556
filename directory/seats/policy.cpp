#include "directory/seats/policy.hpp"

#include "core/error.hpp"

namespace wasl::directory::seats::policy {

namespace {

void precondition(bool holds, const char* reason, const char* message) {
  require(holds, {Code::kFailedPrecondition, reason, message});
}

void exists(bool role, const char* message) { require(role, invalid("role", "seats.bad_role", message)); }

}  // namespace

void may_answer(const router::Viewer& viewer, const Record& record) {
  const bool verifies = !record.has_owner && viewer.is(router::kVerifier);
  require(record.role == v1::SEAT_OWNER || verifies,
          {Code::kPermissionDenied, "organisations.owners_only", "This is for the organisation's owners."});
}

void is_not_ones_own(const router::Viewer& viewer, const Record& record, PersonId asker) {
  require(record.role == v1::SEAT_OWNER || asker != viewer.person,
          {Code::kPermissionDenied, "seats.own_request", "Another verifier answers what you have asked for."});
}

void may_ask(const Record& record) {
  precondition(record.role == v1::SEAT_UNSPECIFIED, "seats.held", "You have a seat in this organisation already.");
  precondition(record.published(), "seats.not_published", "Seats are asked for in published organisations.");
}

void may_invite_by_mail(const Record& record) {
  precondition(record.published(), "seats.not_published",
               "Mails go out for published organisations only. Hand on a link instead.");
}

void may_be_given(const Record& record, v1::SeatRole role) {
  exists(v1::SeatRole_IsValid(role), "There is no such role.");
  precondition(record.has_owner || role == v1::SEAT_OWNER || role == v1::SEAT_UNSPECIFIED, "seats.owner_first",
               "Nobody owns this organisation: the first seat is an owner's.");
}

void may_be_set(v1::SeatRole role) {
  exists(v1::SeatRole_IsValid(role) && role != v1::SEAT_UNSPECIFIED,
         "A seat is an owner's, an editor's or a member's.");
}

void may_be_invited_as(v1::SeatRole role) {
  exists(role == v1::SEAT_EDITOR || role == v1::SEAT_MEMBER, "People are invited as editors or members.");
}

void keeps_an_owner(const Counts& now) {
  precondition(now.owners > 1, "seats.last_owner", "Make somebody else an owner first.");
}

void may_leave(const Record& record, const Counts& now) {
  if (record.role == v1::SEAT_OWNER && now.seats > 1) keeps_an_owner(now);
}

void fits(int seats) { precondition(seats <= kMostSeats, "seats.full", "An organisation has at most 500 seats."); }

void few_enough_requests(std::uint32_t requests) {
  precondition(requests <= kMostRequests, "seats.requests", "Too many people ask for a seat already. Try again later.");
}

void few_enough_asked(int by_person) {
  precondition(by_person <= kMostAsked, "seats.asked",
               "20 organisations have yet to answer you. Withdraw a request, or wait.");
}

void few_enough_links(std::size_t links) {
  precondition(links <= kMostLinks, "seats.links", "At most 20 invitations work at a time. Revoke one first.");
}

void few_enough_mails(int by_person, int to_address) {
  precondition(by_person <= kMostMailsADay && to_address <= kMostMailsToOneADay, "seats.mails",
               "That is enough mail for one day. Go on tomorrow, or hand on a link.");
}

unsigned hours(std::uint32_t asked) {
  require(asked <= kLongestHours, invalid("valid_hours", "seats.hours", "valid_hours is at most 2160."));
  return asked == 0 ? kUsualHours : asked;
}

void works(const Invitation& invitation) {
  precondition(invitation.works, "seats.ended",
               "This invitation has expired, was revoked or used. Ask for another one.");
}

}  // namespace wasl::directory::seats::policy
