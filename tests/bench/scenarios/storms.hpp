// More than a server can do, or will: people who ask and ask. `tick` does what is due and reads what is there.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "load/later.hpp"
#include "load/wasl_line.hpp"
#include "scenarios/crowd.hpp"

namespace wasl::bench::scenarios {

struct Tally {
  std::int64_t asked = 0, served = 0, unavailable = 0, limited = 0, without_hint = 0;

  // Throws std::runtime_error on a refusal for any other reason.
  void refused(const v1::Status& status);
  void refused(int http_status, int retry_after);
};

class Storm {
 public:
  virtual ~Storm() = default;
  virtual void tick() = 0;
  const Tally& tally() const { return tally_; }

 protected:
  Tally tally_;
};

// Calls at a steady rate, whatever is answered, by clients in turn.
class CallStorm final : public Storm {
 public:
  // `frame` makes the i-th call of a client.
  using Frame = std::function<std::string(std::size_t client, std::uint64_t i)>;
  CallStorm(std::uint16_t port, const std::vector<std::string>& tokens, double per_second, Frame frame);

  // Everybody listens in this conversation, too.
  void listen_in(std::int64_t conversation);
  void tick() override;

 private:
  WaslLine line_;
  double per_second_;
  Frame frame_;
  double start_ = 0;
  std::uint64_t sent_ = 0;
  std::size_t listening_ = 0;
};

// Everybody connects at once, each from an address of its own, follows 20 conversations, hangs up and comes again at
// once; or after as long as it is told to. Asked and served are connections.
class ConnectStorm final : public Storm {
 public:
  ConnectStorm(std::uint16_t port, const Crowd& crowd);
  void tick() override;

 private:
  void connect(std::size_t client);
  void on_reply(std::size_t client, const v1::Reply& reply);
  void done(std::size_t client, double until_next);

  std::uint16_t port_;
  const Crowd& crowd_;
  WaslLine line_;
  Later next_;
  std::vector<std::size_t> following_;  // conversations, of each client
};

}  // namespace wasl::bench::scenarios
