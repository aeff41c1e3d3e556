#include "directory/exports/door.hpp"

#include <utility>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "directory/exports/formats.hpp"
#include "directory/exports/print.hpp"
#include "directory/exports/stream.hpp"
#include "directory/find/search.hpp"
#include "directory/pages/reply.hpp"
#include "directory/pages/store.hpp"
#include "gateway/headers.hpp"

namespace wasl::directory::exports {

namespace http = gateway::http;
using pages::Query;
using storage::InDoubt;
using storage::Lane;
using storage::Tx;

namespace {

constexpr std::string_view kFiles = "/directory/export", kPrint = "/directory/print";

Query query_of(const gateway::Exchange& exchange) {
  const auto target = exchange.head().target();
  return Query({target.data(), target.size()});
}

pages::Language language_of(const gateway::Exchange& exchange) {
  return pages::choose(query_of(exchange).one("lang"), gateway::header(exchange.head(), http::field::accept_language),
                       {});
}

http::response<http::empty_body> head_of(const std::string& type) {
  http::response<http::empty_body> head(http::status::ok, 11);
  head.set(http::field::content_type, type);
  head.set(http::field::cache_control, "private, no-store");
  return head;
}

}  // namespace

std::vector<gateway::Door> Exports::doors() {
  return {{std::string(kFiles) + ".", [this](gateway::Exchange& e) { return serve_file(e); }},
          {std::string(kPrint),
           [this](gateway::Exchange& e) { return serve_print(e); },
           {},
           std::string(pages::kPagePolicy)}};
}

asio::awaitable<std::vector<OrganisationId>> Exports::found(gateway::Exchange& exchange, const std::string& language) {
  auto request = policy::asked(query_of(exchange));
  request.set_language(language);
  allowance_.take(exchange.context().viewer.person);
  co_return co_await find_->read([request](const find::Catalogue& catalogue) {
    return find::all(catalogue, find::question(request, catalogue, now_ms()));
  });
}

asio::awaitable<void> Exports::serve_file(gateway::Exchange& exchange) {
  if (!co_await pages::reads_only(exchange)) co_return;
  const auto contacts = policy::contacts_for(exchange.context().viewer);
  const std::shared_ptr<Format> file =
      format(gateway::path_of(exchange.head()).substr(kFiles.size()), public_url_, contacts);
  require(file != nullptr, not_found("export"));
  auto ids = co_await found(exchange, std::string(pages::code_of(language_of(exchange))));
  auto head = head_of(file->type());
  head.set(http::field::content_disposition, "attachment; filename=\"wasl-directory" + file->ending() + "\"");
  auto source = stream(
      db_, std::move(ids), contacts == Contacts::kAll,
      {[file] { return file->begin(); }, [file](std::size_t, const v1::PublicProfile& o) { return file->one(o); },
       [file] { return file->end(); }});
  co_await exchange.answer(std::move(head), std::move(source));
}

asio::awaitable<void> Exports::serve_print(gateway::Exchange& exchange) {
  if (!co_await pages::reads_only(exchange)) co_return;
  require(gateway::path_of(exchange.head()) == kPrint, not_found("export"));
  const auto language = language_of(exchange);
  const auto some = co_await found(exchange, std::string(pages::code_of(language)));
  struct Laid {
    std::vector<store::Placed> placed;
    pages::Filing filing;
    const store::Placed* before = nullptr;
  };
  auto laid = std::make_shared<Laid>();
  co_await db_.transact(
      [&](Tx& tx) {
        laid->placed = store::grouped(tx, some);
        laid->filing = pages::store::filing(tx);
      },
      InDoubt::kRunAgain, Lane::kSearch);
  std::vector<OrganisationId> ids;
  for (const auto& one : laid->placed) ids.push_back(one.id);
  const auto count = ids.size();
  auto source =
      stream(db_, std::move(ids), false,
             {[=, asked = query_of(exchange).one("q")] { return print::begin(language, count, now_ms(), asked); },
              [=](std::size_t index, const v1::PublicProfile& o) {
                const auto& here = laid->placed[index];
                const auto* before = std::exchange(laid->before, &here);
                return print::headings(before, here, laid->filing, language) + print::entry(o, laid->filing, language);
              },
              [] { return print::end(); }});
  co_await exchange.answer(head_of("text/html; charset=utf-8"), std::move(source));
}

}  // namespace wasl::directory::exports
