// Answers from the catalogue. Pure.
#pragma once
#include <vector>

#include "directory/find/question.hpp"

namespace wasl::directory::find {

// Great circle on a sphere (haversine).
double kilometres(Place a, Place b);

// One pass over the catalogue. Throws Refused{invalid_argument} when the page cannot be continued.
v1::FindOrganisationsResponse answer(const Catalogue& catalogue, const Question& question);

// Whatever answers the question, on all its pages, in order.
std::vector<OrganisationId> all(const Catalogue& catalogue, const Question& question);

v1::MapOrganisationsResponse chart(const Catalogue& catalogue, const Section& section);

}  // namespace wasl::directory::find
