#include "directory/pages/door.hpp"

#include <charconv>
#include <optional>

#include "core/error.hpp"
#include "directory/logos/store.hpp"
#include "directory/pages/address.hpp"
#include "directory/pages/html.hpp"
#include "directory/pages/reply.hpp"
#include "directory/pages/store.hpp"
#include "directory/profiles/open.hpp"
#include "directory/profiles/show.hpp"
#include "gateway/headers.hpp"

namespace wasl::directory::pages {

using storage::InDoubt;
using storage::Tx;

namespace {

constexpr std::string_view kPages = "/o/", kSitemap = "/sitemap", kRobots = "/robots.txt";
constexpr std::string_view kXml = "application/xml; charset=utf-8", kPlain = "text/plain; charset=utf-8";

// Digits alone, and not 0 before others: one address for one page.
std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t out = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, out);
  const bool whole = read.ec == std::errc() && read.ptr == end && out >= 0;
  return whole && (text.front() != '0' || text.size() == 1) ? std::optional(out) : std::nullopt;
}

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

struct Found {
  v1::PublicProfile organisation;
  std::int64_t logo = 0;
  Filing filing;
};

// Nothing when there is no such organisation, or none that is public.
std::optional<Found> find(Tx& tx, OrganisationId id) {
  try {
    const auto record = profiles::open(tx, router::Viewer{}, id, profiles::Need::kSee);
    return Found{profiles::show(record, profiles::Contacts::kPublic), logos::store::get(tx, id), store::filing(tx)};
  } catch (const Refused& refused) {
    if (refused.code() != Code::kNotFound) throw;
    return std::nullopt;
  }
}

Text html_text(std::string body) {
  Text out;
  out.type = "text/html; charset=utf-8";
  out.body = std::move(body);
  out.vary = "Accept-Language";
  return out;
}

Text missing() {
  auto out = html_text(missing_page());
  out.status = http::status::not_found;
  out.cache = "no-store";
  out.vary.clear();
  return out;
}

Text page_of(Found found, const http::request_header<>& head, const Site& site) {
  const auto asked = Query(view(head.target())).one("lang");
  const auto& own = found.organisation.profile().languages();
  Shown shown;
  shown.language = choose(asked, gateway::header(head, http::field::accept_language), {own.begin(), own.end()});
  shown.by_address = asked == code_of(shown.language);
  shown.logo = found.logo;
  shown.organisation = std::move(found.organisation);
  return html_text(organisation_page(shown, found.filing, site));
}

std::string xml(std::string_view root, const std::string& entries) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + std::string(root) +
         " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n" + entries + "</" + std::string(root) + ">\n";
}

std::string place(std::string_view kind, const std::string& url) {
  return html::element(kind, {}, html::element("loc", {}, html::escape(url))) + "\n";
}

// /sitemap.xml names the others, /sitemap-<n>.xml.
std::string sitemap_index(Tx& tx, const Site& site) {
  std::string entries;
  for (const auto page : store::listed_pages(tx))
    entries += place("sitemap", site.url + "/sitemap-" + std::to_string(page) + ".xml");
  return xml("sitemapindex", entries);
}

std::string sitemap(Tx& tx, const Site& site, std::int64_t page) {
  std::string entries;
  for (const auto id : store::listed(tx, page)) entries += place("url", site.url + "/o/" + std::to_string(raw(id)));
  return entries.empty() ? "" : xml("urlset", entries);
}

// Nothing when the path is none of a sitemap; -1: the index.
std::optional<std::int64_t> sitemap_page(std::string_view path) {
  path.remove_prefix(kSitemap.size());
  if (path == ".xml") return -1;
  if (!path.starts_with('-') || !path.ends_with(".xml") || path.size() > 20) return std::nullopt;
  const auto page = number(path.substr(1, path.size() - 5));
  return page && *page < 1'000'000'000 ? page : std::nullopt;
}

bool anyone(std::string_view) { return true; }

}  // namespace

std::vector<gateway::Door> Pages::doors() {
  const std::string policy(kPagePolicy);
  return {{std::string(kPages), [this](gateway::Exchange& e) { return serve_page(e); }, anyone, policy},
          {std::string(kSitemap), [this](gateway::Exchange& e) { return serve_sitemap(e); }, anyone, policy},
          {std::string(kRobots), [this](gateway::Exchange& e) { return serve_robots(e); }, anyone, policy}};
}

asio::awaitable<void> Pages::serve_page(gateway::Exchange& exchange) {
  if (!co_await reads_only(exchange)) co_return;
  const auto id = number(gateway::path_of(exchange.head()).substr(kPages.size()));
  std::optional<Found> found;
  if (id) found = co_await db_.transact([id](Tx& tx) { return find(tx, OrganisationId{*id}); }, InDoubt::kRunAgain);
  co_await answer(exchange, found ? page_of(std::move(*found), exchange.head(), site_) : missing());
}

asio::awaitable<void> Pages::serve_sitemap(gateway::Exchange& exchange) {
  if (!co_await reads_only(exchange)) co_return;
  const auto page = sitemap_page(gateway::path_of(exchange.head()));
  Text text;
  text.type = kXml;
  if (page)
    text.body = co_await db_.transact(
        [this, page](Tx& tx) { return *page < 0 ? sitemap_index(tx, site_) : sitemap(tx, site_, *page); },
        InDoubt::kRunAgain);
  co_await answer(exchange, text.body.empty() ? missing() : std::move(text));
}

asio::awaitable<void> Pages::serve_robots(gateway::Exchange& exchange) {
  if (!co_await reads_only(exchange)) co_return;
  Text text;
  text.type = kPlain;
  text.body = "User-agent: *\nDisallow: /directory/\nDisallow: /messages\nDisallow: /wasl.\n\nSitemap: " + site_.url +
              "/sitemap.xml\n";
  co_await answer(exchange, std::move(text));
}

}  // namespace wasl::directory::pages
