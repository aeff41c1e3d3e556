// Processor time of the server's processes and of PostgreSQL, from construction on, by the kernel's accounting.
#pragma once
#include <vector>

#include "machine.hpp"
#include "report.hpp"

namespace wasl::bench {

class Meter {
 public:
  Meter(std::vector<pid_t> servers, pid_t postmaster)
      : servers_(std::move(servers)), postmaster_(postmaster), server_(server_now()), database_(database_now()) {}

  // Per million units.
  void report(Row& row, double units) const {
    row.server_cpu = (server_now() - server_) * 1e6 / units;
    row.db_cpu = (database_now() - database_) * 1e6 / units;
  }

 private:
  double server_now() const {
    double total = 0;
    for (const auto pid : servers_) total += cpu_seconds(pid);
    return total;
  }
  double database_now() const { return cpu_seconds(postmaster_, true); }

  std::vector<pid_t> servers_;
  pid_t postmaster_;
  double server_, database_;
};

}  // namespace wasl::bench
