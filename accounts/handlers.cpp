#include "accounts/handlers.hpp"

#include "accounts/me.hpp"

namespace wasl::accounts {

Handlers::Handlers(Parts parts)
    : parts_(std::move(parts)), letters_(parts_.jobs, parts_.secret, parts_.public_url), passwords_(parts_.workers) {}

asio::awaitable<v1::GetMeResponse> Handlers::get_me(Context& context, const v1::GetMeRequest&) {
  const auto& viewer = context.viewer;
  v1::GetMeResponse response;
  *response.mutable_me() = co_await parts_.db.transact([&](Tx& tx) { return me_of(tx, viewer.person, viewer.session); },
                                                       storage::InDoubt::kRunAgain);
  co_return response;
}

asio::awaitable<v1::SetLanguageResponse> Handlers::set_language(Context& context,
                                                                const v1::SetLanguageRequest& request) {
  const auto language = policy::language(request.language());
  v1::MeChanged event;
  event.set_language(request.language());
  const auto person = context.viewer.person;
  co_await parts_.db.transact(
      [&](Tx& tx) {
        if (store::set_language(tx, person, language))
          parts_.streams.append(tx, stream_of(person), v1::EVENT_ME_CHANGED, event);
      },
      storage::InDoubt::kRunAgain);
  co_return v1::SetLanguageResponse{};
}

void Handlers::announce_ended(Tx& tx, std::vector<SessionId> sessions) {
  if (sessions.empty()) return;
  tx.after_commit([&sign_outs = parts_.sign_outs, sessions = std::move(sessions)] { sign_outs.ended(sessions); });
}

}  // namespace wasl::accounts
