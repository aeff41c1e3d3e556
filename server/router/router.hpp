// Turns a method's name and bytes into an answer. Holds the only catch of a request's way.
#pragma once
#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <unordered_map>
#include <optional>
#include <string>

#include "core/metrics.hpp"
#include "router/limiter.hpp"
#include "router/registry.hpp"
#include "wasl/envelope.pb.h"

namespace wasl::router {

struct Answer {
  v1::Status status;  // code OK: body holds the response
  std::string body;
};

// Who a bearer token or session cookie belongs to; none: nobody, or ended.
using Authenticate = std::function<asio::awaitable<std::optional<Viewer>>(std::string token)>;

class Router {
 public:
  // The registry must be complete and outlive the router.
  Router(const Registry& registry, Limiter& limiter);

  // Checks access and rate, decodes, calls. Never throws: everything becomes an answer.
  asio::awaitable<Answer> call(Context& context, std::string_view method, std::string_view body, Format format) const;

 private:
  asio::awaitable<Answer> dispatch(Context& context, const Method& method, std::string_view body, Format format) const;

  const Registry& registry_;
  Limiter& limiter_;
  prometheus::Family<prometheus::Counter>& calls_;
  struct Meters {
    prometheus::Histogram* seconds;
    std::array<std::atomic<prometheus::Counter*>, 17> calls{};  // by code, made on first use
  };
  prometheus::Counter& counter(Meters& meters, const std::string& method, Code code) const;
  mutable std::unordered_map<std::string_view, Meters> meters_;
};

Answer refuse(const Refused& why);

}  // namespace wasl::router
