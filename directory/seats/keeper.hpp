// Changes of seats, with all that goes with each: the record, the announcement, and the job for other modules.
#pragma once
#include "directory/seats/policy.hpp"
#include "jobs/jobs.hpp"
#include "streams/streams.hpp"

namespace wasl::directory::seats {

class Keeper {
 public:
  Keeper(streams::Streams& streams, jobs::Jobs& jobs) : streams_(streams), jobs_(jobs) {}

  // Callers hold the organisation. What the person asked for is settled by it.
  void give(storage::Tx& tx, PersonId by, OrganisationId id, PersonId person, v1::SeatRole role);
  // The person's invitations end with it.
  void take_away(storage::Tx& tx, PersonId by, OrganisationId id, PersonId person);

  // "seat_changed" with {"organisation_id", "person_id"}: how the person stands to it may have changed.
  void tell_modules(storage::Tx& tx, OrganisationId id, PersonId person);

  streams::Streams& streams() { return streams_; }

 private:
  streams::Streams& streams_;
  jobs::Jobs& jobs_;
};

}  // namespace wasl::directory::seats
