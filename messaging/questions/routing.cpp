#include "messaging/questions/routing.hpp"

#include <algorithm>
#include <tuple>

namespace wasl::messaging::questions {

namespace {

enum Nearness { kSameRegion, kSameCountry, kAnywhere, kElsewhere };

bool has(const std::vector<std::string>& codes, const std::string& code) {
  return std::ranges::find(codes, code) != codes.end();
}

Nearness nearness(const Candidate& c, const Wanted& wanted) {
  if (wanted.region.empty()) return kAnywhere;
  if (has(c.who.places, wanted.region)) return kSameRegion;
  if (has(c.who.places, wanted.country)) return kSameCountry;
  return c.who.places.empty() ? kAnywhere : kElsewhere;
}

// The first of the tests that somebody passes decides.
template <class... Tests>
void keep_best(std::vector<Candidate>& candidates, Tests... tests) {
  const auto keep = [&](auto test) {
    if (std::ranges::none_of(candidates, test)) return false;
    std::erase_if(candidates, [&](const auto& c) { return !test(c); });
    return true;
  };
  (void)(keep(tests) || ...);
}

}  // namespace

std::vector<PersonId> route(std::vector<Candidate> candidates, const Wanted& wanted) {
  std::erase_if(candidates, [](const auto& c) { return !c.who.open || c.load >= c.who.at_once; });
  const auto speaks = [&](const Candidate& c) { return has(c.who.languages, wanted.language); };
  const auto near = [&](const Candidate& c) { return nearness(c, wanted) != kElsewhere; };
  keep_best(candidates, [&](const Candidate& c) { return speaks(c) && near(c); }, speaks);
  std::ranges::sort(candidates, {},
                    [&](const Candidate& c) { return std::tuple(nearness(c, wanted), c.load, raw(c.who.person)); });
  if (candidates.size() > kAskedFirst) candidates.resize(kAskedFirst);
  std::vector<PersonId> out;
  for (const auto& c : candidates) out.push_back(c.who.person);
  return out;
}

}  // namespace wasl::messaging::questions
