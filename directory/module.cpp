#include "directory/module.hpp"

#include <algorithm>
#include <iterator>

#include "directory/departures.hpp"
#include "directory/exports/door.hpp"
#include "directory/find/handlers.hpp"
#include "directory/handlers.hpp"
#include "directory/imports/handlers.hpp"
#include "directory/interests/handlers.hpp"
#include "directory/logos/handlers.hpp"
#include "directory/oversight/handlers.hpp"
#include "directory/interventions/handlers.hpp"
#include "directory/map/handlers.hpp"
#include "directory/pages/door.hpp"
#include "directory/profiles/handlers.hpp"
#include "directory/search_index.hpp"
#include "directory/seats/handlers.hpp"
#include "directory/specialists/handlers.hpp"
#include "directory/verification/handlers.hpp"
#include "router/service.hpp"

namespace wasl::directory {

Module::Module(Parts parts)
    : db_(parts.db),
      keeper_(parts.streams, parts.jobs),
      handlers_(std::make_shared<Handlers>(parts.db)),
      profiles_(std::make_shared<profiles::Handlers>(parts.db, seats::Keeper(parts.streams, parts.jobs),
                                                     Papers(parts.files))),
      seats_(std::make_shared<seats::Handlers>(parts.db, seats::Keeper(parts.streams, parts.jobs),
                                               Letters(parts.jobs, parts.public_url), parts.secret)),
      verification_(std::make_shared<verification::Handlers>(
          parts.db, parts.streams, Letters(parts.jobs, parts.public_url), Papers(parts.files))),
      upkeep_(parts.db, parts.streams, Letters(parts.jobs, parts.public_url)),
      find_(std::make_shared<find::Handlers>(parts.db)),
      imports_(std::make_shared<imports::Handlers>(parts.db, parts.jobs)),
      pages_(std::make_shared<pages::Pages>(parts.db, parts.public_url)),
      interests_(std::make_shared<interests::Handlers>(parts.db, parts.streams, find_)),
      exports_(std::make_shared<exports::Exports>(parts.db, find_, parts.public_url, parts.rate_scale)),
      specialists_(std::make_shared<specialists::Handlers>(parts.db, parts.streams, parts.jobs,
                                                           Letters(parts.jobs, parts.public_url))),
      oversight_(std::make_shared<oversight::Handlers>(parts.db, seats::Keeper(parts.streams, parts.jobs),
                                                       Letters(parts.jobs, parts.public_url), parts.appeal_address)),
      logos_(std::make_shared<logos::Handlers>(parts.db, parts.streams, parts.files)),
      interventions_(std::make_shared<interventions::Handlers>(parts.db)),
      map_(std::make_shared<map::Handlers>(parts.map)) {}

void Module::bind(router::Registry& registry) {
  router::Service service(registry, "wasl.directory.v1.DirectoryService", handlers_);
  service.bind("ListSectors", &Handlers::list_sectors);
  service.bind("ListRegions", &Handlers::list_regions);
  service.bind("ListOrganisations", &Handlers::list_organisations);
  service.bind("GetOrganisation", &Handlers::get_organisation);
  service.bind("FindPeople", &Handlers::find_people);
  service.bind("ListMySeats", &Handlers::list_my_seats);
  profiles::Handlers::bind(registry, profiles_);
  find::Handlers::bind(registry, find_);
  logos::Handlers::bind(registry, logos_);
  imports::Handlers::bind(registry, imports_);
  interests::Handlers::bind(registry, interests_);
  oversight::Handlers::bind(registry, oversight_);
  interventions::Handlers::bind(registry, interventions_);
  map::Handlers::bind(registry, map_);
  seats::Handlers::bind(registry, seats_);
  specialists::Handlers::bind(registry, specialists_);
  verification::Handlers::bind(registry, verification_);
}

std::vector<gateway::Door> Module::doors() {
  auto doors = pages_->doors();
  std::ranges::move(exports_->doors(), std::back_inserter(doors));
  return doors;
}

void Module::refresh_search(storage::Tx& tx) { search_index::refresh(tx); }

void Module::forget_person(PersonId person) {
  departures::forget_person(db_, keeper_, person);
  give_up_reviews(person);
  specialists_->forget_person(person);
}

void Module::suspend_organisation(OrganisationId id, const std::string& reason) { oversight_->suspend_now(id, reason); }

void Module::lift_organisation(OrganisationId id, const std::string& reason) { oversight_->lift_now(id, reason); }

void Module::give_up_reviews(PersonId person) { verification_->give_up(person); }

}  // namespace wasl::directory
