// What an operator decides. Read from a file of `key = value` lines, from WASL_<KEY> in the environment, and from the
// command line; the later outweighs the earlier.
#pragma once
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace wasl {

struct Config {
  std::string listen = "127.0.0.1:8080";             // address:port
  std::string public_url = "http://127.0.0.1:8080";  // what people type; https makes cookies Secure
  std::string database;                              // libpq connection string
  std::string redis;                                 // unix:/path or host:port, comma separated; empty: one process only
  std::string secret_file;                           // 64 hexadecimal digits
  std::string mail;                                  // dir:/path, smtp://[user:password@]host:port or smtps://
  std::string mail_from = "Wasl <no-reply@localhost>";
  std::string appeal_address;                        // whom suspended people write to; empty: the address of mail_from
  std::string client_dir = "client-web/build";
  std::string media_dir;                              // uploaded files; empty: none are taken
  unsigned largest_file_mb = 50;
  unsigned organisation_quota_mb = 5'000;             // all files of one organisation
  unsigned person_quota_mb = 500;                     // all files of a person without one
  unsigned loops = 0;  // 0: one per core
  unsigned database_connections = 8;
  unsigned max_connections = 20'000;                  // sockets; more are closed at once
  unsigned idle_timeout = 50;                         // seconds
  unsigned request_timeout = 20;                      // seconds
  double rate_scale = 1;               // multiplies every rate limit; 0: none
  std::string log_level = "info";    // debug, info, warning, error
  std::string log_format = "text";   // text, json
  std::string map_tiles;             // https://host/{z}/{x}/{y}.png; empty: maps show outlines only
  std::string map_attribution;       // whose the tiles are, shown on the map
  unsigned map_max_zoom = 18;        // the closest that there are tiles for
  std::string trusted_proxies;       // addresses, comma separated, that may set X-Forwarded-For

  std::string secret;  // the content of secret_file, decoded: 32 bytes
};

using Settings = std::map<std::string, std::string>;  // by key

// Throws std::runtime_error with one sentence on an unknown key, a value that does not fit, or a missing secret.
// An empty path: environment only.
Config load_config(const std::string& path, const Settings& command_line = {});

// The text of such a file alone: neither the environment nor the secret.
Config parse_config(std::istream& file);

// As a file that load_config would read; passwords inside `database` and `mail` are blanked.
std::string print_config(const Config& config);

// "https://host:port" of an address.
std::string origin_of(const std::string& url);

// The parts of "a, b".
std::vector<std::string> split_list(const std::string& list);

}  // namespace wasl
