#include "accounts/attempts.hpp"
#include "accounts/handlers.hpp"
#include "accounts/keys.hpp"
#include "accounts/me.hpp"
#include "core/error.hpp"

namespace wasl::accounts {

using storage::InDoubt;

namespace {

// Of a person who stays signed in. The server ends the session long before, unless it is used.
constexpr std::int64_t kCookieSeconds = std::int64_t{400} * 24 * 3600;

Refused unconfirmed() {
  return {Code::kFailedPrecondition, "accounts.unconfirmed",
          "Open the link in the mail that we have sent, then sign in."};
}

Refused suspended() {
  return {Code::kFailedPrecondition, "accounts.suspended",
          "This account is suspended. ExplainSuspension says why, until when, and whom to write to."};
}

void remove_cookie(Context& context) { context.set_cookie = router::SessionCookie{}; }

}  // namespace

Refused Handlers::wrong_password() {
  return {Code::kUnauthenticated, "accounts.wrong_password", "The e-mail address or the password is wrong."};
}

asio::awaitable<v1::SignInResponse> Handlers::sign_in(Context& context, const v1::SignInRequest& request) {
  const auto email = policy::email(request.email());
  const auto address = keys::of_address(email, parts_.secret);
  const auto person = co_await parts_.db.transact([&](Tx& tx) {
    attempts::begin(tx, address);
    return store::find(tx, email);
  });
  const bool right = co_await passwords_.verify(person, request.password());
  if (!person || !right) throw wrong_password();
  if (!person->confirmed) {
    co_await parts_.db.transact([&](Tx& tx) {
      store::clear_failures(tx, address);
      letters_.confirm(tx, *person);
    });
    throw unconfirmed();
  }
  if (person->suspended) {
    co_await parts_.db.transact([&](Tx& tx) { store::clear_failures(tx, address); });
    throw suspended();
  }
  const auto token = crypto::random_token();
  const store::NewSession session{person->id, person->password_hash, keys::of_token(token, parts_.secret),
                                  policy::device(context.user_agent), request.stay_signed_in()};
  v1::SignInResponse response;
  *response.mutable_me() =
      co_await parts_.db.transact([&](Tx& tx) { return open_session(tx, *person, address, session); });
  if (request.want_token())
    response.set_token(token);
  else
    context.set_cookie = router::SessionCookie{token, request.stay_signed_in() ? kCookieSeconds : 0};
  co_return response;
}

v1::Me Handlers::open_session(Tx& tx, const store::Person& person, const std::string& address,
                              const store::NewSession& session) {
  const bool new_device = store::is_new_device(tx, person.id, session.user_agent);
  const auto id = store::insert_session(tx, session);
  if (!id) throw wrong_password();
  store::clear_failures(tx, address);
  if (new_device) letters_.new_device(tx, person, session.user_agent);
  announce_ended(tx, store::end_oldest_sessions(tx, person.id, policy::kMostSessions));
  return me_of(tx, person.id, *id);
}

asio::awaitable<v1::SignOutResponse> Handlers::sign_out(Context& context, const v1::SignOutRequest&) {
  const auto viewer = context.viewer;
  co_await parts_.db.transact(
      [&](Tx& tx) { announce_ended(tx, store::end_session(tx, viewer.person, viewer.session)); }, InDoubt::kRunAgain);
  remove_cookie(context);
  co_return v1::SignOutResponse{};
}

asio::awaitable<v1::ListSessionsResponse> Handlers::list_sessions(Context& context, const v1::ListSessionsRequest&) {
  auto sessions = co_await parts_.db.transact([&](Tx& tx) { return store::sessions_of(tx, context.viewer.person); },
                                              InDoubt::kRunAgain);
  v1::ListSessionsResponse response;
  for (auto& session : sessions) {
    session.set_current(session.id() == raw(context.viewer.session));
    *response.add_sessions() = std::move(session);
  }
  co_return response;
}

asio::awaitable<v1::EndSessionResponse> Handlers::end_session(Context& context, const v1::EndSessionRequest& request) {
  const auto viewer = context.viewer;
  const bool one = request.which_case() == v1::EndSessionRequest::kSessionId;
  require(one || request.all_others(), invalid("session_id", "accounts.bad_choice", "Say which session to end."));
  const SessionId which{request.session_id()};
  co_await parts_.db.transact([&](Tx& tx) {
    auto ended = one ? store::end_session(tx, viewer.person, which)
                     : store::end_other_sessions(tx, viewer.person, viewer.session);
    require(!one || !ended.empty(), not_found("session"));
    announce_ended(tx, std::move(ended));
  });
  if (one && which == viewer.session) remove_cookie(context);
  co_return v1::EndSessionResponse{};
}

}  // namespace wasl::accounts
