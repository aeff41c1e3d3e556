// From an address to an account: what the mails say, and what an outsider can learn.
#include <filesystem>
#include <regex>
#include <set>

#include "support/mailbox.hpp"
#include "support/town.hpp"

namespace wasl::test {
namespace {

class Registration : public Town {
 protected:
  void SetUp() override {
    static int count = 0;
    email = "new" + std::to_string(++count) + "@example.org";
  }
  acc::SignUpRequest sign_up_request(const std::string& password = "a fine password") const {
    acc::SignUpRequest request;
    request.set_name("Amina");
    request.set_email(email);
    request.set_password(password);
    request.set_language(acc::LANGUAGE_AR);
    return request;
  }
  void sign_up(const std::string& password = "a fine password") const {
    HttpClient(port()).call<acc::SignUpResponse>(sign_up_request(password));
  }
  static acc::ConfirmEmailRequest confirm_request(const std::string& token) {
    acc::ConfirmEmailRequest request;
    request.set_token(token);
    return request;
  }
  static acc::SignInRequest sign_in_request(const std::string& address, const std::string& password) {
    acc::SignInRequest request;
    request.set_email(address);
    request.set_password(password);
    request.set_want_token(true);
    return request;
  }
  static acc::ResetPasswordRequest reset_request(const std::string& token, const std::string& password) {
    acc::ResetPasswordRequest request;
    request.set_token(token);
    request.set_password(password);
    return request;
  }
  void ask_for_reset(const std::string& address) const {
    acc::RequestPasswordResetRequest request;
    request.set_email(address);
    HttpClient(port()).call<acc::RequestPasswordResetResponse>(request);
  }
  std::string link(const std::string& page, std::size_t nth = 1) const {
    return Mailbox(server()).token(email, page, nth);
  }

  const HttpClient stranger{port()};
  std::string email;
};

TEST_F(Registration, SigningUpConfirmingAndSigningIn) {
  sign_up();
  EXPECT_EQ(stranger.refusal(sign_in_request(email, "a fine password")).reason(), "accounts.unconfirmed");
  const auto token = link("confirm");
  ASSERT_FALSE(token.empty());
  EXPECT_EQ(stranger.call<acc::ConfirmEmailResponse>(confirm_request(token)).email(), email);
  EXPECT_EQ(stranger.call<acc::ConfirmEmailResponse>(confirm_request(token)).email(), email)
      << "mail scanners open links, too";
  const auto answer = stranger.call<acc::SignInResponse>(sign_in_request(" " + email, "a fine password"));
  EXPECT_EQ(answer.me().card().name(), "Amina");
  EXPECT_EQ(answer.me().language(), acc::LANGUAGE_AR);
  EXPECT_EQ(HttpClient(port(), answer.token()).call<acc::GetMeResponse>(acc::GetMeRequest{}).me().email(), email);
}

TEST_F(Registration, SigningUpWithAKnownAddressAnswersTheSameAndChangesNothing) {
  const auto known = person();
  const auto fresh = stranger.post(method_of(*acc::SignUpRequest::descriptor()), sign_up_request().SerializeAsString(),
                                   "application/proto");
  email = known.email;
  const auto again = stranger.post(method_of(*acc::SignUpRequest::descriptor()), sign_up_request().SerializeAsString(),
                                   "application/proto");
  EXPECT_EQ(fresh.status, 200);
  EXPECT_EQ(again.status, fresh.status);
  EXPECT_EQ(again.body, fresh.body);
  EXPECT_EVENTUALLY(Mailbox(server()).to(known.email).size() == 1);
  EXPECT_EQ(stranger.refusal(sign_in_request(known.email, "a fine password")).reason(), "accounts.wrong_password");
  EXPECT_FALSE(sign_in(port(), known.email).empty());
}

TEST_F(Registration, APendingAddressSignedUpWithAnotherPasswordOpensWithNeither) {
  sign_up("the first password");
  const auto first = link("confirm");
  sign_up("the second password");
  const auto finish = link("reset");
  ASSERT_FALSE(finish.empty());
  stranger.call<acc::ConfirmEmailResponse>(confirm_request(first));
  for (const char* password : {"the first password", "the second password"})
    EXPECT_EQ(stranger.refusal(sign_in_request(email, password)).reason(), "accounts.wrong_password");
  EXPECT_EQ(stranger.call<acc::ResetPasswordResponse>(reset_request(finish, "the third password")).email(), email);
  EXPECT_FALSE(sign_in(port(), email, "the third password").empty());
}

TEST_F(Registration, WhatCannotBeAnAccountIsRefusedWithTheFieldAtFault) {
  const auto refused = [&](auto change) {
    auto request = sign_up_request();
    change(request);
    const auto status = stranger.refusal(request);
    return status.field() + " " + status.reason();
  };
  EXPECT_EQ(refused([](auto& r) { r.set_name("  "); }), "name accounts.bad_name");
  EXPECT_EQ(refused([](auto& r) { r.set_name(std::string(81, 'x')); }), "name accounts.bad_name");
  EXPECT_EQ(refused([](auto& r) { r.set_email("nobody"); }), "email accounts.bad_email");
  EXPECT_EQ(refused([](auto& r) { r.set_email("a@b.org\r\nBcc: c@d.org"); }), "email accounts.bad_email");
  EXPECT_EQ(refused([](auto& r) { r.set_password("short"); }), "password accounts.bad_password");
  EXPECT_EQ(refused([](auto& r) { r.set_password("Password123"); }), "password accounts.common_password");
  EXPECT_EQ(refused([](auto& r) { r.set_password(r.email()); }), "password accounts.password_is_email");
  EXPECT_EQ(refused([](auto& r) { r.set_language(acc::LANGUAGE_UNSPECIFIED); }), "language accounts.bad_language");
  EXPECT_EQ(refused([](auto& r) { r.set_language(static_cast<acc::Language>(77)); }), "language accounts.bad_language");
}

TEST_F(Registration, TokensThatAreNotOursOrNotAnyMoreAreRefusedAlike) {
  sign_up();
  const auto token = link("confirm");
  database().sql().rows("update account_tokens set expires_at = now() - interval '1 second'");
  const auto expired = stranger.refusal(confirm_request(token));
  EXPECT_EQ(expired.reason(), "accounts.bad_token");
  for (const std::string& guess : {std::string(43, 'A'), std::string(), std::string(5000, 'x')}) {
    EXPECT_EQ(stranger.refusal(confirm_request(guess)).DebugString(), expired.DebugString());
    EXPECT_EQ(stranger.refusal(reset_request(guess, "another password")).DebugString(), expired.DebugString());
  }
}

TEST_F(Registration, AResetWorksOnceAndEndsEverySession) {
  const auto alice = person();
  auto ws = ws_of(alice), other = WsClient(port(), sign_in(port(), alice.email));
  ASSERT_TRUE(ws.hello() && other.hello());
  email = alice.email;
  ask_for_reset(" " + email);
  ask_for_reset(email);
  const auto first = link("reset", 1), second = link("reset", 2);
  ASSERT_FALSE(second.empty());
  EXPECT_EQ(stranger.refusal(reset_request(first, "short")).reason(), "accounts.bad_password");
  EXPECT_EQ(stranger.call<acc::ResetPasswordResponse>(reset_request(first, "quite another password")).email(), email);
  for (auto* line : {&ws, &other}) {
    EXPECT_TRUE(line->wait_closed());
    EXPECT_EQ(line->close_code(), 4100);
  }
  EXPECT_EQ(http_of(alice).refusal(acc::GetMeRequest{}).code(), v1::UNAUTHENTICATED);
  for (const auto& used : {first, second})
    EXPECT_EQ(stranger.refusal(reset_request(used, "a third password")).reason(), "accounts.bad_token");
  EXPECT_EQ(stranger.refusal(sign_in_request(email, kPassword)).reason(), "accounts.wrong_password");
  EXPECT_FALSE(sign_in(port(), email, "quite another password").empty());
}

TEST_F(Registration, AskingForAResetTellsNothing) {
  const auto alice = person();
  const auto answer = [&](const std::string& address) {
    acc::RequestPasswordResetRequest request;
    request.set_email(address);
    const auto got =
        stranger.post(method_of(*request.GetDescriptor()), request.SerializeAsString(), "application/proto");
    return std::to_string(got.status) + got.body;
  };
  EXPECT_EQ(answer(alice.email), answer("nobody@example.org"));
}

TEST_F(Registration, AtMostFiveMailsAnHourGoToOneAddress) {
  const auto alice = person();
  for (int i = 0; i < 8; ++i) ask_for_reset(alice.email);
  EXPECT_EVENTUALLY(database().sql().number("select count(*) from jobs where run_at < now() + interval '1 hour'") == 0);
  EXPECT_EQ(Mailbox(server()).to(alice.email).size(), 5U);
}

TEST_F(Registration, MailsAreWellFormedAndInThePersonsLanguage) {
  sign_up();
  EXPECT_EVENTUALLY(Mailbox(server()).to(email).size() == 1);
  const auto mail = Mailbox(server()).to(email).front();
  EXPECT_NE(mail.body.find("مرحبًا"), std::string::npos);
  EXPECT_NE(mail.head.find("Content-Type: text/plain; charset=utf-8"), std::string::npos);
  EXPECT_EQ(mail.body.find("Amina"), std::string::npos) << "a stranger may have typed the name";
}

}  // namespace
}  // namespace wasl::test
