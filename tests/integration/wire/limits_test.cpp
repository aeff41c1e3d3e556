// Limits of what one caller may ask, and whom the server believes to be one caller.
#include "support/raw_ws.hpp"
#include "support/town.hpp"

namespace wasl::test {
namespace {

class Limits : public Town {
 protected:
  static void SetUpTestSuite() { found({{"WASL_RATE_SCALE", "0.1"}, {"WASL_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.1"}}); }
  // How a stranger's guess is answered when the proxy says that it comes from there.
  static v1::Status guess_from(const std::string& addresses) {
    acc::ConfirmEmailRequest guess;
    guess.set_token(std::string(43, 'A'));
    return status_of(HttpClient(port()).post(method_of(*guess.GetDescriptor()), guess.SerializeAsString(),
                                             "application/proto", {{"X-Forwarded-For", addresses}}));
  }
  static void exhaust(const std::string& addresses) {
    v1::Status last;
    for (int i = 0; i < 100 && last.reason() != "rate_limited"; ++i) last = guess_from(addresses);
    EXPECT_EQ(last.code(), v1::RESOURCE_EXHAUSTED);
    EXPECT_GT(last.retry_after_ms(), 0U);
  }
};

TEST_F(Limits, AFloodOfSendsIsRefusedForAMomentAndTheConnectionLives) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  auto ws = ws_of(alice);
  std::vector<std::uint32_t> calls;
  for (int i = 0; i < 80; ++i) calls.push_back(ws.start(send_request(id, std::to_string(i))));
  int refused = 0;
  std::uint32_t wait = 0;
  for (const auto call : calls) {
    const auto reply = ws.reply(call);
    ASSERT_TRUE(reply);
    if (!reply->has_error()) continue;
    ++refused;
    EXPECT_EQ(reply->error().reason(), "rate_limited");
    wait = reply->error().retry_after_ms();
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(wait, 0U);
  const auto last = send_request(id, "last");
  EXPECT_EVENTUALLY(ws.refusal(last).code() == v1::OK);
  EXPECT_EQ(history(http_of(bob), id).size(), 80U - static_cast<std::size_t>(refused) + 1);
  // The limit is the person's, not of everybody.
  EXPECT_EQ(http_of(bob).refusal(send_request(id, "mine")).code(), v1::OK);
}

TEST_F(Limits, StrangersAreToldApartByTheAddressThatTheProxyReports) {
  exhaust("203.0.113.1");
  EXPECT_EQ(guess_from("203.0.113.1").reason(), "rate_limited");
  EXPECT_EQ(guess_from("203.0.113.2").reason(), "accounts.bad_token");
}

TEST_F(Limits, WhatTheClientItselfForwardsIsNotBelieved) {
  exhaust("203.0.113.7");
  EXPECT_EQ(guess_from("198.51.100.1, 203.0.113.7").reason(), "rate_limited");
  EXPECT_EQ(guess_from("198.51.100.1, 203.0.113.7, 10.0.0.1").reason(), "rate_limited")
      << "a trusted proxy behind another";
}

// Two hundred people behind one address come in together; then it is enough for a while.
TEST_F(Limits, AHandshakeTooManyIsToldWhenToComeBack) {
  const auto alice = person();
  std::string answer;
  for (int i = 0; i < 1000 && !answer.starts_with("HTTP/1.1 429"); ++i) {
    RawSocket socket(port());
    socket.send(handshake(alice.token, {{"X-Forwarded-For", "203.0.113.9"}}));
    answer = socket.receive("\r\n\r\n");
  }
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 429")) << answer;
  EXPECT_NE(answer.find("\r\nRetry-After: 1\r\n"), std::string::npos) << answer;
}

class PageFiles : public testing::Test {};

TEST_F(PageFiles, AreServedCompressedAndRevalidatedAndNothingElseIs) {
  const auto home = fresh_path("client");
  ASSERT_EQ(run({"mkdir", "-p", home + "/_app/immutable"}).status, 0);
  write_file(home + "/200.html",
             "<meta http-equiv=\"content-security-policy\" content=\"default-src 'self'\"><p>page</p>");
  write_file(home + "/_app/immutable/x.js", "plain");
  write_file(home + "/_app/immutable/x.js.br", "brotli");
  write_file(home + "/_app/immutable/x.js.gz", "gzip");
  Database database;
  Server server({{"WASL_DATABASE", database.conninfo()}, {"WASL_CLIENT_DIR", home}});
  const auto get = [&](const std::string& target, std::map<std::string, std::string> headers = {}) {
    return http(server.port(), {"GET", target, std::move(headers)});
  };
  const auto script = get("/_app/immutable/x.js", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(script.body, "brotli");
  EXPECT_EQ(script.header("content-encoding"), "br");
  EXPECT_NE(script.header("cache-control").find("immutable"), std::string::npos);
  EXPECT_EQ(get("/_app/immutable/x.js", {{"Accept-Encoding", "gzip"}}).body, "gzip");
  EXPECT_EQ(get("/_app/immutable/x.js").body, "plain");
  const auto again = get("/_app/immutable/x.js", {{"Accept-Encoding", "br"}, {"If-None-Match", script.header("etag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  for (const char* page : {"/", "/conversations/7", "/?x=1"}) {
    const auto answer = get(page);
    EXPECT_EQ(answer.status, 200) << page;
    EXPECT_EQ(answer.header("cache-control"), "no-cache") << page;
    EXPECT_TRUE(answer.header("content-security-policy").starts_with("default-src 'self'")) << page;
  }
  for (const char* none : {"/_app/immutable/gone.js", "/missing.png", "/../secret.txt", "/%2e%2e/secret.txt",
                           "/_app/../../etc/passwd.txt"})
    EXPECT_EQ(get(none).status, 404) << none;
}

}  // namespace
}  // namespace wasl::test
