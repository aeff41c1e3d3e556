// Binds the rpcs of one service to the member functions of its handlers.
#pragma once
#include <memory>
#include <string>

#include "router/registry.hpp"

namespace wasl::router {

template <class Handlers>
class Service {
 public:
  // name: "wasl.messaging.v1.MessagingService"
  Service(Registry& registry, std::string name, std::shared_ptr<Handlers> handlers)
      : registry_(registry), name_(std::move(name)), handlers_(std::move(handlers)) {}

  template <class Request, class Response>
  void bind(const char* method, asio::awaitable<Response> (Handlers::*rpc)(Context&, const Request&)) {
    registry_.bind<Request, Response>(name_ + "/" + method, [to = handlers_, rpc](Context& context, const Request& request) {
      return ((*to).*rpc)(context, request);
    });
  }

 private:
  Registry& registry_;
  std::string name_;
  std::shared_ptr<Handlers> handlers_;
};

}  // namespace wasl::router
