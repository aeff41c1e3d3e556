#include "app/house.hpp"

#include <stdexcept>

#include "audit/module.hpp"
#include "bus/local_bus.hpp"
#include "bus/redis_bus.hpp"
#include "messaging/module.hpp"
#include "mydata/module.hpp"

namespace wasl::streams {
std::span<const storage::Migration> migrations();
}
namespace wasl::jobs {
std::span<const storage::Migration> migrations();
}

namespace wasl {

namespace {

std::string installation_id(storage::Db& db) {
  return db.transact_now(
      [](storage::Tx& tx) { return tx.exec_text("select id from installation")[0][0].as<std::string>(); });
}

std::unique_ptr<bus::Bus> make_bus(const Config& config, storage::Db& db) {
  const auto servers = split_list(config.redis);
  if (servers.empty()) return std::make_unique<bus::LocalBus>();
  return std::make_unique<bus::RedisBus>(servers, "wasl:" + installation_id(db));
}

// "Wasl <no-reply@localhost>" -> "no-reply@localhost"
std::string appeal_address(const Config& config) {
  if (!config.appeal_address.empty()) return config.appeal_address;
  const auto& from = config.mail_from;
  const auto open = from.find('<');
  return open == std::string::npos ? from : from.substr(open + 1, from.find('>') - open - 1);
}

void set_logo(storage::Tx& tx, PersonId owner, OrganisationId organisation, std::int64_t file) {
  using namespace media::access;
  set_picture(tx, owner, {Subject::kOrganisation, raw(organisation)}, file, Audience::kAnyone);
}

std::int64_t megabytes(unsigned count) { return std::int64_t{count} * 1024 * 1024; }

}  // namespace

storage::Migrations all_migrations() {
  storage::Migrations all;
  for (const auto part : {streams::migrations(), jobs::migrations(), audit::migrations(), accounts::migrations(),
                          directory::migrations(), media::migrations(), messaging::migrations(), mydata::migrations()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

void require_current_schema(const Config& config) {
  switch (storage::schema_state(config.database, all_migrations())) {
    case storage::SchemaState::kCurrent:
      return;
    case storage::SchemaState::kBehind:
      throw std::runtime_error("the database's schema is older than this program: run `wasl migrate`");
    case storage::SchemaState::kAhead:
      throw std::runtime_error("the database's schema is newer than this program: install the newer wasl");
    case storage::SchemaState::kChanged:
      throw std::runtime_error("the database's schema was made by altered migrations");
  }
}

House::House(const Config& c)
    : config(c),
      db(c.database, c.database_connections),
      bus(make_bus(c, db)),
      streams(*bus),
      sign_outs(*bus),
      mailer(c.mail, c.mail_from),
      accounts({db, streams, sign_outs, workers, jobs, c.secret, c.public_url, appeal_address(c)}),
      directory({db,
                 streams,
                 jobs,
                 c.secret,
                 c.public_url,
                 {media::access::use, media::access::share, media::access::release, set_logo},
                 c.rate_scale,
                 appeal_address(c),
                 {c.map_tiles, c.map_attribution, c.map_max_zoom}}),
      media({db, streams, c.media_dir, megabytes(c.largest_file_mb), megabytes(c.organisation_quota_mb),
             megabytes(c.person_quota_mb)}) {
  jobs.register_kind("mail", [this](const std::string& payload) { mailer.send(jobs::read_mail(payload)); });
}

void House::refresh_search() {
  db.transact_now([this](storage::Tx& tx) {
    accounts.refresh_search(tx);
    directory.refresh_search(tx);
  });
}

}  // namespace wasl
