// People and conversations for the scenarios, put straight into the database.
#pragma once
#include <sys/types.h>

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
  pid_t postmaster() const;

  // n more, confirmed, numbered from 1. Their passwords are hashed at the least cost that there is: Argon2 is not what
  // is measured here.
  void add_people(std::size_t n);
  // Conversations of `members` people each, who are taken in turn from people 1 to `people`; ids are consecutive from
  // the returned one.
  std::int64_t groups(std::size_t count, std::size_t members, std::size_t people);
  // n conversations of n people, `each` people in each: person i + 1 is in i, i + kWeave, i + 2 kWeave, ... (modulo n).
  std::int64_t woven_groups(std::size_t n, std::size_t each);
  static constexpr std::size_t kWeave = 37;
  // Adds `count` messages by a member to each of the conversations first .. first+conversations-1.
  void messages(std::int64_t first, std::size_t conversations, std::size_t count);
  // Published organisations of every region, with names of three of some thousand words in two languages, and missions
  // of 35 of as many words as kMissionWords says, few of them common and most of them rare.
  void organisations(std::size_t count);
  // Milliseconds that PostgreSQL takes to count those whose names have this word: the median of several passes over
  // them all.
  double organisations_pass_ms(const std::string& word);
  static constexpr int kMissionWords = 20'000;
  static std::string mission_word(int number);  // the common ones first
  void make_verifier(std::size_t person);
  // What PostgreSQL would tidy up after the organisations sooner or later is done now, not while something is measured.
  void settle_organisations();
  std::int64_t last_organisation();
  // Seconds that COPY takes for all organisations into a file, and for those after this one into a table like theirs.
  double copy_organisations_out();
  double copy_organisations_in(std::int64_t after);
  // Rows a second into a table like messages: batches of 100 on 4 connections, durable.
  double row_floor(double seconds);

 private:
  void execute(const std::string& sql);
  double seconds_of(const std::string& sql);
  std::int64_t groups(std::size_t count, const std::string& members_sql);
  std::string conninfo_, secret_file_, directory_;
  std::size_t people_ = 0;
};

}  // namespace wasl::bench
