// One short coroutine per rpc: check, policy, store, return.
#pragma once
#include <boost/asio/awaitable.hpp>

#include "router/context.hpp"
#include "storage/db.hpp"
#include "wasl/directory/v1/directory.pb.h"

namespace wasl::directory {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  explicit Handlers(storage::Db& db) : db_(db) {}

  asio::awaitable<v1::ListSectorsResponse> list_sectors(Context&, const v1::ListSectorsRequest&);
  asio::awaitable<v1::ListRegionsResponse> list_regions(Context&, const v1::ListRegionsRequest&);
  asio::awaitable<v1::ListOrganisationsResponse> list_organisations(Context&, const v1::ListOrganisationsRequest&);
  asio::awaitable<v1::GetOrganisationResponse> get_organisation(Context&, const v1::GetOrganisationRequest&);
  asio::awaitable<v1::FindPeopleResponse> find_people(Context&, const v1::FindPeopleRequest&);
  asio::awaitable<v1::ListMySeatsResponse> list_my_seats(Context&, const v1::ListMySeatsRequest&);

 private:
  storage::Db& db_;
};

}  // namespace wasl::directory
