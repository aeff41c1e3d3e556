// Both doors lead to the same house: one registry, one answer.
#include <google/protobuf/descriptor.h>

#include "support/town.hpp"
#include "wasl/directory/v1/directory.pb.h"
#include "wasl/media/v1/media.pb.h"
#include "wasl/options.pb.h"

namespace wasl::test {
namespace {

namespace pb = google::protobuf;

class Doors : public Town {};

template <class Visit>
void each_rpc(Visit visit) {
  for (const auto* file : {acc::Me::descriptor()->file(), msg::Message::descriptor()->file(),
                           ::wasl::media::v1::GetUploadRequest::descriptor()->file(),
                           ::wasl::directory::v1::Seat::descriptor()->file()})
    for (int s = 0; s < file->service_count(); ++s)
      for (int m = 0; m < file->service(s)->method_count(); ++m) visit(*file->service(s)->method(m));
}

std::string name_of(const pb::MethodDescriptor& rpc) { return rpc.service()->full_name() + "/" + rpc.name(); }

TEST_F(Doors, AnswerTheSameForTheSameRpc) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  http_of(bob).call<msg::SendMessageResponse>(send_request(id, "مرحبا"));
  auto ws = ws_of(alice);
  const auto request = history_request(id);
  const auto by_proto = http_of(alice).call<msg::ListMessagesResponse>(request);
  EXPECT_EQ(by_proto.messages(0).text(), "مرحبا");
  EXPECT_EQ(by_proto.DebugString(),
            http_of(alice).call<msg::ListMessagesResponse>(request, Format::kJson).DebugString());
  EXPECT_EQ(by_proto.DebugString(), ws.call<msg::ListMessagesResponse>(request).DebugString());
}

TEST_F(Doors, RefuseTheSameForTheSameReason) {
  const auto alice = person();
  auto ws = ws_of(alice);
  for (const auto& request : {history_request(987654321), history_request(1, 0, 101)}) {
    const auto by_proto = http_of(alice).refusal(request);
    EXPECT_NE(by_proto.code(), v1::OK);
    EXPECT_EQ(by_proto.DebugString(), http_of(alice).refusal(request, Format::kJson).DebugString());
    EXPECT_EQ(by_proto.DebugString(), ws.refusal(request).DebugString());
  }
}

TEST_F(Doors, EveryRpcDeclaresItsAccessAndRate) {
  each_rpc([](const pb::MethodDescriptor& rpc) {
    EXPECT_NE(rpc.options().GetExtension(v1::access), v1::ACCESS_UNSPECIFIED) << rpc.full_name();
    EXPECT_NE(rpc.options().GetExtension(v1::rate), v1::RATE_UNSPECIFIED) << rpc.full_name();
  });
}

TEST_F(Doors, EveryRpcForPeopleIsShutToStrangers) {
  int seen = 0;
  each_rpc([&](const pb::MethodDescriptor& rpc) {
    const auto access = rpc.options().GetExtension(v1::access);
    for (const auto& token : {std::string(), std::string(43, 'A'), std::string("nonsense")}) {
      const auto answer = HttpClient(port(), token).post(name_of(rpc), "", "application/proto");
      if (access == v1::ACCESS_ANYONE)
        EXPECT_NE(answer.status, 401) << rpc.full_name();
      else
        EXPECT_EQ(status_of(answer).code(), v1::UNAUTHENTICATED) << rpc.full_name();
    }
    ++seen;
  });
  EXPECT_EQ(seen, 27);
}

TEST_F(Doors, EveryRpcAnswersAnEmptyRequestOfAPersonWithoutAnInternalError) {
  const auto alice = person();
  each_rpc([&](const pb::MethodDescriptor& rpc) {
    if (rpc.name() == "SignOut") return;
    const auto code = status_of(http_of(alice).post(name_of(rpc), "", "application/proto")).code();
    EXPECT_NE(code, v1::INTERNAL) << rpc.full_name();
    EXPECT_NE(code, v1::UNAVAILABLE) << rpc.full_name();
    EXPECT_NE(code, v1::UNIMPLEMENTED) << rpc.full_name();
  });
}

TEST_F(Doors, AnUnknownMethodIsUnimplementedOnBothDoors) {
  const auto alice = person();
  for (const char* method :
       {"wasl.messaging.v1.MessagingService/Nothing", "wasl.nothing.v1.NoService/Nothing", "wasl."}) {
    const auto answer = http_of(alice).post(method, "{}", "application/json");
    EXPECT_EQ(answer.status, 501) << method;
    EXPECT_EQ(status_of(answer).code(), v1::UNIMPLEMENTED) << method;
    auto ws = ws_of(alice);
    EXPECT_EQ(ws.reply(ws.start(method, ""))->error().code(), v1::UNIMPLEMENTED) << method;
  }
}

TEST_F(Doors, OnlyPostCallsAMethod) {
  const auto answer = http(port(), {"GET", "/wasl.accounts.v1.AccountsService/GetMe"});
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.header("allow"), "POST");
}

TEST_F(Doors, OnlyTheTwoContentTypesOfConnectAreRead) {
  const auto alice = person();
  for (const char* type :
       {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"})
    EXPECT_EQ(http_of(alice).post("wasl.accounts.v1.AccountsService/GetMe", "{}", type).status, 415) << type;
  EXPECT_EQ(
      http(port(),
           {"POST", "/wasl.accounts.v1.AccountsService/GetMe", {{"Authorization", "Bearer " + alice.token}}, "{}"})
          .status,
      415);
  EXPECT_EQ(
      http_of(alice).post("wasl.accounts.v1.AccountsService/GetMe", "{}", "application/json; charset=utf-8").status,
      200);
}

TEST_F(Doors, ACompressedRequestIsRefused) {
  const auto alice = person();
  const auto answer = http_of(alice).post("wasl.accounts.v1.AccountsService/GetMe", "x", "application/json",
                                          {{"Content-Encoding", "gzip"}});
  EXPECT_EQ(status_of(answer).code(), v1::UNIMPLEMENTED);
}

TEST_F(Doors, PagesOfOtherSitesMayNotCallWithOurCookie) {
  const auto alice = person();
  const std::string me = "/wasl.accounts.v1.AccountsService/GetMe";
  const auto with_origin = [&](const std::string& origin) {
    return http(port(),
                {"POST",
                 me,
                 {{"Content-Type", "application/json"}, {"Cookie", "wasl_session=" + alice.token}, {"Origin", origin}},
                 "{}"});
  };
  EXPECT_EQ(with_origin("http://127.0.0.1:" + std::to_string(port())).status, 200);
  for (const char* origin : {"https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1"}) {
    EXPECT_EQ(with_origin(origin).status, 403) << origin;
    EXPECT_EQ(status_of(with_origin(origin)).reason(), "foreign_origin") << origin;
  }
}

TEST_F(Doors, AWebSocketNeedsASessionAndAnOriginOfOurs) {
  const auto alice = person();
  EXPECT_EQ(WsClient(port(), "").handshake(), 401);
  EXPECT_EQ(WsClient(port(), std::string(43, 'A')).handshake(), 401);
  EXPECT_EQ(WsClient(port(), alice.token, {{{"Origin", "https://evil.example"}}}).handshake(), 403);
  EXPECT_EQ(WsClient(port(), alice.token, {{{"Origin", "http://127.0.0.1:" + std::to_string(port())}}}).handshake(),
            101);
  EXPECT_EQ(WsClient(port(), "", {{{"Cookie", "other=1; wasl_session=" + alice.token}}}).handshake(), 101);
}

TEST_F(Doors, TheFirstFrameSaysWhoOneIs) {
  const auto alice = person();
  auto ws = ws_of(alice);
  const auto hello = ws.hello();
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->person_id(), alice.id);
  EXPECT_EQ(hello->session_id(), ws.call<acc::GetMeResponse>(acc::GetMeRequest{}).me().session_id());
  EXPECT_GT(hello->ping_every_ms(), 0U);
}

TEST_F(Doors, HealthIsForEveryoneAndMetricsOnlyForTheMachineItself) {
  EXPECT_EQ(http(port(), {"GET", "/healthz"}).status, 200);
  EXPECT_EQ(http(port(), {"GET", "/readyz"}).status, 200);
  EXPECT_EQ(http(port(), {"GET", "/metrics"}).status, 200);
  EXPECT_EQ(http(port(), {"GET", "/metrics", {{"X-Forwarded-For", "203.0.113.9"}}}).status, 404);
  EXPECT_EQ(http(port(), {"DELETE", "/"}).status, 405);
}

TEST_F(Doors, EveryAnswerCarriesTheHeadersThatProtectThePage) {
  for (const char* target : {"/healthz", "/wasl.accounts.v1.AccountsService/GetMe", "/nothing.txt"}) {
    const auto answer = http(port(), {"GET", target});
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff") << target;
    EXPECT_EQ(answer.header("x-frame-options"), "DENY") << target;
    EXPECT_NE(answer.header("content-security-policy"), "") << target;
  }
}

}  // namespace
}  // namespace wasl::test
