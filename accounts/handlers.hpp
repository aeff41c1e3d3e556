// One short coroutine per rpc: load, policy, store, return.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "accounts/letters.hpp"
#include "accounts/parts.hpp"
#include "accounts/passwords.hpp"
#include "accounts/session_store.hpp"
#include "router/context.hpp"
#include "wasl/accounts/v1/accounts.pb.h"
#include "wasl/accounts/v1/team.pb.h"

namespace wasl::accounts {

using router::Context;
using storage::Tx;

class Handlers {
 public:
  explicit Handlers(Parts parts);

  // handlers_registration.cpp: from an address to an account with a password
  asio::awaitable<v1::SignUpResponse> sign_up(Context&, const v1::SignUpRequest&);
  asio::awaitable<v1::ConfirmEmailResponse> confirm_email(Context&, const v1::ConfirmEmailRequest&);
  asio::awaitable<v1::RequestPasswordResetResponse> request_password_reset(Context&,
                                                                           const v1::RequestPasswordResetRequest&);
  asio::awaitable<v1::ResetPasswordResponse> reset_password(Context&, const v1::ResetPasswordRequest&);

  // The job behind a requested reset. Only here is it found out whether there is such an account, so that the request
  // takes the same time either way.
  void send_reset(const std::string& payload);

  // handlers_sessions.cpp: signing in and out
  asio::awaitable<v1::SignInResponse> sign_in(Context&, const v1::SignInRequest&);
  asio::awaitable<v1::SignOutResponse> sign_out(Context&, const v1::SignOutRequest&);
  asio::awaitable<v1::ListSessionsResponse> list_sessions(Context&, const v1::ListSessionsRequest&);
  asio::awaitable<v1::EndSessionResponse> end_session(Context&, const v1::EndSessionRequest&);

  // team/explain.cpp
  asio::awaitable<v1::ExplainSuspensionResponse> explain_suspension(Context&, const v1::ExplainSuspensionRequest&);

  // handlers.cpp: about oneself
  asio::awaitable<v1::GetMeResponse> get_me(Context&, const v1::GetMeRequest&);
  asio::awaitable<v1::SetLanguageResponse> set_language(Context&, const v1::SetLanguageRequest&);

 private:
  bool enter(Tx& tx, const store::NewPerson& wanted, const std::string& verified_hash, bool same_password);
  std::string change_password(Tx& tx, const std::string& token_hash, const std::string& password_hash);
  v1::Me open_session(Tx& tx, const store::Person& person, const std::string& address,
                      const store::NewSession& session);
  static Refused wrong_password();
  void announce_ended(Tx& tx, std::vector<SessionId> sessions);

  Parts parts_;
  Letters letters_;
  Passwords passwords_;
};

// The kind of job that send_reset does.
inline constexpr const char* kResetJob = "accounts.reset";

}  // namespace wasl::accounts
