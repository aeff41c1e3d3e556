#include "support/server.hpp"

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <regex>
#include <set>
#include <stdexcept>

#include "support/eventually.hpp"
#include "support/http.hpp"

namespace wasl::test {

namespace {

std::set<const Server*>& servers() {
  static std::set<const Server*> all;
  return all;
}

const std::string& secret_file() {
  static const std::string path = [] {
    auto file = fresh_path("secret");
    write_file(file, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n");
    return file;
  }();
  return path;
}

}  // namespace

std::string binary() {
  const char* given = std::getenv("WASL_TEST_BINARY");
  if (!given) throw std::runtime_error("WASL_TEST_BINARY is not set: run the tests with scripts/test");
  return given;
}

const std::string& media_directory() {
  static const std::string path = fresh_path("media");
  return path;
}

Environment settings(const Environment& overrides) {
  const char* client = std::getenv("WASL_TEST_CLIENT");
  Environment out{{"WASL_LISTEN", "127.0.0.1:0"},
                  {"WASL_SECRET_FILE", secret_file()},
                  {"WASL_MAIL", "dir:/tmp"},
                  {"WASL_RATE_SCALE", "0"},
                  {"WASL_DATABASE_CONNECTIONS", "4"},
                  {"WASL_LOOPS", "2"},
                  {"WASL_MEDIA_DIR", media_directory()},
                  {"WASL_CLIENT_DIR", client ? client : "/nonexistent"}};
  for (const auto& [key, value] : overrides) out[key] = value;
  return out;
}

Finished run_wasl(const std::vector<std::string>& words, const Environment& overrides, const std::string& input) {
  std::vector<std::string> command{binary()};
  command.insert(command.end(), words.begin(), words.end());
  return run(command, settings(overrides), input);
}

Server::Server(const Environment& overrides) : log_(fresh_path("server.log")), mail_(fresh_path("mail")) {
  environment_ = settings({{"WASL_MAIL", "dir:" + mail_}});
  for (const auto& [key, value] : overrides) environment_[key] = value;
  servers().insert(this);
  start();
}

Server::~Server() { servers().erase(this); }

void Server::start() {
  if (port_ != 0) environment_["WASL_LISTEN"] = "127.0.0.1:" + std::to_string(port_);
  const auto before = log().size();
  process_ = std::make_unique<Process>(std::vector<std::string>{binary(), "serve"}, environment_, log_);
  const bool ready = eventually([&] {
    static const std::regex kPort("listens on port ([0-9]+)");
    const auto text = log().substr(before);
    std::smatch found;
    if (!process_->running()) throw std::runtime_error("wasl serve ended: " + text);
    if (!std::regex_search(text, found, kPort)) return false;
    port_ = static_cast<unsigned short>(std::stoi(found[1]));
    return http(port_, {"GET", "/readyz"}).status == 200;
  });
  if (!ready) throw std::runtime_error("wasl serve does not become ready: " + log());
}

void Server::kill() {
  process_->signal(SIGKILL);
  process_->wait();
}

int Server::terminate() {
  process_->signal(SIGTERM);
  return process_->wait();
}

double Server::metric(const std::string& name_and_labels) const {
  const auto text = "\n" + http(port_, {"GET", "/metrics"}).body;
  const auto at = text.find("\n" + name_and_labels + " ");
  return at == std::string::npos ? 0 : std::stod(text.substr(at + name_and_labels.size() + 2));
}

void print_logs() {
  constexpr std::size_t kTail = 3000;
  for (const auto* server : servers()) {
    const auto text = server->log();
    std::cerr << "---- log of the server on port " << server->port() << "\n"
              << text.substr(text.size() > kTail ? text.size() - kTail : 0) << "----\n";
  }
}

Redis::Redis() : path_(fresh_path("redis") + ".sock") { start(); }

void Redis::start() {
  process_ =
      std::make_unique<Process>(std::vector<std::string>{"redis-server", "--port", "0", "--unixsocket", path_, "--save",
                                                         "", "--appendonly", "no", "--dir", work_directory()},
                                Environment{}, path_ + ".log");
  if (!eventually([&] { return run({"redis-cli", "-s", path_, "ping"}).output == "PONG\n"; }))
    throw std::runtime_error("redis-server does not start: " + read_file(path_ + ".log"));
}

void Redis::kill() {
  process_->signal(SIGKILL);
  process_->wait();
}

std::string shared_redis() {
  const char* given = std::getenv("WASL_TEST_REDIS");
  if (!given) throw std::runtime_error("WASL_TEST_REDIS is not set: run the tests with scripts/test");
  return std::string("unix:") + given;
}

}  // namespace wasl::test
