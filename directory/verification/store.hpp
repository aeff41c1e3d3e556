// The SQL of the verifiers' queue.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "directory/verification/policy.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::verification::store {

using storage::Tx;

std::optional<Case> find(Tx& tx, std::int64_t id, PersonId viewer);
// The same; nobody else changes it until the commit. Hold the organisation first.
std::optional<Case> lock(Tx& tx, std::int64_t id, PersonId viewer);

struct Page {
  v1::ReviewFilter filter{};
  std::int64_t after = 0;  // a review's id; 0: from the start
  int limit = 0;
};
// Open ones, but not of organisations in which the viewer holds a seat, nor of suspended ones.
std::vector<Case> list(Tx& tx, PersonId viewer, const Page& page);
std::uint32_t open_count(Tx& tx);

// Whether the viewer has it now.
bool take(Tx& tx, std::int64_t id, PersonId person, bool take_over);
void release(Tx& tx, std::int64_t id);
// The open ones that this person has.
std::vector<std::int64_t> assigned(Tx& tx, PersonId person);
void decide(Tx& tx, std::int64_t id, PersonId by, v1::ReviewOutcome outcome, const v1::Reasons& reasons);

std::optional<v1::Profile> profile(Tx& tx, std::int64_t id);
// Of the review before it that had one.
std::optional<v1::Profile> profile_before(Tx& tx, const Case& review);

std::int64_t add_evidence(Tx& tx, std::int64_t review, PersonId by, const v1::AddEvidenceRequest& evidence,
                          const std::string& note);
// The first first; of the person only the id.
std::vector<v1::Evidence> evidence(Tx& tx, std::int64_t review);

}  // namespace wasl::directory::verification::store
