// Accounts' public face, for the composition root.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "accounts/deletion.hpp"
#include "accounts/parts.hpp"
#include "accounts/pictures.hpp"
#include "accounts/safety.hpp"
#include "router/registry.hpp"
#include "storage/migrations.hpp"

namespace wasl::accounts {

class Handlers;
namespace team {
class Handlers;
class Keeper;
}  // namespace team

class Module {
 public:
  // Registers a kind of job: construct before jobs start. Blocks for one password hash (50 ms).
  explicit Module(Parts parts);

  // Wiring, before the server runs.
  void on_block_changed(BlockListener listener) { safety_->add_listener(std::move(listener)); }

  // Registers the job that ends what other modules keep of a person. Before jobs start.
  void on_person_deleted(DeletionListener listener);

  // Told on a job's thread, at least once, of a person who is no verifier any more, or suspended. Before jobs start.
  void on_role_gone(DeletionListener listener);

  // Claims every rpc of wasl.accounts.v1.
  void bind(router::Registry& registry);

  // STREAM_PERSON: people follow themselves only.
  void register_kinds(streams::Streams& streams);

  // Who comes with this bearer token or cookie value; nothing when no live session has it. Marks the session as seen,
  // at most once per 5 minutes. Strangers' tokens that cannot be ours cost no query.
  asio::awaitable<std::optional<router::Viewer>> authenticate(std::string token);

  // For the periodic look at live connections: those of people whose roles have changed within the last 20 seconds, and
  // when (milliseconds of Unix time): the announcement may have been lost.
  std::map<SessionId, std::int64_t> changed_among(storage::Tx& tx, const std::vector<SessionId>& live);
  // Those whose session has ended or expired. Marks the others as seen.
  std::vector<SessionId> ended_among(storage::Tx& tx, const std::vector<SessionId>& live);

  // For a daily visit: removes tokens, limits and sessions that mean nothing any more, and old unconfirmed sign-ups.
  void forget_expired(storage::Tx& tx);

  // Makes people that were inserted by SQL findable; harmless at any time.
  void refresh_search(storage::Tx& tx);

  // Administration, for `wasl admin`: blocking. Throws Refused. `language` is "ar", "fr" or "en".
  PersonId create_person(const std::string& name, const std::string& email, const std::string& language,
                         const std::string& password);                       // confirmed
  void set_password(const std::string& email, const std::string& password);  // confirms; ends every session
  void grant_role(const std::string& email, const std::string& role, const std::string& reason);
  PersonId revoke_role(const std::string& email, const std::string& role, const std::string& reason);
  PersonId suspend_person(const std::string& email, const std::string& reason);
  void lift_suspension(const std::string& email, const std::string& reason);

 private:
  Parts parts_;
  std::shared_ptr<Handlers> handlers_;
  std::shared_ptr<Safety> safety_;
  std::shared_ptr<Deletion> deletion_;
  std::shared_ptr<Pictures> pictures_;
  std::shared_ptr<team::Keeper> keeper_;
  std::shared_ptr<team::Handlers> team_;
};

std::span<const storage::Migration> migrations();

}  // namespace wasl::accounts
