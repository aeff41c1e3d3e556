// PostgreSQL for the tests: cheap private databases, SQL beside the server, and instances that may be stopped.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "support/process.hpp"

namespace wasl::test {

// libpq connection string of the run's PostgreSQL, with another database.
std::string conninfo_of(const std::string& database);

// One connection; throws std::runtime_error.
class Sql {
 public:
  explicit Sql(const std::string& conninfo);
  ~Sql();
  std::vector<std::vector<std::string>> rows(const std::string& sql);
  std::string value(const std::string& sql);  // of the first row and column
  std::int64_t number(const std::string& sql);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A copy of a migrated template, which is made once per run; dropped with the object.
class Database {
 public:
  enum class Content { kMigrated, kEmpty };
  explicit Database(Content content = Content::kMigrated);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& name() const { return name_; }
  std::string conninfo() const { return conninfo_of(name_); }
  Sql& sql() { return *sql_; }

 private:
  std::string name_;
  std::unique_ptr<Sql> sql_;
};

// A PostgreSQL of a test's own. PostgreSQL refuses root: then it runs as the user postgres.
class Postgres {
 public:
  enum class Disk { kIgnored, kTrusted };         // trusted: what is committed has been written to the disk
  explicit Postgres(Disk disk = Disk::kIgnored);  // started, with an empty database "wasl"
  ~Postgres();
  void start();
  void stop();       // at once: the next start recovers, as after a crash
  void shut_down();  // as a restart of the service does it: sessions are ended, nothing is left to recover
  void kill();       // SIGKILL for every process of it
  // It and its sessions stop in the middle of whatever they do, and go on later.
  void freeze();
  void thaw();
  std::string conninfo() const;
  std::string socket() const { return home_ + "/.s.PGSQL.5432"; }
  std::string log() const { return home_ + ".log"; }

 private:
  void launch();
  void end(int signal);

  std::string home_;
  Disk disk_;
  std::unique_ptr<Process> process_;
  std::vector<int> frozen_;
};

}  // namespace wasl::test
