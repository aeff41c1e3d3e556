#include "gateway/connect_door.hpp"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "core/crypto.hpp"
#include "core/resume.hpp"
#include "gateway/headers.hpp"
#include "gateway/pending_call.hpp"
#include "sessions/frames.hpp"

namespace wasl::gateway {

namespace {

http::status http_status(Code code) {
  switch (code) {
    case Code::kOk: return http::status::ok;
    case Code::kInvalidArgument:
    case Code::kFailedPrecondition:
    case Code::kOutOfRange: return http::status::bad_request;
    case Code::kUnauthenticated: return http::status::unauthorized;
    case Code::kPermissionDenied: return http::status::forbidden;
    case Code::kNotFound: return http::status::not_found;
    case Code::kAlreadyExists:
    case Code::kAborted: return http::status::conflict;
    case Code::kResourceExhausted: return http::status::too_many_requests;
    case Code::kUnimplemented: return http::status::not_implemented;
    case Code::kUnavailable: return http::status::service_unavailable;
    case Code::kDeadlineExceeded: return http::status::gateway_timeout;
    case Code::kCanceled: return static_cast<http::status>(499);
    default: return http::status::internal_server_error;
  }
}

std::string error_json(const v1::Status& status) {
  google::protobuf::Struct error;
  auto& fields = *error.mutable_fields();
  fields["code"].set_string_value(std::string(name(static_cast<Code>(status.code()))));
  fields["message"].set_string_value(status.message());
  auto& detail = *fields["details"].mutable_list_value()->add_values()->mutable_struct_value()->mutable_fields();
  detail["type"].set_string_value("wasl.v1.Status");
  detail["value"].set_string_value(crypto::base64(status.SerializeAsString()));
  detail["debug"].mutable_struct_value()->mutable_fields()->operator[]("reason").set_string_value(status.reason());
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(error, &json).ok()) return "{}";
  return json;
}

Response error_response(const v1::Status& status, unsigned version) {
  Response response(http_status(static_cast<Code>(status.code())), version);
  response.set(http::field::cache_control, "no-store");
  response.set(http::field::content_type, "application/json");
  if (const auto wait = status.retry_after_ms()) response.set(http::field::retry_after, std::to_string((wait + 999) / 1000));
  response.body() = error_json(status);
  return response;
}

Response to_response(const Request& request, const router::Answer& answer, router::Format format) {
  if (answer.status.code() != v1::OK) return error_response(answer.status, request.version());
  Response response(http::status::ok, request.version());
  response.set(http::field::cache_control, "no-store");
  response.set(http::field::content_type, format == router::Format::kJson ? "application/json" : "application/proto");
  response.body() = answer.body;
  return response;
}

std::string cookie_header(const Services& services, const router::SessionCookie& cookie) {
  auto out = std::string(services.cookie_name()) + "=" + cookie.value + "; Path=/; HttpOnly; SameSite=Lax";
  if (services.secure()) out += "; Secure";
  if (cookie.value.empty())
    out += "; Max-Age=0";
  else if (cookie.max_age_s > 0)
    out += "; Max-Age=" + std::to_string(cookie.max_age_s);
  return out;
}

struct Exchange {
  router::Context context;
  std::string method, body;
  router::Format format;
};

asio::awaitable<void> run(const Services& services, std::shared_ptr<Exchange> exchange, std::shared_ptr<PendingCall> pending) {
  pending->answer(co_await services.router.call(exchange->context, exchange->method, exchange->body, exchange->format));
}

// The handler may outlive its deadline, so it works on a copy.
asio::awaitable<router::Answer> call(Room& room, const Services& services, std::shared_ptr<Exchange> exchange,
                                     std::chrono::milliseconds timeout) {
  auto answer = std::make_shared<router::Answer>();
  co_await suspend([&](auto done) {
    auto pending = PendingCall::start(room, timeout, [answer, done](router::Answer a) mutable {
      *answer = std::move(a);
      done(nullptr);
    });
    asio::co_spawn(room.loop.io(), run(services, exchange, std::move(pending)), asio::detached);
  });
  co_return std::move(*answer);
}

}  // namespace

Response refusal(const Refused& why, unsigned version) { return error_response(router::refuse(why).status, version); }

asio::awaitable<Response> call_by_connect(Room& room, const Services& services, const Request& request,
                                          std::string_view method, const std::string& peer) {
  if (request.method() != http::verb::post) {
    auto response = plain(http::status::method_not_allowed, request.version(), "Methods are called with POST.\n");
    response.set(http::field::allow, "POST");
    co_return response;
  }
  const auto format = format_of(request);
  if (!format) {
    auto response = plain(http::status::unsupported_media_type, request.version(), "Send application/json or application/proto.\n");
    response.set("Accept-Post", "application/json, application/proto");
    co_return response;
  }
  const auto refuse = [&](const Refused& why) { return to_response(request, router::refuse(why), *format); };
  if (const auto coding = request.find(http::field::content_encoding); coding != request.end() && coding->value() != "identity")
    co_return refuse({Code::kUnimplemented, "unknown_encoding", "Send the request uncompressed."});
  if (!origin_allowed(services.public_url, request))
    co_return refuse({Code::kPermissionDenied, "foreign_origin", "This page may not call this server."});
  auto exchange = std::make_shared<Exchange>();
  std::optional<Refused> failed;
  try {
    exchange->context = co_await identify(services, request, peer);
  } catch (const Refused& e) {
    failed = e;
  } catch (const std::exception&) {
    failed = Refused(Code::kInternal, "internal", "Something went wrong here.");
  }
  if (failed) co_return refuse(*failed);
  exchange->method = method;
  exchange->body = request.body();
  exchange->format = *format;
  const auto answer = co_await call(room, services, exchange, timeout_of(request));
  auto response = to_response(request, answer, *format);
  if (const auto& cookie = exchange->context.set_cookie) response.set(http::field::set_cookie, cookie_header(services, *cookie));
  co_return response;
}

}  // namespace wasl::gateway
