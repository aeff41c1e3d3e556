#include "router/registry.hpp"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/struct.pb.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "router/router.hpp"
#include "wasl/envelope.pb.h"

namespace wasl::router {
namespace {

namespace pb = google::protobuf;
using pb::Empty;

// A service of the tests' own, as if it had been generated: wasl.test.Probe { Open, Closed, Ruled, Bare, Rateless }.
void add_method(pb::ServiceDescriptorProto& service, const char* name, v1::Access access, v1::RateClass rate) {
  auto& method = *service.add_method();
  method.set_name(name);
  method.set_input_type(".google.protobuf.Empty");
  method.set_output_type(".google.protobuf.Value");
  method.mutable_options()->SetExtension(v1::access, access);
  method.mutable_options()->SetExtension(v1::rate, rate);
}

void link_probe() {
  static const bool once = [] {
    static std::string encoded;
    pb::FileDescriptorProto file;
    file.set_name("wasl/test_probe.proto");
    file.set_package("wasl.test");
    file.set_syntax("proto3");
    for (const auto* need : {"google/protobuf/empty.proto", "google/protobuf/struct.proto", "wasl/options.proto"}) file.add_dependency(need);
    auto& probe = *file.add_service();
    probe.set_name("Probe");
    add_method(probe, "Open", v1::ACCESS_ANYONE, v1::RATE_READ);
    add_method(probe, "Closed", v1::ACCESS_PERSON, v1::RATE_WRITE);
    add_method(probe, "Ruled", v1::ACCESS_ADMINISTRATOR, v1::RATE_WRITE);
    auto& careless = *file.add_service();
    careless.set_name("Careless");
    add_method(careless, "NoAccess", v1::ACCESS_UNSPECIFIED, v1::RATE_READ);
    add_method(careless, "NoRate", v1::ACCESS_ANYONE, v1::RATE_UNSPECIFIED);
    encoded = file.SerializeAsString();
    (void)Empty::descriptor();
    (void)pb::Value::descriptor();
    (void)v1::Access_descriptor();
    pb::DescriptorPool::InternalAddGeneratedFile(encoded.data(), static_cast<int>(encoded.size()));
    return true;
  }();
  (void)once;
}

template <class Response>
auto answering(Response response) {
  return [response](Context&, const Empty&) -> asio::awaitable<Response> { co_return response; };
}

std::string complaint(const std::function<void()>& act) {
  try {
    act();
  } catch (const std::logic_error& e) {
    return e.what();
  }
  return "";
}

class RegistryTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { link_probe(); }

  static pb::Value text(const std::string& s) {
    pb::Value v;
    v.set_string_value(s);
    return v;
  }
  void bind(const std::string& method) { registry_.bind<Empty, pb::Value>("wasl.test.Probe/" + method, answering(text(method))); }

  Answer call(const std::string& method, std::uint32_t roles, std::int64_t person, Format format = Format::kProto,
              const std::string& body = "") {
    Limiter limiter(0);
    const Router router(registry_, limiter);
    return call(router, method, roles, person, format, body);
  }
  static Answer call(const Router& router, const std::string& method, std::uint32_t roles, std::int64_t person,
                     Format format = Format::kProto, const std::string& body = "") {
    asio::io_context io;
    Context context;
    context.viewer = {PersonId{person}, SessionId{1}, roles};
    context.address = "192.0.2.1";
    Answer answer;
    asio::co_spawn(io, router.call(context, method, body, format), [&](const std::exception_ptr& error, Answer a) {
      EXPECT_FALSE(error);
      answer = std::move(a);
    });
    io.run();
    return answer;
  }

  Registry registry_;
};

TEST_F(RegistryTest, AnRpcThatNobodyClaimsStopsTheStart) {
  bind("Open");
  EXPECT_NE(complaint([&] { registry_.require_complete(); }).find("wasl.test.Probe/Closed"), std::string::npos);
}

TEST_F(RegistryTest, AnRpcThatDoesNotExistCannotBeClaimed) {
  EXPECT_NE(complaint([&] { bind("Opne"); }).find("no such rpc: wasl.test.Probe/Opne"), std::string::npos);
}

TEST_F(RegistryTest, WrongTypesCannotBeBound) {
  EXPECT_NE(complaint([&] { registry_.bind<Empty, Empty>("wasl.test.Probe/Open", answering(Empty())); }).find("wrong types"), std::string::npos);
}

TEST_F(RegistryTest, AccessAndRateAreNeverForgotten) {
  for (const auto* name : {"wasl.test.Careless/NoAccess", "wasl.test.Careless/NoRate"})
    EXPECT_NE(complaint([&] { registry_.bind<Empty, pb::Value>(name, answering(pb::Value())); }).find("without access or rate"), std::string::npos);
}

TEST_F(RegistryTest, AnRpcIsClaimedOnce) {
  bind("Open");
  EXPECT_NE(complaint([&] { bind("Open"); }).find("bound twice"), std::string::npos);
}

TEST_F(RegistryTest, FindsWhatWasBound) {
  bind("Closed");
  const auto* method = registry_.find("wasl.test.Probe/Closed");
  ASSERT_TRUE(method);
  EXPECT_EQ(method->access, v1::ACCESS_PERSON);
  EXPECT_EQ(method->rate, v1::RATE_WRITE);
  EXPECT_FALSE(registry_.find("wasl.test.Probe.Closed"));
  EXPECT_FALSE(registry_.find(""));
}

TEST_F(RegistryTest, StrangersPeopleAndAdministratorsGetWhatTheyMay) {
  for (const auto* method : {"Open", "Closed", "Ruled"}) bind(method);
  const auto code = [&](const char* method, std::uint32_t roles, std::int64_t person) {
    return call(std::string("wasl.test.Probe/") + method, roles, person).status.code();
  };
  EXPECT_EQ(code("Open", kNoRole, 0), v1::OK);
  EXPECT_EQ(code("Closed", kNoRole, 0), v1::UNAUTHENTICATED);
  EXPECT_EQ(code("Closed", kNoRole, 1), v1::OK);
  EXPECT_EQ(code("Ruled", kNoRole, 0), v1::UNAUTHENTICATED);
  EXPECT_EQ(code("Ruled", kVerifier | kModerator, 1), v1::PERMISSION_DENIED);
  EXPECT_EQ(code("Ruled", kAdministrator, 1), v1::OK);
  EXPECT_EQ(code("Unknown", kAdministrator, 1), v1::UNIMPLEMENTED);
}

TEST_F(RegistryTest, BothFormatsReachTheSameHandler) {
  bind("Open");
  EXPECT_EQ(call("wasl.test.Probe/Open", 0, 0).body, text("Open").SerializeAsString());
  EXPECT_EQ(call("wasl.test.Probe/Open", 0, 0, Format::kJson, "{}").body, "\"Open\"");
}

TEST_F(RegistryTest, RefusalsAreToldAndFailuresAreNot) {
  registry_.bind<Empty, pb::Value>("wasl.test.Probe/Open", [](Context&, const Empty&) -> asio::awaitable<pb::Value> {
    throw Refused(Code::kAborted, "reason", "What to do.");
    co_return pb::Value();
  });
  registry_.bind<Empty, pb::Value>("wasl.test.Probe/Closed", [](Context&, const Empty&) -> asio::awaitable<pb::Value> {
    throw std::runtime_error("password=hunter2");
    co_return pb::Value();
  });
  const auto refused = call("wasl.test.Probe/Open", 0, 1).status;
  EXPECT_EQ(refused.code(), v1::ABORTED);
  EXPECT_EQ(refused.reason(), "reason");
  const auto failed = call("wasl.test.Probe/Closed", 0, 1).status;
  EXPECT_EQ(failed.code(), v1::INTERNAL);
  EXPECT_EQ(failed.ShortDebugString().find("hunter2"), std::string::npos);
}

TEST_F(RegistryTest, RateIsTakenBeforeTheBodyIsRead) {
  bind("Open");
  Limiter limiter(0.0026);  // one read
  const Router router(registry_, limiter);
  EXPECT_EQ(call(router, "wasl.test.Probe/Open", 0, 0).status.code(), v1::OK);
  const auto status = call(router, "wasl.test.Probe/Open", 0, 0, Format::kJson, "nonsense").status;
  EXPECT_EQ(status.code(), v1::RESOURCE_EXHAUSTED);
  EXPECT_GT(status.retry_after_ms(), 0U);
}

std::string decode_complaint(std::string_view bytes, Format format, pb::Message& into) {
  try {
    decode(bytes, format, into);
  } catch (const Refused& r) {
    EXPECT_EQ(r.code(), Code::kInvalidArgument);
    EXPECT_EQ(r.reason(), "malformed");
    return r.message();
  }
  return "";
}

TEST(Decode, ReadsBothFormats) {
  v1::Stream stream;
  decode("\x08\x02\x10\x07", Format::kProto, stream);
  EXPECT_EQ(stream.key(), 7);
  decode(R"({"kind": "STREAM_PERSON", "key": "9007199254740993"})", Format::kJson, stream);
  EXPECT_EQ(stream.kind(), v1::STREAM_PERSON);
  EXPECT_EQ(stream.key(), 9007199254740993);
}

TEST(Decode, WhatCannotBeReadIsRefused) {
  v1::Call call;
  for (const std::string_view bytes : {"\x08", "\x12\xff\x01x", "\xff\xff\xff", "\x12\x02\xff\xfe" /* method: not UTF-8 */})
    EXPECT_NE(decode_complaint(bytes, Format::kProto, call), "");
  for (const auto* json : {"", "{", "[]", "{\"id\": -1}", "{\"id\": \"x\"}", "{\"nothing\": 1}", "{\"method\": \"\xff\"}", "null null"})
    EXPECT_NE(decode_complaint(json, Format::kJson, call), "") << json;
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  pb::Value value;
  EXPECT_NE(decode_complaint(deep, Format::kJson, value), "");
  EXPECT_NE(decode_complaint("['\"', " + deep + "]", Format::kJson, value), "");
  EXPECT_EQ(decode_complaint(R"([[["[[[[\"]]"]], "]"])", Format::kJson, value), "");
}

TEST(Decode, ComplaintsAreShortAndValidUtf8) {
  for (int shift = 0; shift < 4; ++shift) {
    std::string json = "{\"" + std::string(static_cast<std::size_t>(shift), 'x');
    for (int n = 0; n < 5000; ++n) json += "م😀";
    v1::Call call;
    v1::Status status;
    status.set_message(decode_complaint(json + "\": 1}", Format::kJson, call));
    EXPECT_LT(status.message().size(), 400U);
    EXPECT_TRUE(v1::Status().ParseFromString(status.SerializeAsString())) << status.message();
  }
}

TEST(Encode, JsonTellsZerosAndKeepsBigNumbers) {
  v1::Stream stream;
  stream.set_key(9007199254740993);
  EXPECT_EQ(encode(stream, Format::kJson), R"({"kind":"STREAM_UNSPECIFIED","key":"9007199254740993"})");
  EXPECT_EQ(encode(stream, Format::kProto), stream.SerializeAsString());
}

}  // namespace
}  // namespace wasl::router
