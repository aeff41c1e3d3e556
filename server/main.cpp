// The command line.
#include <curl/curl.h>
#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <iostream>

#include "app/commands.hpp"
#include "core/command_line.hpp"
#include "core/config.hpp"
#include "core/crypto.hpp"
#include "core/log.hpp"

namespace wasl {
namespace {

constexpr auto kUsage = R"(wasl: a real-time social network and messaging server

usage: wasl COMMAND [--config FILE] [ARGUMENTS]

  serve [--listen ADDRESS] [--redis ADDRESS]...
                            answer on the configured address until SIGINT or SIGTERM; --redis may be given several times
  migrate                   bring the database's schema up to this program's
  config                    print the configuration as it is understood, without passwords
  admin create-person NAME EMAIL LANGUAGE
                            a confirmed account; LANGUAGE is ar, fr or en; the password is read from standard input
  admin reset-password EMAIL
                            the new password is read from standard input; ends every session of the person
  admin grant-role EMAIL ROLE [REASON]
  admin revoke-role EMAIL ROLE [REASON]
                            ROLE is administrator, verifier, moderator or specialist; the log of acts keeps REASON
  admin suspend-person EMAIL REASON
                            ends every session of the person, who reads REASON
  admin lift-suspension EMAIL REASON
  admin suspend-organisation NUMBER REASON
                            NUMBER as in the address of its page; nobody finds it, its owners read REASON
  admin lift-organisation NUMBER REASON
  admin index-messages      make all messages findable that are not yet (the server does it, too, unhurriedly)
  admin collect-files       remove uploaded files that no message has shown for a day (the server does so too)
  admin keep-directory [DAY]
                            ask for confirmations that are due, unpublish what nobody confirms (the server does so, too);
                            DAY as 2027-05-31: as if it were that day
  admin keep-questions [DAY]
                            offer overdue questions to more people (the server does so, too)
  admin demo FILE           run FILE (SQL) once, on an installation without people
  help, version

Configuration: `key = value` lines in FILE, then WASL_<KEY> from the environment, then --listen and --redis; `wasl config`
lists the keys.
Exit status: 0 done, 1 refused or failed, 2 the command line is not understood.
)";

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

int run(const std::vector<std::string>& words) {
  const bool asks = std::ranges::any_of(words, [](const auto& w) { return w == "--help" || w == "-h"; });
  const auto line = asks ? CommandLine{"help", {}, {}, {}} : parse_command_line(words);
  const auto& command = line.command;
  if (is_one_of(command, {"", "help"})) {
    std::cout << kUsage;
    return command.empty() ? 2 : 0;
  }
  if (is_one_of(command, {"version", "--version"})) {
    std::cout << "wasl " << WASL_VERSION << '\n';
    return 0;
  }
  if (!is_one_of(command, {"serve", "migrate", "config", "admin"})) throw Usage("'" + command + "' is not a command");
  if (command != "admin" && !line.arguments.empty())
    throw Usage(command + " takes no argument '" + line.arguments[0] + "'");
  crypto::init();
  const auto config = load_config(line.config_file, line.settings);
  start_log(command == "serve" ? config.log_level : "warning", config.log_format);
  if (command == "serve") return serve(config);
  if (command == "migrate") return migrate(config);
  if (command == "admin") return administer(config, line.arguments);
  std::cout << print_config(config);
  return 0;
}

}  // namespace
}  // namespace wasl

int main(int argc, char** argv) {
  google::protobuf::SetLogHandler(nullptr);  // it would print what strangers send
  curl_global_init(CURL_GLOBAL_DEFAULT);
  try {
    return wasl::run({argv + 1, argv + argc});
  } catch (const wasl::Usage& e) {
    std::cerr << "wasl: " << e.what() << "\nTry `wasl help`.\n";
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "wasl: " << e.what() << '\n';
    return 1;
  }
}
