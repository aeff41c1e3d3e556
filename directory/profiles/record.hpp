// One organisation as it stands, and what its viewer is to it.
#pragma once
#include <optional>

#include "core/ids.hpp"
#include "router/context.hpp"
#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::directory::profiles {

struct Record {
  OrganisationId id{};
  v1::Profile profile;               // what is public once it is published
  std::optional<v1::Profile> draft;  // what its editors have instead, meanwhile
  v1::OrganisationState state{};
  std::int64_t version = 0;
  bool verified = false, stale = false, in_review = false, has_owner = false;
  std::int64_t confirmed_at_ms = 0;
  PersonId edited_by{};
  std::int64_t edited_at_ms = 0;
  v1::SeatRole role{};  // of the viewer

  bool published() const { return state == v1::STATE_PUBLISHED; }
  // It has been public: what is important may only change after a look at it.
  bool has_been_public() const { return published() || state == v1::STATE_UNPUBLISHED; }
  const v1::Profile& working() const { return draft ? *draft : profile; }
};

enum class Need { kSee, kEdit, kOwn };

namespace policy {

// Throws Refused: not_found to those who may not see it, permission_denied to those who may.
void require_need(const router::Viewer& viewer, const Record& record, Need need);

// Contacts for members: for those who hold a seat in it or in a published one, and for those who verify.
bool may_see_contacts(const router::Viewer& viewer, const Record& record, bool speaks_for_somebody);

// A draft is not changed while it lies before the verifiers, nor by whoever has not seen the last version.
void require_editable(const Record& record, std::int64_t version);

// Nobody changes what is suspended.
void require_not_suspended(const Record& record);

// Something is to be submitted.
void require_changes(const Record& record);
void require_in_review(const Record& record);
// It is, or has been, public.
void require_public(const Record& record);
// History is for those who edit it, and for verifiers.
void may_see_history(const router::Viewer& viewer, const Record& record);

void require_client_id(std::uint64_t client_id);
void few_enough_drafts(int drafts);
void few_enough_papers(std::size_t papers);

}  // namespace policy

// The part of it that is for everyone.
v1::Profile public_part(const v1::Profile& profile);

}  // namespace wasl::directory::profiles
