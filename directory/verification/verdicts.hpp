// What a verdict does to the organisation. Callers hold it, and have checked that it may be given.
#pragma once
#include "directory/letters.hpp"
#include "directory/verification/policy.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::verification::verdicts {

using storage::Tx;

void give_back(Tx& tx, Letters& letters, const Case& review, PersonId by, const v1::Reasons& reasons);
// Of a new one: it stays open until it is published.
void verify(Tx& tx, const Case& review, PersonId by, const std::string& note);
void publish(Tx& tx, Letters& letters, const Case& review, PersonId by, const std::string& note);

}  // namespace wasl::directory::verification::verdicts
