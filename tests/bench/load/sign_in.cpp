#include "load/sign_in.hpp"

#include <charconv>
#include <stdexcept>

#include "load/swarm.hpp"
#include "load/websocket.hpp"
#include "wasl/accounts/v1/accounts.pb.h"

namespace wasl::bench {

namespace {

constexpr std::size_t kLines = 16;

std::string request_of(std::size_t person) {
  accounts::v1::SignInRequest request;
  request.set_email(email_of(person));
  request.set_password(kPassword);
  request.set_want_token(true);
  const auto body = request.SerializeAsString();
  return "POST /wasl.accounts.v1.AccountsService/SignIn HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
         "application/proto\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

// A few connections, each with one request at a time.
class SignIns final : private Dialect {
 public:
  SignIns(std::size_t first, std::size_t last)
      : swarm_(*this), first_(first), next_(first), tokens_(last - first + 1) {}

  std::vector<std::string> run(std::uint16_t port) {
    for (std::size_t i = 0; i < kLines && more(); ++i) swarm_.add(port, begin());
    swarm_.until([&] { return done_ == tokens_.size(); }, 300, "signing in");
    return std::move(tokens_);
  }

 private:
  bool more() const { return next_ - first_ < tokens_.size(); }

  std::string begin() { return request_of(next_++); }

  std::size_t on_bytes(std::size_t line, std::string_view bytes) override {
    const auto answer = websocket::read_answer(bytes);
    if (!answer) return 0;
    const auto size = content_length(answer->headers);
    if (bytes.size() < answer->size + size) return 0;
    const auto body = bytes.substr(answer->size, size);
    accounts::v1::SignInResponse response;
    if (answer->status != 200 || !response.ParseFromArray(body.data(), static_cast<int>(size)))
      throw std::runtime_error("signing in is refused: " + std::string(body));
    take(response);
    if (more()) swarm_.send(line, begin());
    return answer->size + size;
  }

  static std::size_t content_length(std::string_view headers) {
    constexpr std::string_view kName = "\r\nContent-Length: ";
    const auto at = headers.find(kName);
    std::size_t size = 0;
    if (at != std::string_view::npos)
      std::from_chars(headers.data() + at + kName.size(), headers.data() + headers.size(), size);
    return size;
  }

  void take(const accounts::v1::SignInResponse& response) {
    const auto person = static_cast<std::size_t>(response.me().card().id());
    tokens_.at(person - first_) = response.token();
    ++done_;
  }

  Swarm swarm_;
  std::size_t first_, next_, done_ = 0;
  std::vector<std::string> tokens_;
};

}  // namespace

std::string email_of(std::size_t i) { return "p" + std::to_string(i) + "@bench.example"; }

std::vector<std::string> sign_in(std::uint16_t port, std::size_t first, std::size_t last) {
  return SignIns(first, last).run(port);
}

}  // namespace wasl::bench
