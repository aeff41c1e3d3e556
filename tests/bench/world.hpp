// People, sessions and conversations for the scenarios, put straight into the database.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace wasl::bench {

class World {
 public:
  // A database of its own, dropped and made anew, migrated by the program under test.
  World(const std::string& server_conninfo, const std::string& program, const std::string& directory);

  const std::string& conninfo() const { return conninfo_; }
  std::vector<std::string> environment() const;  // WASL_* for the program, without an address

  // Confirmed people 1..n, each with one session; returns their bearer tokens.
  std::vector<std::string> people(std::size_t n);
  // Conversations of `members` people each, taken in order from the people made last; ids are consecutive from the
  // returned one.
  std::int64_t fresh_groups(std::size_t count, std::size_t members);
  // n conversations over the n people made last, `each` people in each: client i is in i, i+37, i+74, ... (modulo n).
  std::int64_t woven_groups(std::size_t n, std::size_t each);
  // Adds `count` messages by member 1 to each of the conversations first .. first+conversations-1.
  void messages(std::int64_t first, std::size_t conversations, std::size_t count);
  void analyze();
  // Rows a second into a table like messages: batches of 100 on 4 connections, durable.
  double row_floor(double seconds);

 private:
  void execute(const std::string& sql);
  std::int64_t groups(std::size_t count, const std::string& members_sql);
  std::string conninfo_, secret_, secret_file_, directory_;
  std::size_t people_ = 0, made_last_ = 0;
};

}  // namespace wasl::bench
