// What every scenario works with: the database and its people, servers to measure, the floors, the report.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "machine.hpp"
#include "report.hpp"
#include "world.hpp"

namespace wasl::bench {

struct Setting {
  std::string program, pg, redis, directory, peers;
  std::uint16_t pg_port = 0;  // of the loopback interface; 0: PostgreSQL listens on none
  bool quick = false;
};

struct Server {
  std::uint16_t port;
  std::unique_ptr<Process> process;
  pid_t pid() const { return process->pid(); }
};

struct ServeOptions {
  bool redis = false;
  double rate_scale = 0;   // 0: no limits
  std::uint16_t port = 0;  // 0: one that is free
};

class Bench {
 public:
  // With two cores, PostgreSQL and all servers share core 0, and the caller has core 1 from now on.
  explicit Bench(Setting setting);

  bool quick() const { return setting_.quick; }
  double seconds(double full) const { return quick() ? full / 7 : full; }
  std::size_t count(std::size_t full, std::size_t when_quick) const { return quick() ? when_quick : full; }
  const Setting& setting() const { return setting_; }
  World& world() { return world_; }
  pid_t postmaster() const { return postmaster_; }
  // Whether sessions of PostgreSQL that begin from now on run wherever there is room, or on the server's core as at first.
  void let_database_roam(bool roams) const { pin_to(roams ? -1 : server_core(), postmaster_); }
  static int server_core() { return cores() > 1 ? 0 : -1; }

  // One that answers; one event loop, six database connections.
  Server serve(const ServeOptions& options = {});
  // All messages that the world has made can be found.
  void index_messages();
  // The bearer tokens of people 1 to n, who have all signed in.
  std::vector<std::string> people(std::size_t n);

  // Microseconds of one send() to one of `sockets`, measured now or before; of a share of one that carries `together`
  // messages.
  double send_floor(std::size_t sockets, std::size_t together = 1);

  void add(Row row) { report_.add(std::move(row)); }
  const Report& report() const { return report_; }

 private:
  Setting setting_;
  World world_;
  pid_t postmaster_;
  std::vector<std::string> tokens_;
  std::map<std::pair<std::size_t, std::size_t>, double> floors_;
  Report report_;
};

}  // namespace wasl::bench
