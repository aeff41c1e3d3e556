// One Redis server, as one node sees it: a connection to publish, one to listen, and the streams watched there.
#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <span>
#include <unordered_map>

#include "bus/bus.hpp"
#include "bus/redis_connection.hpp"

namespace wasl::bus {

// Reconnects for ever. Everything but healthy() on the io_context's only thread.
class RedisLink {
 public:
  // `prefix` names the installation, `node` (8 bytes) this process. The listener outlives the link.
  RedisLink(asio::io_context& io, std::string address, std::string prefix, std::string node, const Listener& listener);

  void start();
  void stop();

  // Rings of one stream; not to this node's own listener. Silently nothing while the server is away.
  void publish(std::span<const Ring> rings, bool more);
  void announce(std::string_view text);

  // Lets go of `until_heard` when rings on all these streams will be heard, or when waiting would be pointless.
  void watch(const std::vector<StreamId>& streams, const std::shared_ptr<void>& until_heard);
  void unwatch(const std::vector<StreamId>& streams);

  bool healthy() const { return healthy_; }

 private:
  struct Watch {
    unsigned count = 0;
    bool heard = false;
    std::vector<std::shared_ptr<void>> waiting;
  };

  void connect_publisher();
  void connect_subscriber();
  void retry_later(asio::steady_timer& timer, void (RedisLink::*connect)());
  void subscribe(const std::vector<std::string>& channels);
  void on_publisher_down();
  void on_subscriber_up();
  void on_subscriber_down();
  void on_push(std::string_view kind, std::string_view channel, std::string_view payload);
  void on_heard(std::string_view channel);
  void on_message(std::string_view channel, std::string_view payload);
  void hear(StreamId stream, std::string_view peal);
  void hand_over();
  bool can_send();
  void send(std::string_view channel, std::string_view payload);
  void beat();
  void on_beat();
  void became_healthy();
  void became_unhealthy();
  std::string channel_of(StreamId stream) const;
  std::optional<StreamId> stream_of_channel(std::string_view channel) const;

  asio::io_context& io_;
  std::string name_;
  RedisAddress address_;
  std::string prefix_, node_, announcements_;
  const Listener& listener_;
  asio::steady_timer publisher_timer_{io_}, subscriber_timer_{io_}, beat_timer_{io_};
  std::shared_ptr<RedisConnection> publisher_, subscriber_;
  std::unordered_map<StreamId, Watch> watches_;
  std::unordered_map<std::string, int> confirmations_due_;  // by channel
  std::string message_;                                     // being sent: one buffer for all
  std::vector<Ring> heard_;                                 // in this turn
  bool more_ = false;                                       // as the last message heard says
  bool publisher_up_ = false, subscriber_up_ = false, stopping_ = false;
  int missed_beats_ = 0;
  int failures_ = 0;
  std::atomic<bool> healthy_{false};
};

}  // namespace wasl::bus
