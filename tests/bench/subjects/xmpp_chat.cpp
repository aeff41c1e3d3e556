#include "subjects/xmpp_chat.hpp"

#include <stdexcept>

#include "core/crypto.hpp"

namespace wasl::bench {

namespace {

constexpr std::string_view kMessage = "<message ", kMessageEnd = "</message>";
constexpr std::string_view kPresence = "<presence ", kPresenceEnd = "</presence>";
constexpr std::string_view kIq = "<iq ", kIqEnd = "</iq>";

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// The first whole stanza; empty when there is none yet.
std::string_view first_stanza(std::string_view bytes) {
  const auto end_of = [&](std::string_view end) {
    const auto at = bytes.find(end);
    return at == std::string_view::npos ? std::string_view{} : bytes.substr(0, at + end.size());
  };
  if (bytes.starts_with(kMessage)) return end_of(kMessageEnd);
  if (bytes.starts_with(kPresence)) return end_of(kPresenceEnd);
  if (bytes.starts_with(kIq)) return end_of(kIqEnd);
  if (bytes.size() > kPresence.size()) throw std::runtime_error("XMPP: " + std::string(bytes.substr(0, 200)));
  return {};
}

}  // namespace

std::string XmppChat::opening() const {
  return "<?xml version='1.0'?><stream:stream to='" + domain_ +
         "' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
}

std::string XmppChat::room_address(std::int64_t room) const { return "r" + std::to_string(room) + "@rooms." + domain_; }

void XmppChat::connect(std::uint16_t port, std::size_t people) {
  for (std::size_t i = 0; i < people; ++i) {
    swarm_.until([&] { return handshakes_ < 50; }, 60, "XMPP sessions");
    steps_.push_back(Step::kFeatures);
    ++handshakes_;
    swarm_.add(port, opening());
  }
  swarm_.until([&] { return handshakes_ == 0; }, 60, "XMPP sessions");
}

void XmppChat::join(std::size_t client, std::int64_t room) {
  swarm_.send(client, "<presence to='" + room_address(room) + "/u" + std::to_string(client) +
                          "'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>");
}

void XmppChat::say(std::size_t client, std::int64_t room, const std::string& text) {
  swarm_.send(client, "<message type='groupchat' to='" + room_address(room) + "'><body>" + text + "</body></message>");
}

std::size_t XmppChat::on_bytes(std::size_t client, std::string_view bytes) {
  if (steps_[client] != Step::kOpen) return on_handshake(client, bytes);
  std::size_t used = 0;
  for (;;) {
    const auto stanza = first_stanza(bytes.substr(used));
    if (stanza.empty()) return used;
    on_stanza(client, stanza);
    used += stanza.size();
  }
}

std::size_t XmppChat::on_handshake(std::size_t client, std::string_view bytes) {
  const auto next = [&](std::string_view wanted, Step step, const std::string& answer) {
    if (contains(bytes, "failure") || contains(bytes, "error")) throw std::runtime_error("XMPP: " + std::string(bytes));
    if (!contains(bytes, wanted)) return std::size_t{0};
    steps_[client] = step;
    swarm_.send(client, answer);
    return bytes.size();
  };
  switch (steps_[client]) {
    case Step::kFeatures: {
      const auto user = std::string(1, '\0') + "u" + std::to_string(client) + std::string(1, '\0') + "p";
      auto encoded = crypto::base64(user);
      encoded.append((4 - encoded.size() % 4) % 4, '=');
      return next("</stream:features>", Step::kSuccess,
                  "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + encoded + "</auth>");
    }
    case Step::kSuccess:
      return next("<success", Step::kFeaturesAgain, opening());
    case Step::kFeaturesAgain:
      return next(
          "</stream:features>", Step::kBound,
          "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>l</resource></bind></iq>");
    case Step::kBound: {
      const auto used = next("</iq>", Step::kOpen, "");
      if (used > 0) --handshakes_;
      return used;
    }
    case Step::kOpen:
      break;
  }
  return 0;
}

// A room says 110 with one's own presence (XEP-0045 section 7.2.2), and then its subject: a message without a body.
void XmppChat::on_stanza(std::size_t client, std::string_view stanza) {
  if (stanza.starts_with(kMessage)) {
    constexpr std::string_view kBody = "<body>";
    const auto at = stanza.find(kBody);
    if (at != std::string_view::npos) on_heard(stanza.substr(at + kBody.size()));
    return;
  }
  if (contains(stanza, "type='error'")) throw std::runtime_error("XMPP: " + std::string(stanza));
  if (stanza.starts_with(kPresence) && contains(stanza, "code='110'")) on_joined(client);
}

}  // namespace wasl::bench
