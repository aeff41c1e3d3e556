// Long answers made of many organisations: read and written a few hundred at a time, so that none is ever whole in
// memory.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "gateway/exchange.hpp"
#include "storage/db.hpp"
#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::directory::exports {

namespace asio = boost::asio;

struct Content {
  std::function<std::string()> begin;
  // `index`: of the id in the list; those that are not published any more are left out.
  std::function<std::string(std::size_t index, const v1::PublicProfile&)> one;
  std::function<std::string()> end;
};

// Refers to `db`; everything else is its own.
gateway::Source stream(storage::Db& db, std::vector<OrganisationId> ids, bool all_contacts, Content content);

}  // namespace wasl::directory::exports
