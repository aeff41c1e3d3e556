// Who may take what away, how often; and what an address asks for.
#pragma once
#include <chrono>
#include <deque>
#include <map>
#include <mutex>

#include "core/ids.hpp"
#include "directory/exports/columns.hpp"
#include "directory/pages/address.hpp"
#include "router/context.hpp"
#include "wasl/directory/v1/find.pb.h"

namespace wasl::directory::exports {

namespace policy {

// Members see contacts one by one; a list of them all is for those who verify.
Contacts contacts_for(const router::Viewer& viewer);

// As the client's address of the directory has it: q, kind, country, region, sector, locality, members, staff,
// volunteers, budget, verified, confirmed, order, lang. Throws Refused{invalid_argument} for what is none of them.
v1::FindOrganisationsRequest asked(const pages::Query& query);

}  // namespace policy

// Exports are dear: few a minute for each person. Thread-safe; of this process.
class Allowance {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kAMinute = 6;

  // `scale` 0: no limit (load tests).
  explicit Allowance(double scale)
      : most_(static_cast<std::size_t>(static_cast<double>(kAMinute) * scale)), limited_(scale > 0) {}

  // Throws Refused{resource_exhausted} that says how long to wait.
  void take(PersonId person, Clock::time_point now = Clock::now());

 private:
  std::size_t most_;
  bool limited_;
  std::mutex mutex_;
  std::map<PersonId, std::deque<Clock::time_point>> taken_;
};

}  // namespace wasl::directory::exports
