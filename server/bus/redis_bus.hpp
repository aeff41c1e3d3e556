// The bus of many processes: pub/sub on one or several Redis servers, one channel per watched stream.
#pragma once
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "bus/bus.hpp"
#include "bus/redis_link.hpp"
#include "bus/shards.hpp"

namespace wasl::bus {

// Each stream belongs to one of the servers (see Shards), so a server that is away concerns its own streams alone.
// Announcements are listened for on all servers and made on one: the first that is there, beginning with the one to
// which the stream (0, 0) belongs.
class RedisBus final : public Bus {
 public:
  // Every node should list the same addresses, spelt alike, in any order. Where lists differ, rings of the streams that
  // the lists place differently are not heard. `prefix` names the installation: several may share one Redis. Throws
  // std::runtime_error with one sentence when an address is none, or is there twice.
  RedisBus(const std::vector<std::string>& addresses, const std::string& prefix);
  ~RedisBus() override;

  void listen(Listener listener) override;
  void publish(std::vector<Ring> rings, bool more = false) override;
  void announce(std::string text) override;
  void watch(const std::vector<StreamId>& streams, std::function<void()> watched) override;
  void unwatch(const std::vector<StreamId>& streams) override;
  bool healthy() const override;
  bool healthy(StreamId stream) const override { return links_[shards_.of(stream)]->healthy(); }

 private:
  RedisLink& link_for_announcements() const;
  std::vector<std::vector<StreamId>> by_link(const std::vector<StreamId>& streams) const;

  Shards shards_;
  Listener listener_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::vector<std::unique_ptr<RedisLink>> links_;
  std::thread thread_;
};

}  // namespace wasl::bus
