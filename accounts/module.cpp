#include "accounts/module.hpp"

#include "accounts/handlers.hpp"
#include "accounts/job_payload.hpp"
#include "accounts/keys.hpp"
#include "accounts/session_store.hpp"
#include "accounts/team/handlers.hpp"
#include "router/service.hpp"

namespace wasl::accounts {

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
        std::string("wasl.accounts.v1.AccountsService/") + method,
        [to = handlers, rpc](Context& context, const Request& request) { return ((*to).*rpc)(context, request); });
  }
};

std::vector<bool> may_follow(Tx&, PersonId who, const std::vector<std::int64_t>& keys) {
  std::vector<bool> allowed;
  allowed.reserve(keys.size());
  for (const auto key : keys) allowed.push_back(key == raw(who));
  return allowed;
}

}  // namespace

Module::Module(Parts parts)
    : parts_(std::move(parts)),
      handlers_(std::make_shared<Handlers>(parts_)),
      safety_(std::make_shared<Safety>(parts_.db, parts_.streams)),
      deletion_(std::make_shared<Deletion>(parts_)),
      pictures_(std::make_shared<Pictures>(parts_.db, parts_.streams)),
      keeper_(std::make_shared<team::Keeper>(parts_)),
      team_(std::make_shared<team::Handlers>(parts_)) {
  parts_.jobs.register_kind(kResetJob, [to = handlers_](const std::string& payload) { to->send_reset(payload); });
}

void Module::bind(router::Registry& registry) {
  const Binder rpc{registry, handlers_};
  rpc("SignUp", &Handlers::sign_up);
  rpc("ConfirmEmail", &Handlers::confirm_email);
  rpc("SignIn", &Handlers::sign_in);
  rpc("SignOut", &Handlers::sign_out);
  rpc("RequestPasswordReset", &Handlers::request_password_reset);
  rpc("ResetPassword", &Handlers::reset_password);
  rpc("GetMe", &Handlers::get_me);
  rpc("SetLanguage", &Handlers::set_language);
  rpc("ListSessions", &Handlers::list_sessions);
  rpc("EndSession", &Handlers::end_session);
  router::Service safety(registry, "wasl.accounts.v1.SafetyService", safety_);
  safety.bind("BlockPerson", &Safety::block);
  safety.bind("UnblockPerson", &Safety::unblock);
  safety.bind("ListBlocked", &Safety::list_blocked);
  Deletion::bind(registry, deletion_);
  Pictures::bind(registry, pictures_);
  team::Handlers::bind(registry, team_);
  router::Service(registry, "wasl.accounts.v1.SuspensionService", handlers_)
      .bind("ExplainSuspension", &Handlers::explain_suspension);
}

void Module::on_person_deleted(DeletionListener listener) {
  parts_.jobs.register_kind(kDeletedJob, [to = deletion_, listener = std::move(listener)](const std::string& payload) {
    to->finish(payload, listener);
  });
}

void Module::on_role_gone(DeletionListener listener) {
  parts_.jobs.register_kind(team::kRoleGoneJob, [listener = std::move(listener)](const std::string& payload) {
    listener(PersonId{std::stoll(job_payload::read(payload)["person"])});
  });
}

void Module::register_kinds(streams::Streams& streams) {
  streams.register_kind(StreamKind::kPerson, {may_follow, nullptr});
}

asio::awaitable<std::optional<router::Viewer>> Module::authenticate(std::string token) {
  if (!policy::is_token(token)) co_return std::nullopt;
  const auto hash = keys::of_token(token, parts_.secret);
  const auto session = co_await parts_.db.transact(
      [&](Tx& tx) {
        auto found = store::find_session(tx, hash);
        if (found && found->stale) store::touch(tx, {found->id});
        return found;
      },
      storage::InDoubt::kRunAgain, storage::Lane::kDoor);
  if (!session) co_return std::nullopt;
  co_return router::Viewer{session->person, session->id, policy::roles(session->roles)};
}

std::vector<SessionId> Module::ended_among(Tx& tx, const std::vector<SessionId>& live) {
  store::touch(tx, live);
  return store::ended_among(tx, live);
}

std::map<SessionId, std::int64_t> Module::changed_among(Tx& tx, const std::vector<SessionId>& live) {
  return store::changed_among(tx, live);
}

void Module::forget_expired(Tx& tx) {
  store::forget_expired_tokens(tx);
  store::forget_old_sessions(tx);
  store::forget_unconfirmed(tx);
}

void Module::refresh_search(Tx& tx) { store::refresh_search(tx); }

}  // namespace wasl::accounts
