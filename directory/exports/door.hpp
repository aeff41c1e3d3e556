// What signed-in people take away from the directory: /directory/export.csv, .json and .geojson, and /directory/print,
// each with the filters of the list's own address.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "directory/exports/policy.hpp"
#include "directory/find/handlers.hpp"
#include "gateway/exchange.hpp"
#include "storage/db.hpp"

namespace wasl::directory::exports {

namespace asio = boost::asio;

class Exports {
 public:
  Exports(storage::Db& db, std::shared_ptr<find::Handlers> find, std::string public_url, double rate_scale)
      : db_(db), find_(std::move(find)), public_url_(std::move(public_url)), allowance_(rate_scale) {}

  // They refer to this object.
  std::vector<gateway::Door> doors();

 private:
  asio::awaitable<void> serve_file(gateway::Exchange& exchange);
  asio::awaitable<void> serve_print(gateway::Exchange& exchange);
  asio::awaitable<std::vector<OrganisationId>> found(gateway::Exchange& exchange, const std::string& language);

  storage::Db& db_;
  std::shared_ptr<find::Handlers> find_;
  std::string public_url_;
  Allowance allowance_;
};

}  // namespace wasl::directory::exports
