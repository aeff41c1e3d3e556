// What may break: nodes, two Redis, a PostgreSQL that trusts its disk, and the wires between them. On the main thread.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "fault/relay.hpp"
#include "support/database.hpp"
#include "support/server.hpp"

namespace wasl::fault {

// `wasl serve` under a supervisor that starts it again when it is gone, as the service manager does.
class Node {
 public:
  Node(unsigned short port, test::Environment settings, std::string log);

  unsigned short port() const { return port_; }
  void kill();  // and keeps it down
  void start();
  void freeze();  // SIGSTOP
  void thaw();
  bool up() const { return wanted_ && !frozen_; }
  bool ready() const;
  // Starts it again if it has ended. True when nobody had killed it and it had been ready: it should have lived on.
  bool tend();
  std::int64_t peak_kib() const { return peak_kib_; }
  int starts() const { return starts_; }
  const std::string& log() const { return log_; }

 private:
  void launch();
  void weigh();

  unsigned short port_;
  test::Environment settings_;
  std::string log_;
  std::unique_ptr<test::Process> process_;
  std::chrono::steady_clock::time_point started_;
  bool wanted_ = true, frozen_ = false, was_ready_ = false;
  std::int64_t peak_kib_ = 0;
  std::size_t log_from_ = 0;
  int starts_ = 0;
};

class House {
 public:
  explicit House(std::size_t node_count);

  std::vector<unsigned short> ports() const;
  bool ready() const;
  // What has gone wrong by itself since the last call, in words.
  std::vector<std::string> tend();
  std::int64_t peak_kib() const;  // of the heaviest node
  void print_logs() const;        // their ends
  void keep_logs(const std::string& directory) const;

  test::Postgres postgres{test::Postgres::Disk::kTrusted};
  test::Redis redis[2];
  std::vector<std::unique_ptr<Relay>> to_redis;     // both are shared by the nodes: all must know them by one address
  std::vector<std::unique_ptr<Relay>> to_postgres;  // of each node
  std::vector<std::unique_ptr<Node>> nodes;
};

}  // namespace wasl::fault
