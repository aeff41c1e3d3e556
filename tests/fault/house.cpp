#include "fault/house.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <csignal>
#include <filesystem>
#include <iostream>

#include "support/eventually.hpp"
#include "support/http.hpp"

namespace wasl::fault {

namespace {

using namespace std::chrono_literals;

constexpr auto kRestartAfter = 500ms;

unsigned short free_port() {
  namespace ip = boost::asio::ip;
  boost::asio::io_context io;
  return ip::tcp::acceptor(io, {ip::address_v4::loopback(), 0}).local_endpoint().port();
}

}  // namespace

Node::Node(unsigned short port, test::Environment settings, std::string log)
    : port_(port), settings_(std::move(settings)), log_(std::move(log)) {
  settings_["WASL_LISTEN"] = "127.0.0.1:" + std::to_string(port);
  launch();
}

void Node::launch() {
  log_from_ = test::read_file(log_).size();
  process_ = std::make_unique<test::Process>(std::vector<std::string>{test::binary(), "serve"},
                                             test::settings(settings_), log_);
  started_ = std::chrono::steady_clock::now();
  was_ready_ = false;
  ++starts_;
}

void Node::kill() {
  weigh();
  wanted_ = false;
  process_->signal(SIGKILL);
  process_->wait();
}

void Node::start() {
  wanted_ = true;
  launch();
}

void Node::freeze() {
  frozen_ = true;
  process_->signal(SIGSTOP);
}

void Node::thaw() {
  process_->signal(SIGCONT);
  frozen_ = false;
}

bool Node::ready() const { return up() && test::http(port_, {"GET", "/readyz"}).status == 200; }

void Node::weigh() { peak_kib_ = std::max(peak_kib_, test::status_of(process_->pid(), "VmHWM")); }

bool Node::tend() {
  if (!up()) return false;
  if (process_->running()) {
    weigh();
    was_ready_ = was_ready_ || test::read_file(log_).find("listens on port", log_from_) != std::string::npos;
    return false;
  }
  if (std::chrono::steady_clock::now() - started_ < kRestartAfter) return false;
  const bool lived = was_ready_;
  launch();
  return lived;
}

House::House(std::size_t node_count) {
  for (const auto& one : redis) to_redis.push_back(std::make_unique<Relay>(one.address().substr(5)));
  const auto migrated = test::run_wasl({"migrate"}, {{"WASL_DATABASE", postgres.conninfo()}});
  if (migrated.status != 0) throw std::runtime_error("wasl migrate failed: " + migrated.output);
  for (std::size_t i = 0; i < node_count; ++i) {
    const auto& wire = *to_postgres.emplace_back(std::make_unique<Relay>(postgres.socket()));
    nodes.push_back(std::make_unique<Node>(
        free_port(),
        test::Environment{
            {"WASL_DATABASE",
             fmt::format("host=127.0.0.1 port={} user=wasl dbname=wasl sslmode=disable gssencmode=disable",
                         wire.port())},
            {"WASL_REDIS", to_redis[0]->address() + "," + to_redis[1]->address()}},
        test::fresh_path("node.log")));
  }
  if (!test::eventually([&] { return ready(); })) {
    print_logs();
    throw std::runtime_error("the nodes do not become ready");
  }
}

std::vector<unsigned short> House::ports() const {
  std::vector<unsigned short> out;
  for (const auto& node : nodes) out.push_back(node->port());
  return out;
}

bool House::ready() const {
  return std::ranges::all_of(nodes, [](const auto& node) { return node->ready(); });
}

std::vector<std::string> House::tend() {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (nodes[i]->tend()) out.push_back(fmt::format("node {} ended by itself", i));
  return out;
}

std::int64_t House::peak_kib() const {
  std::int64_t out = 0;
  for (const auto& node : nodes) out = std::max(out, node->peak_kib());
  return out;
}

void House::keep_logs(const std::string& directory) const {
  std::filesystem::create_directories(directory);
  std::filesystem::copy_file(postgres.log(), directory + "/postgres.log",
                             std::filesystem::copy_options::overwrite_existing);
  for (std::size_t i = 0; i < nodes.size(); ++i)
    std::filesystem::copy_file(nodes[i]->log(), fmt::format("{}/node{}.log", directory, i),
                               std::filesystem::copy_options::overwrite_existing);
}

void House::print_logs() const {
  constexpr std::size_t kTail = 4000;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto text = test::read_file(nodes[i]->log());
    std::cerr << "---- log of node " << i << "\n"
              << text.substr(text.size() > kTail ? text.size() - kTail : 0) << "----\n";
  }
}

}  // namespace wasl::fault
