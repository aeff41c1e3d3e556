// Who gives seats to whom. Pure; each throws Refused, saying why.
#pragma once
#include "directory/profiles/record.hpp"
#include "wasl/directory/v1/seats.pb.h"

namespace wasl::directory::seats {

using profiles::Record;

inline constexpr int kMostSeats = 500, kMostRequests = 200, kMostAsked = 20, kMostLinks = 20, kMostMailsADay = 20,
                     kMostMailsToOneADay = 3;
inline constexpr unsigned kUsualHours = 7 * 24, kLongestHours = 90 * 24;

struct Counts {
  int seats = 0, owners = 0;
};

// An invitation as whoever holds its token finds it.
struct Invitation {
  std::int64_t id = 0;
  OrganisationId organisation{};
  v1::SeatRole role{};
  PersonId creator{}, used_by{};
  bool by_mail = false, works = false;
};

namespace policy {

// Owners, or verifiers when there are none.
void may_answer(const router::Viewer& viewer, const Record& record);
void may_ask(const Record& record);
void may_invite_by_mail(const Record& record);

// Verifiers give seats to others, not to themselves.
void is_not_ones_own(const router::Viewer& viewer, const Record& record, PersonId asker);

// Of a seat that somebody asked for; SEAT_UNSPECIFIED: none. Where nobody owns it the first seat is an owner's.
void may_be_given(const Record& record, v1::SeatRole role);
void may_be_set(v1::SeatRole role);
void may_be_invited_as(v1::SeatRole role);

// `loses` an owner: somebody else must be one.
void keeps_an_owner(const Counts& now);
// Leaving as the last owner is for those who leave nobody behind.
void may_leave(const Record& record, const Counts& now);

void fits(int seats);
void few_enough_requests(std::uint32_t requests);
void few_enough_asked(int by_person);
void few_enough_links(std::size_t links);
void few_enough_mails(int by_person, int to_address);
unsigned hours(std::uint32_t asked);

// Whether this person may take it: it works, or they have taken it before.
void works(const Invitation& invitation);

}  // namespace policy
}  // namespace wasl::directory::seats
