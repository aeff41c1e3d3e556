// XMPP clients over plain TCP: SASL PLAIN, one resource each, rooms by XEP-0045. Read with the eye of a load: stanzas
// are told apart by what this server writes, not by a parser of XML.
#pragma once
#include <vector>

#include "load/chat.hpp"

namespace wasl::bench {

class XmppChat final : public Chat, private Dialect {
 public:
  explicit XmppChat(std::string domain) : swarm_(*this), domain_(std::move(domain)) {}
  // As users u0, u1, ..., whose password is "p".
  void connect(std::uint16_t port, std::size_t people);
  void join(std::size_t client, std::int64_t room) override;
  void say(std::size_t client, std::int64_t room, const std::string& text) override;
  Swarm& swarm() override { return swarm_; }

 private:
  enum class Step { kFeatures, kSuccess, kFeaturesAgain, kBound, kOpen };
  std::size_t on_bytes(std::size_t client, std::string_view bytes) override;
  std::size_t on_handshake(std::size_t client, std::string_view bytes);
  void on_stanza(std::size_t client, std::string_view stanza);
  std::string opening() const;
  std::string room_address(std::int64_t room) const;

  Swarm swarm_;
  std::string domain_;
  std::vector<Step> steps_;
  std::size_t handshakes_ = 0;
};

}  // namespace wasl::bench
