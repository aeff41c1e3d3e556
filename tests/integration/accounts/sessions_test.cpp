// Signing in and out, and what a session opens.
#include "support/mailbox.hpp"
#include "support/town.hpp"

namespace wasl::test {
namespace {

class Sessions : public Town {
 protected:
  static acc::SignInRequest request(const std::string& email, const std::string& password = kPassword,
                                    bool stay = false) {
    acc::SignInRequest out;
    out.set_email(email);
    out.set_password(password);
    out.set_stay_signed_in(stay);
    return out;
  }
  static HttpResponse sign_in_by_browser(unsigned short at, const acc::SignInRequest& r,
                                         const std::string& agent = "Browser") {
    return HttpClient(at).post(method_of(*r.GetDescriptor()), r.SerializeAsString(), "application/proto",
                               {{"User-Agent", agent}});
  }
  static std::vector<acc::Session> list(const Person& p) {
    const auto all = http_of(p).call<acc::ListSessionsResponse>(acc::ListSessionsRequest{});
    return {all.sessions().begin(), all.sessions().end()};
  }
  const HttpClient stranger{port()};
};

TEST_F(Sessions, AWrongPasswordAndAnUnknownAddressAnswerTheSame) {
  const auto alice = person();
  const auto wrong = sign_in_by_browser(port(), request(alice.email, "not the password"));
  const auto unknown = sign_in_by_browser(port(), request("nobody-here@example.org", "not the password"));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.status, unknown.status);
  EXPECT_EQ(wrong.body.size(), unknown.body.size());  // the order of keys in a JSON error is arbitrary
  EXPECT_EQ(status_of(wrong).SerializeAsString(), status_of(unknown).SerializeAsString());
  EXPECT_EQ(wrong.headers, unknown.headers);
}

TEST_F(Sessions, AfterFiveWrongPasswordsOneWaitsWhetherTheAccountExistsOrNot) {
  const auto alice = person();
  for (const auto& email : {alice.email, std::string("no-such-person@example.org")}) {
    for (int i = 0; i < 5; ++i)
      EXPECT_EQ(stranger.refusal(request(email, "wrong password")).reason(), "accounts.wrong_password");
    const auto limited = stranger.refusal(request(email));
    EXPECT_EQ(limited.reason(), "accounts.too_many_attempts");
    EXPECT_EQ(limited.code(), v1::RESOURCE_EXHAUSTED);
    EXPECT_GT(limited.retry_after_ms(), 20'000U);
    EXPECT_NE(sign_in_by_browser(port(), request(email)).header("retry-after"), "");
  }
  EXPECT_EQ(http_of(alice).refusal(acc::GetMeRequest{}).code(), v1::OK) << "who is signed in stays so";
  database().sql().rows("update sign_in_failures set last_at = last_at - interval '31 seconds'");
  EXPECT_FALSE(sign_in(port(), alice.email).empty());
  EXPECT_EQ(stranger.refusal(request(alice.email, "wrong password")).reason(), "accounts.wrong_password")
      << "the count starts again";
}

TEST_F(Sessions, TheCookieIsForTheServerAlone) {
  const auto alice = person();
  const auto visit = sign_in_by_browser(port(), request(alice.email));
  const auto cookie = visit.header("set-cookie");
  EXPECT_TRUE(cookie.starts_with("wasl_session=")) << cookie;
  for (const char* flag : {"; HttpOnly", "; SameSite=Lax", "; Path=/"})
    EXPECT_NE(cookie.find(flag), std::string::npos) << flag;
  EXPECT_EQ(cookie.find("Secure"), std::string::npos);
  EXPECT_EQ(cookie.find("Max-Age"), std::string::npos);
  acc::SignInResponse answer;
  ASSERT_TRUE(answer.ParseFromString(visit.body));
  EXPECT_EQ(answer.token(), "") << "scripts of the page must not see it";
  const auto staying = sign_in_by_browser(port(), request(alice.email, kPassword, true)).header("set-cookie");
  EXPECT_NE(staying.find("; Max-Age="), std::string::npos);
}

TEST_F(Sessions, BehindHttpsTheCookieIsSecureAndBoundToTheHost) {
  Server secure({{"WASL_DATABASE", database().conninfo()}, {"WASL_PUBLIC_URL", "https://wasl.example"}});
  const auto alice = person();
  const auto answer = sign_in_by_browser(secure.port(), request(alice.email));
  EXPECT_TRUE(answer.header("set-cookie").starts_with("__Host-wasl="));
  EXPECT_NE(answer.header("set-cookie").find("; Secure"), std::string::npos);
  EXPECT_NE(answer.header("strict-transport-security"), "");
}

TEST_F(Sessions, SigningOutByCookieRemovesItAndEndsTheSession) {
  const auto alice = person();
  const auto answer = http(port(), {"POST",
                                    "/wasl.accounts.v1.AccountsService/SignOut",
                                    {{"Content-Type", "application/json"}, {"Cookie", "wasl_session=" + alice.token}},
                                    "{}"});
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.header("set-cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(http_of(alice).refusal(acc::GetMeRequest{}).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(ws_of(alice).handshake(), 401);
}

TEST_F(Sessions, TheListNamesEveryDeviceAndEndingOneEndsItsLine) {
  auto alice = person();
  const auto phone = sign_in(port(), alice.email);
  WsClient on_phone(port(), phone);
  ASSERT_TRUE(on_phone.hello());
  auto here = ws_of(alice);
  const auto all = list(alice);
  ASSERT_EQ(all.size(), 2U);
  std::int64_t other = 0;
  for (const auto& s : all)
    if (!s.current()) other = s.id();
  EXPECT_EQ(on_phone.hello()->session_id(), other);
  acc::EndSessionRequest end;
  end.set_session_id(other);
  const auto eve = person();
  EXPECT_EQ(http_of(eve).refusal(end).reason(), "session_not_found");
  here.call<acc::EndSessionResponse>(end);
  ASSERT_TRUE(on_phone.wait_closed());
  ASSERT_TRUE(on_phone.bye());
  EXPECT_EQ(on_phone.bye()->code(), 4100U);
  EXPECT_EQ(on_phone.close_code(), 4100);
  EXPECT_EQ(HttpClient(port(), phone).refusal(acc::GetMeRequest{}).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(WsClient(port(), phone).handshake(), 401);
  EXPECT_EQ(http_of(alice).refusal(end).reason(), "session_not_found");
  EXPECT_EQ(list(alice).size(), 1U);
  here.ping();
  EXPECT_FALSE(here.closed());
}

TEST_F(Sessions, EndingAllOthersLeavesThisOne) {
  const auto alice = person();
  auto here = ws_of(alice);
  std::vector<WsClient> others;
  for (int i = 0; i < 3; ++i) others.emplace_back(port(), sign_in(port(), alice.email));
  acc::EndSessionRequest end;
  EXPECT_EQ(http_of(alice).refusal(end).reason(), "accounts.bad_choice");
  end.set_all_others(true);
  here.call<acc::EndSessionResponse>(end);
  for (auto& ws : others) {
    EXPECT_TRUE(ws.wait_closed());
    EXPECT_EQ(ws.close_code(), 4100);
  }
  EXPECT_EQ(list(alice).size(), 1U);
  here.ping();
  EXPECT_FALSE(here.closed());
}

TEST_F(Sessions, AVisitEndsAfterADay) {
  const auto alice = person();
  database().sql().rows("update sign_in_sessions set expires_at = now() - interval '1 second' where person_id = " +
                        std::to_string(alice.id));
  EXPECT_EQ(http_of(alice).refusal(acc::GetMeRequest{}).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(ws_of(alice).handshake(), 401);
}

TEST_F(Sessions, ANewDeviceIsToldToThePersonByMail) {
  const auto alice = person();
  sign_in_by_browser(port(), request(alice.email), "Fox/1.0");
  EXPECT_EVENTUALLY(Mailbox(server()).to(alice.email).size() == 1);
  EXPECT_NE(Mailbox(server()).to(alice.email).front().body.find("Fox/1.0"), std::string::npos);
  sign_in_by_browser(port(), request(alice.email), "Fox/1.0");
  sign_in_by_browser(port(), request(alice.email), "Otter/2.0");
  EXPECT_EVENTUALLY(Mailbox(server()).to(alice.email).size() == 2);
}

TEST_F(Sessions, ALanguageThatChangesReachesTheOtherDevicesOnce) {
  const auto alice = person();
  auto phone = ws_of(alice);
  phone.subscribe(person_stream(alice.id));
  acc::SetLanguageRequest to;
  to.set_language(acc::LANGUAGE_AR);
  for (int i = 0; i < 2; ++i) http_of(alice).call<acc::SetLanguageResponse>(to);
  to.set_language(acc::LANGUAGE_EN);
  http_of(alice).call<acc::SetLanguageResponse>(to);
  ASSERT_TRUE(phone.wait_event(person_stream(alice.id), 2));
  const auto events = phone.events(person_stream(alice.id));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type(), static_cast<std::uint32_t>(acc::EVENT_ME_CHANGED));
  acc::MeChanged changed;
  ASSERT_TRUE(changed.ParseFromString(events[0].body()));
  EXPECT_EQ(changed.language(), acc::LANGUAGE_AR);
  ASSERT_TRUE(changed.ParseFromString(events[1].body()));
  EXPECT_EQ(changed.language(), acc::LANGUAGE_EN);
  EXPECT_EQ(http_of(alice).call<acc::GetMeResponse>(acc::GetMeRequest{}).me().language(), acc::LANGUAGE_EN);
  to.set_language(static_cast<acc::Language>(9));
  EXPECT_EQ(http_of(alice).refusal(to).reason(), "accounts.bad_language");
}

TEST_F(Sessions, CredentialsAreLimitedByAddress) {
  Server strict({{"WASL_DATABASE", database().conninfo()}, {"WASL_RATE_SCALE", "0.1"}});
  const HttpClient client(strict.port());
  acc::ConfirmEmailRequest guess;
  guess.set_token(std::string(43, 'A'));
  v1::Status last;
  for (int i = 0; i < 10 && last.reason() != "rate_limited"; ++i) last = client.refusal(guess);
  EXPECT_EQ(last.code(), v1::RESOURCE_EXHAUSTED);
  EXPECT_GT(last.retry_after_ms(), 0U);
}

TEST_F(Sessions, AdministrationEndsSessionsEverywhere) {
  const auto alice = person();
  const auto done = run_wasl({"admin", "reset-password", alice.email}, {{"WASL_DATABASE", database().conninfo()}},
                             "a brand new password\n");
  EXPECT_EQ(done.status, 0) << done.output;
  EXPECT_EQ(http_of(alice).refusal(acc::GetMeRequest{}).code(), v1::UNAUTHENTICATED);
  EXPECT_FALSE(sign_in(port(), alice.email, "a brand new password").empty());
}

}  // namespace
}  // namespace wasl::test
