#include "directory/module.hpp"

#include "directory/handlers.hpp"
#include "directory/search_index.hpp"

namespace wasl::directory {

namespace {

template <class Request, class Response>
using Rpc = asio::awaitable<Response> (Handlers::*)(Context&, const Request&);

// Binds the methods of one service to the members of its handlers.
struct Binder {
  router::Registry& registry;
  std::shared_ptr<Handlers> handlers;

  template <class Request, class Response>
  void operator()(const char* method, Rpc<Request, Response> rpc) const {
    registry.bind<Request, Response>(
        std::string("wasl.directory.v1.DirectoryService/") + method,
        [to = handlers, rpc](Context& context, const Request& request) { return ((*to).*rpc)(context, request); });
  }
};

}  // namespace

Module::Module(Parts parts) : handlers_(std::make_shared<Handlers>(parts.db)) {}

void Module::bind(router::Registry& registry) {
  const Binder rpc{registry, handlers_};
  rpc("ListSectors", &Handlers::list_sectors);
  rpc("ListRegions", &Handlers::list_regions);
  rpc("ListOrganisations", &Handlers::list_organisations);
  rpc("GetOrganisation", &Handlers::get_organisation);
  rpc("FindPeople", &Handlers::find_people);
  rpc("ListMySeats", &Handlers::list_my_seats);
}

void Module::refresh_search(storage::Tx& tx) { search_index::refresh(tx); }

}  // namespace wasl::directory
