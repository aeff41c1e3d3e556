// Every rpc, bound to its handler by descriptor: both doors dispatch from here.
#pragma once
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/error.hpp"
#include "router/context.hpp"
#include "wasl/options.pb.h"

namespace wasl::router {

namespace asio = boost::asio;

enum class Format { kProto, kJson };

// Throws Refused{invalid_argument} when the bytes are not such a message.
void decode(std::string_view bytes, Format format, google::protobuf::Message& into);
std::string encode(const google::protobuf::Message& message, Format format);

struct Method {
  std::string name;  // "wasl.messaging.v1.MessagingService/SendMessage"
  v1::Access access;
  v1::RateClass rate;
  std::function<asio::awaitable<std::string>(Context&, std::string_view body, Format)> call;
};

class Registry {
 public:
  // Handler: asio::awaitable<Response>(Context&, const Request&). Throws std::logic_error when there is no such rpc, its
  // types differ, or it does not declare its access and rate class.
  template <class Request, class Response, class Handler>
  void bind(std::string_view service_and_method, Handler handler) {
    auto method = describe(service_and_method, *Request::descriptor(), *Response::descriptor());
    method.call = [handler = std::move(handler)](Context& context, std::string_view body,
                                                 Format format) -> asio::awaitable<std::string> {
      Request request;
      decode(body, format, request);
      const Response response = co_await handler(context, request);
      co_return encode(response, format);
    };
    add(std::move(method));
  }

  // Throws std::logic_error naming the first rpc of any linked wasl service that no handler claims.
  void require_complete() const;

  const Method* find(std::string_view name) const;

  template <class Visit>
  void each(Visit visit) const {
    for (const auto& [name, method] : methods_) visit(*method);
  }

 private:
  static Method describe(std::string_view name, const google::protobuf::Descriptor& request,
                         const google::protobuf::Descriptor& response);
  void add(Method method);

  std::unordered_map<std::string_view, std::unique_ptr<Method>> methods_;  // keys point into the values
  std::vector<const google::protobuf::FileDescriptor*> files_;
};

}  // namespace wasl::router
