// The WebSocket door, as a client sees it. Everything that comes is recorded; a thread of its own reads and answers
// pings.
#pragma once
#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/http.hpp"
#include "wasl/envelope.pb.h"

namespace wasl::test {

v1::Stream conversation_stream(std::int64_t id);
v1::Stream person_stream(std::int64_t id);

class WsClient {
 public:
  struct Options {
    std::map<std::string, std::string> headers;  // beside Authorization
    bool answers_pings = true;                   // false: never reads after the handshake
  };
  // Shakes hands; see handshake() for how it went.
  WsClient(unsigned short port, const std::string& token, const Options& options);
  WsClient(unsigned short port, const std::string& token) : WsClient(port, token, Options{}) {}
  ~WsClient();
  WsClient(WsClient&&) noexcept;
  WsClient& operator=(WsClient&&) noexcept;

  int handshake() const;  // the HTTP status: 101 when it is a WebSocket

  // Calls without waiting; answers come under the returned id. False from `send` when the line is dead.
  std::uint32_t start(const google::protobuf::Message& request, std::uint32_t timeout_ms = 0);
  std::uint32_t start(const std::string& method, const std::string& body, std::uint32_t timeout_ms = 0);
  bool send(const v1::ClientBatch& batch);
  bool send_bytes(const std::string& bytes, bool binary = true);
  static v1::ClientFrame call_frame(std::uint32_t id, const google::protobuf::Message& request);
  static v1::ClientFrame subscribe_frame(std::uint32_t id, const v1::Stream& stream,
                                         std::optional<std::int64_t> since = {});
  std::uint32_t next_id();

  // Waits for the reply; nothing when the line ended before.
  std::optional<v1::Reply> reply(std::uint32_t id);
  // Throws Failed; UNAVAILABLE when the line ended.
  template <class Response>
  Response call(const google::protobuf::Message& request) {
    Response response;
    take(start(request), response);
    return response;
  }
  template <class Response>
  Response finish(std::uint32_t id) {
    Response response;
    take(id, response);
    return response;
  }
  v1::Status refusal(const google::protobuf::Message& request);

  // Throws Failed.
  v1::Subscribed subscribe(const v1::Stream& stream, std::optional<std::int64_t> since = {});
  std::optional<v1::Subscribed> subscribed(std::uint32_t id);  // waits
  void unsubscribe(const v1::Stream& stream);
  void signal(const v1::Stream& stream);
  // Everything sent before has been read by the server, and all that it pushed at once has come.
  void ping();

  // What has come so far.
  std::vector<v1::ServerFrame> frames() const;
  std::vector<v1::Event> events(const v1::Stream& stream) const;
  std::vector<v1::Reply> replies(std::uint32_t id) const;
  std::vector<v1::Signal> signals() const;
  std::optional<v1::Hello> hello() const;
  std::optional<v1::Bye> bye() const;
  bool closed() const;
  int close_code() const;  // 0: none came

  // Wait for it; false when it does not come.
  bool wait(const std::function<bool()>& condition) const;
  bool wait_event(const v1::Stream& stream, std::int64_t offset);
  bool wait_closed();

  void drop();  // no goodbye: the connection is reset

  struct State;

 private:
  void take(std::uint32_t id, google::protobuf::Message& response);
  std::shared_ptr<State> state_;
  std::uint32_t last_id_ = 0;
};

}  // namespace wasl::test
