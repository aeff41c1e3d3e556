#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "app/commands.hpp"
#include "app/house.hpp"
#include "core/command_line.hpp"
#include "messaging/module.hpp"

namespace wasl {

namespace {

std::string read_password() {
  std::string password;
  std::getline(std::cin, password);
  if (password.empty()) throw std::runtime_error("the password is read from standard input, one line: none came");
  return password;
}

std::chrono::sys_seconds today() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

// "2027-05-31"
std::chrono::sys_seconds day(const std::string& text) {
  int year = 0;
  unsigned month = 0, day_of_month = 0;
  char end = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2u%c", &year, &month, &day_of_month, &end) != 3)
    throw Usage("a day is written 2027-05-31");
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day_of_month)};
  if (!date.ok()) throw Usage("there is no day " + text);
  return std::chrono::sys_days(date);
}

std::string reason(const std::vector<std::string>& words, std::size_t at) {
  return words.size() > at ? words[at] : "on the command line";
}

// The number in the address of its page.
OrganisationId organisation(const std::string& word) {
  std::int64_t id = 0;
  const auto* end = word.data() + word.size();
  if (std::from_chars(word.data(), end, id).ptr != end || id <= 0)
    throw Usage("an organisation is named by its number");
  return OrganisationId{id};
}

void load_demo(House& house, const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream sql;
  sql << file.rdbuf();
  const bool loaded = house.db.transact_now([&](storage::Tx& tx) {
    tx.exec_text("lock table people in exclusive mode");
    if (!tx.exec_text("select 1 from people limit 1").empty()) return false;
    tx.exec_text(sql.str());
    return true;
  });
  house.refresh_search();
  std::cout << (loaded ? "demo data loaded\n" : "there are people already: demo data left out\n");
}

}  // namespace

int administer(const Config& config, const std::vector<std::string>& words) {
  require_current_schema(config);
  House house(config);
  house.bus->listen({[](const bus::Rings&, bool) {}, [](const std::string&) {}, [] {}});
  const auto is = [&](const char* command, std::size_t arguments) {
    return words[0] == command && words.size() == arguments + 1;
  };
  if (words.empty()) throw Usage("admin: what?");
  if (is("create-person", 3)) {
    const auto id = house.accounts.create_person(words[1], words[2], words[3], read_password());
    std::cout << "person " << raw(id) << " created\n";
  } else if (is("reset-password", 1)) {
    house.accounts.set_password(words[1], read_password());
    std::cout << "password set; every session of the person has ended\n";
  } else if (is("grant-role", 2) || is("grant-role", 3)) {
    house.accounts.grant_role(words[1], words[2], reason(words, 3));
    std::cout << "granted\n";
  } else if (is("revoke-role", 2) || is("revoke-role", 3)) {
    const auto person = house.accounts.revoke_role(words[1], words[2], reason(words, 3));
    if (words[2] == "verifier") house.directory.give_up_reviews(person);
    std::cout << "revoked\n";
  } else if (is("suspend-person", 2)) {
    house.directory.give_up_reviews(house.accounts.suspend_person(words[1], words[2]));
    std::cout << "suspended; every session of the person has ended\n";
  } else if (is("lift-suspension", 2)) {
    house.accounts.lift_suspension(words[1], words[2]);
    std::cout << "lifted\n";
  } else if (is("suspend-organisation", 2)) {
    house.directory.suspend_organisation(organisation(words[1]), words[2]);
    std::cout << "suspended; nobody finds it\n";
  } else if (is("lift-organisation", 2)) {
    house.directory.lift_organisation(organisation(words[1]), words[2]);
    std::cout << "lifted\n";
  } else if (is("index-messages", 0)) {
    std::cout << messaging::index_messages(house.db) << " conversations indexed\n";
  } else if (is("collect-files", 0)) {
    std::cout << house.media.collect() << " files removed\n";
  } else if (is("keep-directory", 0) || is("keep-directory", 1)) {
    const auto done = house.directory.upkeep(words.size() > 1 ? day(words[1]) : today());
    std::cout << done.asked << " asked to confirm, " << done.unpublished << " unpublished, " << done.orphaned
              << " without an owner\n";
  } else if (is("keep-questions", 0) || is("keep-questions", 1)) {
    const auto done = messaging::questions::keep(house.db, house.streams, words.size() > 1 ? day(words[1]) : today());
    std::cout << done.widened << " offered to their sector, " << done.escalated << " to the platform's people\n";
  } else if (is("demo", 1)) {
    load_demo(house, words[1]);
  } else {
    throw Usage("admin: '" + words[0] + "' is not understood, or has the wrong number of arguments");
  }
  return 0;
}

int migrate(const Config& config) {
  const auto applied = storage::migrate(config.database, all_migrations());
  for (const auto& name : applied) std::cout << "applied " << name << '\n';
  if (applied.empty()) std::cout << "the schema is current\n";
  return 0;
}

}  // namespace wasl
