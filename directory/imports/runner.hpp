// What imports do in the background, by jobs that take up where the last one ended.
#pragma once
#include <string>

#include "jobs/jobs.hpp"
#include "storage/db.hpp"

namespace wasl::directory::imports {

class Runner {
 public:
  // Registers its kinds of jobs: before jobs start.
  Runner(storage::Db& db, jobs::Jobs& jobs);

  // In the caller's transaction.
  void read(storage::Tx& tx, std::int64_t id);
  void go_on(storage::Tx& tx, std::int64_t id);

 private:
  void read_now(std::int64_t id);
  void run_some(std::int64_t id);

  storage::Db& db_;
  jobs::Jobs& jobs_;
};

}  // namespace wasl::directory::imports
