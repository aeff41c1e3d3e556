// The bus of many processes: Redis pub/sub, one channel per watched stream.
#pragma once
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <thread>
#include <unordered_map>

#include "bus/bus.hpp"
#include "bus/redis_connection.hpp"

namespace wasl::bus {

class RedisBus final : public Bus {
 public:
  // `prefix` names the installation: several may share one Redis.
  RedisBus(const std::string& address, std::string prefix);
  ~RedisBus() override;

  void listen(Listener listener) override;
  void publish(std::vector<Ring> rings) override;
  void announce(std::string text) override;
  void watch(const std::vector<StreamId>& streams, std::function<void()> watched) override;
  void unwatch(const std::vector<StreamId>& streams) override;
  bool healthy() const override { return healthy_; }

 private:
  struct Watch {
    unsigned count = 0;
    bool heard = false;
    std::vector<std::shared_ptr<void>> waiting;
  };

  void connect_publisher();
  void connect_subscriber();
  void retry_later(asio::steady_timer& timer, void (RedisBus::*connect)());
  void subscribe(const std::vector<std::string>& channels);
  void on_subscriber_up();
  void on_subscriber_down();
  void on_push(std::string_view kind, std::string_view channel, std::string_view payload);
  void on_heard(std::string_view channel);
  void on_message(std::string_view channel, std::string_view payload);
  void send(std::string_view channel, std::string_view payload);
  void beat();
  void became_healthy();
  std::string channel_of(StreamId stream) const;
  std::optional<StreamId> stream_of_channel(std::string_view channel) const;

  RedisAddress address_;
  std::string prefix_, node_, announcements_;
  Listener listener_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  asio::steady_timer publisher_timer_{io_}, subscriber_timer_{io_}, beat_timer_{io_};
  std::shared_ptr<RedisConnection> publisher_, subscriber_;
  std::unordered_map<StreamId, Watch> watches_;
  std::unordered_map<std::string, int> confirmations_due_;  // by channel
  bool publisher_up_ = false, subscriber_up_ = false, stopping_ = false;
  int missed_beats_ = 0;
  int failures_ = 0;
  std::atomic<bool> healthy_{false};
  std::thread thread_;
};

}  // namespace wasl::bus
