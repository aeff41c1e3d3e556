// Who is asked first. Pure.
#pragma once
#include <string>
#include <vector>

#include "directory/access.hpp"

namespace wasl::messaging::questions {

// A specialist of the question's sector, and how many questions they answer now.
struct Candidate {
  directory::access::Specialist who;
  int load = 0;
};

struct Wanted {
  std::string region, country, language;  // region empty: any
};

inline constexpr std::size_t kAskedFirst = 5;

// Those who are open and below their limit, speak the language and help there: who names the region first, then who
// names its country, then who helps anywhere; among these the least loaded. Where nobody helps there, those who speak
// the language elsewhere; where nobody speaks it, all who are open. In the order in which they are to be asked, at most
// kAskedFirst.
std::vector<PersonId> route(std::vector<Candidate> candidates, const Wanted& wanted);

}  // namespace wasl::messaging::questions
