#include "router/router.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

#include "sessions/frames.hpp"

namespace wasl::router {

namespace {

Refused too_many(std::chrono::milliseconds wait) {
  return Refused(Code::kResourceExhausted, "rate_limited", "Too many requests. Wait a moment.").retry_after(wait);
}

void require_access(const Context& context, const Method& method) {
  if (method.access == v1::ACCESS_ANYONE) return;
  require(context.viewer.signed_in(), {Code::kUnauthenticated, "signed_out", "Sign in first."});
  if (method.access == v1::ACCESS_ADMINISTRATOR)
    require(context.viewer.is(kAdministrator), {Code::kPermissionDenied, "administrators_only", "Only administrators may."});
}

}  // namespace

Answer refuse(const Refused& why) { return {sessions::to_status(why), {}}; }

Router::Router(const Registry& registry, Limiter& limiter)
    : registry_(registry),
      limiter_(limiter),
      calls_(prometheus::BuildCounter()
                 .Name("wasl_calls_total")
                 .Help("Requests answered, by method and code.")
                 .Register(metrics::registry())) {
  registry.each([&](const Method& m) {
    meters_[m.name].seconds = &metrics::seconds("wasl_call_seconds", "Time to answer a request.", {{"method", m.name}});
  });
}

prometheus::Counter& Router::counter(Meters& meters, const std::string& method, Code code) const {
  auto& slot = meters.calls.at(static_cast<std::size_t>(code));
  if (!slot) slot = &calls_.Add({{"method", method}, {"code", std::string(name(code))}});
  return *slot;
}

asio::awaitable<Answer> Router::call(Context& context, std::string_view method, std::string_view body, Format format) const {
  const auto* found = registry_.find(method);
  if (!found) co_return refuse({Code::kUnimplemented, "unknown_method", "There is no such method."});
  const auto start = std::chrono::steady_clock::now();
  auto answer = co_await dispatch(context, *found, body, format);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  auto& meters = meters_.at(found->name);
  meters.seconds->Observe(took.count());
  counter(meters, found->name, static_cast<Code>(answer.status.code())).Increment();
  co_return answer;
}

asio::awaitable<Answer> Router::dispatch(Context& context, const Method& method, std::string_view body, Format format) const {
  try {
    require_access(context, method);
    if (const auto wait = limiter_.take(context, method.rate)) throw too_many(*wait);
    co_return Answer{{}, co_await method.call(context, body, format)};
  } catch (const Refused& refused) {
    co_return refuse(refused);
  } catch (const std::exception& e) {
    spdlog::error("{} failed: {}", method.name, e.what());
  }
  co_return refuse({Code::kInternal, "internal", "Something went wrong here. It has been noted."});
}

}  // namespace wasl::router
