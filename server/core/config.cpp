#include "core/config.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <cctype>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "core/crypto.hpp"

namespace wasl {

namespace po = boost::program_options;

namespace {

constexpr std::string_view kEnvironment = "WASL_";

po::options_description options(Config& c) {
  po::options_description d;
  auto add = d.add_options();
  add("listen", po::value(&c.listen));
  add("public_url", po::value(&c.public_url));
  add("database", po::value(&c.database));
  add("redis", po::value(&c.redis));
  add("secret_file", po::value(&c.secret_file));
  add("mail", po::value(&c.mail));
  add("mail_from", po::value(&c.mail_from));
  add("appeal_address", po::value(&c.appeal_address));
  add("client_dir", po::value(&c.client_dir));
  add("media_dir", po::value(&c.media_dir));
  add("largest_file_mb", po::value(&c.largest_file_mb));
  add("organisation_quota_mb", po::value(&c.organisation_quota_mb));
  add("person_quota_mb", po::value(&c.person_quota_mb));
  add("loops", po::value(&c.loops));
  add("database_connections", po::value(&c.database_connections));
  add("max_connections", po::value(&c.max_connections));
  add("idle_timeout", po::value(&c.idle_timeout));
  add("request_timeout", po::value(&c.request_timeout));
  add("rate_scale", po::value(&c.rate_scale));
  add("log_level", po::value(&c.log_level));
  add("log_format", po::value(&c.log_format));
  add("map_tiles", po::value(&c.map_tiles));
  add("map_attribution", po::value(&c.map_attribution));
  add("map_max_zoom", po::value(&c.map_max_zoom));
  add("trusted_proxies", po::value(&c.trusted_proxies));
  return d;
}

// WASL_TEST_* belongs to the tests.
std::string key_of_variable(const std::string& variable) {
  if (!variable.starts_with(kEnvironment) || variable.starts_with("WASL_TEST_")) return {};
  std::string key = variable.substr(kEnvironment.size());
  std::ranges::transform(key, key.begin(), [](unsigned char ch) { return static_cast<char>(std::tolower(ch)); });
  return key;
}

std::string read_secret(const std::string& path) {
  if (path.empty())
    throw std::runtime_error(
        "secret_file is not set: make one with `openssl rand -hex 32 > FILE; chmod 600 FILE` and name it");
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read secret_file " + path);
  struct stat info{};
  if (::stat(path.c_str(), &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    throw std::runtime_error("secret_file " + path + " is readable by others: chmod 600 it");
  std::string text;
  in >> text;
  try {
    auto secret = crypto::from_hex(text);
    if (secret.size() >= 32) return secret.substr(0, 32);
  } catch (const std::invalid_argument&) {
  }
  throw std::runtime_error("secret_file " + path + " must hold at least 64 hexadecimal digits");
}

void require_one_of(const std::string& key, const std::string& value, std::initializer_list<std::string_view> allowed) {
  if (std::ranges::find(allowed, value) != allowed.end()) return;
  std::string list;
  for (const auto a : allowed) list += (list.empty() ? "" : ", ") + std::string(a);
  throw std::runtime_error(key + " must be one of " + list + ", not '" + value + "'");
}

// Ends up in the page's policy: one plain origin, and a path that names the tile.
void check_map(const Config& c) {
  static const std::regex kTiles(R"(^https?://[A-Za-z0-9.-]+(:\d{1,5})?/[^\s"'<>;,]*$)");
  if (c.map_max_zoom < 1 || c.map_max_zoom > 22) throw std::runtime_error("map_max_zoom must be 1 to 22");
  if (c.map_tiles.empty()) return;
  const auto names = [&](const char* part) { return c.map_tiles.find(part) != std::string::npos; };
  if (!std::regex_match(c.map_tiles, kTiles) || !names("{z}") || !names("{x}") || !names("{y}"))
    throw std::runtime_error("map_tiles must be like https://host/{z}/{x}/{y}.png, not '" + c.map_tiles + "'");
  if (c.public_url.starts_with("https:") && c.map_tiles.starts_with("http:"))
    throw std::runtime_error("map_tiles must be https: browsers show no http images on an https page");
  if (c.map_attribution.empty())
    throw std::runtime_error("map_attribution is not set: whose map_tiles these are, shown on the map");
}

void check(const Config& c) {
  static const std::regex kListen(R"(^(\[[0-9a-fA-F:]+\]|[0-9.]+):\d{1,5}$)"), kUrl(R"(^https?://[^/?#\s]+$)"),
      kMail(R"(^(dir:/.+|smtps?://.+)$)"), kMailbox(R"(^([^<>]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$)");
  if (!std::regex_match(c.listen, kListen) || std::stoi(c.listen.substr(c.listen.rfind(':') + 1)) > 65535)
    throw std::runtime_error("listen must be address:port, not '" + c.listen + "'");
  if (!std::regex_match(c.public_url, kUrl))
    throw std::runtime_error("public_url must be http(s)://host without a path, not '" + c.public_url + "'");
  if (c.database.empty())
    throw std::runtime_error("database is not set: a libpq connection string, such as 'dbname=wasl'");
  if (!std::regex_match(c.mail, kMail))
    throw std::runtime_error("mail must be dir:/path, smtp://host:port or smtps://host:port, not '" + c.mail + "'");
  if (!std::regex_match(c.mail_from, kMailbox))
    throw std::runtime_error("mail_from must be Name <address>, not '" + c.mail_from + "'");
  static const std::regex kAddress(R"(^[^<>\s@]+@[^<>\s@]+$)");
  if (!c.appeal_address.empty() && !std::regex_match(c.appeal_address, kAddress))
    throw std::runtime_error("appeal_address must be an e-mail address, not '" + c.appeal_address + "'");
  if (c.database_connections < 1 || c.database_connections > 500)
    throw std::runtime_error("database_connections must be 1 to 500");
  if (c.idle_timeout < 2 || c.idle_timeout > 86'400) throw std::runtime_error("idle_timeout must be 2 to 86400");
  if (c.request_timeout < 1 || c.request_timeout > 86'400)
    throw std::runtime_error("request_timeout must be 1 to 86400");
  if (!(c.rate_scale >= 0 && c.rate_scale <= 1e6)) throw std::runtime_error("rate_scale must be 0 to 1000000");
  if (c.max_connections < 10) throw std::runtime_error("max_connections must be at least 10");
  if (c.loops > 256) throw std::runtime_error("loops must be 0 to 256");
  if (c.largest_file_mb < 1 || c.largest_file_mb > 1000) throw std::runtime_error("largest_file_mb must be 1 to 1000");
  check_map(c);
  require_one_of("log_level", c.log_level, {"debug", "info", "warning", "error"});
  require_one_of("log_format", c.log_format, {"text", "json"});
}

std::string blank_passwords(const std::string& text) {
  static const std::regex kConninfo(R"(password\s*=\s*('(\\.|[^'\\])*('|$)|\\.|[^\s\\'])+)"),
      kUrl(R"(://([^:/@]*):(.+)@)");
  return std::regex_replace(std::regex_replace(text, kConninfo, "password=***"), kUrl, "://$1:***@");
}

po::parsed_options parse_settings(const Settings& settings, const po::options_description& known) {
  std::vector<std::string> words;
  for (const auto& [key, value] : settings) words.push_back("--" + key + "=" + value);
  return po::command_line_parser(words).options(known).run();
}

void store_environment(const po::options_description& known, po::variables_map& values) {
  const auto environment = po::parse_environment(known, key_of_variable);
  for (const auto& option : environment.options)
    if (!known.find_nothrow(option.string_key, false))
      throw std::runtime_error("unknown configuration key '" + option.string_key + "' in the environment");
  po::store(environment, values);
}

// Without a command line, the environment is left out too.
Config read(std::istream* file, const Settings* command_line) {
  Config c;
  const auto known = options(c);
  po::variables_map values;
  try {
    // What is stored first wins: the command line, the environment, the file.
    if (command_line) {
      po::store(parse_settings(*command_line, known), values);
      store_environment(known, values);
    }
    if (file) po::store(po::parse_config_file(*file, known), values);
    po::notify(values);
  } catch (const po::unknown_option& e) {
    throw std::runtime_error("unknown configuration key '" + e.get_option_name() + "'");
  } catch (const po::error_with_option_name& e) {  // its what() does not end for a value that holds "%value%"
    throw std::runtime_error("configuration: '" + e.get_option_name() +
                             "' is given twice, or has a value that it cannot take");
  } catch (const po::error& e) {
    throw std::runtime_error(std::string("configuration: ") + e.what());
  }
  check(c);
  return c;
}

}  // namespace

Config parse_config(std::istream& file) { return read(&file, nullptr); }

Config load_config(const std::string& path, const Settings& command_line) {
  std::ifstream file(path);
  if (!path.empty() && !file) throw std::runtime_error("cannot read the configuration file " + path);
  auto config = read(path.empty() ? nullptr : &file, &command_line);
  config.secret = read_secret(config.secret_file);
  return config;
}

std::vector<std::string> split_list(const std::string& list) {
  std::vector<std::string> out;
  std::istringstream in(list);
  for (std::string one; std::getline(in, one, ',');) {
    std::erase(one, ' ');
    if (!one.empty()) out.push_back(one);
  }
  return out;
}

std::string origin_of(const std::string& url) {
  const auto host = url.find("://");
  return host == std::string::npos ? std::string() : url.substr(0, url.find('/', host + 3));
}

std::string print_config(const Config& c) {
  std::ostringstream out;
  const auto line = [&out](const char* key, const auto& value, const char* comment) {
    out << "# " << comment << '\n' << key << " = " << value << "\n\n";
  };
  line("listen", c.listen, "Address and port of the HTTP and WebSocket door.");
  line("public_url", c.public_url, "What people type in their browser. With https, cookies are Secure.");
  line("database", blank_passwords(c.database), "libpq connection string of the PostgreSQL database.");
  line("redis", c.redis,
       "unix:/path or address:port, several comma separated; empty when one process serves everyone.");
  line("secret_file", c.secret_file, "File of 64 hexadecimal digits, readable by the server alone.");
  line("mail", blank_passwords(c.mail),
       "smtp://[user:password@]host:port, smtps://..., or dir:/path to write .eml files.");
  line("mail_from", c.mail_from, "Sender of the mails.");
  line("appeal_address", c.appeal_address,
       "Whom suspended people and organisations write to; empty: the sender of the mails.");
  line("client_dir", c.client_dir, "The built web client.");
  line("media_dir", c.media_dir, "Directory of uploaded files, shared by all nodes; empty: none are taken.");
  line("largest_file_mb", c.largest_file_mb, "Megabytes of one uploaded file.");
  line("organisation_quota_mb", c.organisation_quota_mb, "Megabytes of all files of one organisation's people.");
  line("person_quota_mb", c.person_quota_mb, "Megabytes of all files of a person without an organisation.");
  line("loops", c.loops, "Event loops; 0: one per core.");
  line("database_connections", c.database_connections, "Connections to PostgreSQL, beside two for writing messages.");
  line("max_connections", c.max_connections, "Open sockets at a time; more are closed at once.");
  line("idle_timeout", c.idle_timeout, "Seconds after which a WebSocket peer that answers no ping is gone.");
  line("request_timeout", c.request_timeout, "Seconds to send a whole HTTP request, and to stay idle between two.");
  line("rate_scale", c.rate_scale, "Multiplies every rate limit; 0 switches them off (load tests only).");
  line("log_level", c.log_level, "debug, info, warning or error.");
  line("log_format", c.log_format, "text or json.");
  line("map_tiles", c.map_tiles, "https://host/{z}/{x}/{y}.png; empty: maps show outlines only.");
  line("map_attribution", c.map_attribution, "Whose the tiles are, shown on the map.");
  line("map_max_zoom", c.map_max_zoom, "The closest zoom that there are tiles for.");
  line("trusted_proxies", c.trusted_proxies, "Addresses, comma separated, whose X-Forwarded-For is believed.");
  return out.str();
}

}  // namespace wasl
