// The HTTP door, as a client sees it.
#pragma once
#include <google/protobuf/message.h>

#include <map>
#include <stdexcept>
#include <string>

#include "wasl/envelope.pb.h"

namespace wasl::test {

struct HttpRequest {
  std::string method = "POST", target;
  std::map<std::string, std::string> headers{};
  std::string body{};
};
struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string header(const std::string& name) const { return headers.contains(name) ? headers.at(name) : ""; }
};

// One request on a connection of its own. Status 0: nobody answered.
HttpResponse http(unsigned short port, const HttpRequest& request);

// A refusal, as either door says it.
struct Failed : std::runtime_error {
  explicit Failed(v1::Status s)
      : std::runtime_error(v1::Code_Name(s.code()) + " " + s.reason() + ": " + s.message()), status(std::move(s)) {}
  v1::Status status;
};

// "wasl.messaging.v1.MessagingService/SendMessage": the rpc that takes this message.
std::string method_of(const google::protobuf::Descriptor& request);

// The status inside a Connect error.
v1::Status status_of(const HttpResponse& response);
std::string from_base64(const std::string& text);

enum class Format { kProto, kJson };

// One caller.
class HttpClient {
 public:
  explicit HttpClient(unsigned short port, std::string token = {}) : port_(port), token_(std::move(token)) {}

  // Throws Failed.
  template <class Response>
  Response call(const google::protobuf::Message& request, Format format = Format::kProto) const {
    Response response;
    call_into(request, response, format);
    return response;
  }
  HttpResponse post(const std::string& method, const std::string& body, const std::string& content_type,
                    std::map<std::string, std::string> headers = {}) const;
  // The code and reason of the refusal; OK when there was none.
  v1::Status refusal(const google::protobuf::Message& request, Format format = Format::kProto) const;

  unsigned short port() const { return port_; }
  const std::string& token() const { return token_; }

 private:
  HttpResponse exchange(const google::protobuf::Message& request, Format format) const;
  void call_into(const google::protobuf::Message& request, google::protobuf::Message& response, Format format) const;
  unsigned short port_;
  std::string token_;
};

// Bytes on a socket, for what no client would send.
class RawSocket {
 public:
  explicit RawSocket(unsigned short port);
  ~RawSocket();
  bool send(const std::string& bytes);
  // What comes until the peer closes or `until` is contained; `closed` says that the peer has closed.
  std::string receive(const std::string& until = {});
  // What comes next; empty when the peer has closed or says nothing for a long time.
  std::string receive_some();
  bool closed() const { return closed_; }
  bool reset() const { return reset_; }  // closed without care: what the peer had said might have been lost

 private:
  int fd_;
  bool closed_ = false, reset_ = false;
};

}  // namespace wasl::test
