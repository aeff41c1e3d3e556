// The public pages of organisations, /o/<id>, and what leads search engines to them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "directory/pages/page.hpp"
#include "gateway/exchange.hpp"
#include "storage/db.hpp"

namespace wasl::directory::pages {

namespace asio = boost::asio;

class Pages {
 public:
  Pages(storage::Db& db, std::string public_url) : db_(db), site_{std::move(public_url)} {}

  // For everyone, signed in or not, who all see the same. They refer to this object.
  std::vector<gateway::Door> doors();

 private:
  asio::awaitable<void> serve_page(gateway::Exchange& exchange);
  asio::awaitable<void> serve_sitemap(gateway::Exchange& exchange);
  asio::awaitable<void> serve_robots(gateway::Exchange& exchange);

  storage::Db& db_;
  Site site_;
};

}  // namespace wasl::directory::pages
