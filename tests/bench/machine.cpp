#include "machine.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace wasl::bench {

namespace fs = std::filesystem;

namespace {

double clock_seconds(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

double own_cpu(const fs::path& process) {
  double nanoseconds = 0;
  std::error_code gone;
  for (const auto& task : fs::directory_iterator(process / "task", gone)) {
    std::ifstream in(task.path() / "schedstat");
    double on_cpu = 0;
    if (in >> on_cpu) nanoseconds += on_cpu;
  }
  return nanoseconds / 1e9;
}

// Of children that have ended and been waited for.
double ended_children_cpu(const fs::path& process) {
  std::ifstream in(process / "stat");
  std::string text((std::istreambuf_iterator<char>(in)), {});
  std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 1)));
  std::string skipped;
  for (int i = 3; i < 16; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::int64_t memory_of(pid_t pid, const char* file, const std::string& key) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/" + file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(key)) return std::stoll(line.substr(key.size())) * 1024;
  throw std::runtime_error("no memory account of process " + std::to_string(pid));
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool answers(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  const auto to = loopback(port);
  const bool connected = connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  close(fd);
  return connected;
}

}  // namespace

double wall_seconds() { return clock_seconds(CLOCK_MONOTONIC); }
double own_thread_seconds() { return clock_seconds(CLOCK_THREAD_CPUTIME_ID); }

double cpu_seconds(pid_t pid, bool descendants) {
  const fs::path process = "/proc/" + std::to_string(pid);
  double total = own_cpu(process);
  if (!descendants) return total;
  total += ended_children_cpu(process);
  std::error_code gone;
  for (const auto& task : fs::directory_iterator(process / "task", gone)) {
    std::ifstream in(task.path() / "children");
    for (pid_t child = 0; in >> child;) total += cpu_seconds(child, true);
  }
  return total;
}

std::int64_t pss_bytes(pid_t pid) { return memory_of(pid, "smaps_rollup", "Pss:"); }
std::int64_t peak_bytes(pid_t pid) { return memory_of(pid, "status", "VmHWM:"); }

void pin_to(int core, pid_t pid) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (int i = 0; i < cores(); ++i)
    if (core < 0 || i == core) CPU_SET(i, &set);
  sched_setaffinity(pid, sizeof set, &set);
}

int cores() { return static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)); }

void raise_descriptor_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::uint16_t free_port() {
  static auto next = static_cast<std::uint16_t>(15'000 + getpid() % 10'000);
  for (int i = 0; i < 2000; ++i) {
    const auto port = ++next;
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    const auto address = loopback(port);
    const bool free = bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(fd);
    if (free) return port;
  }
  throw std::runtime_error("no port is free");
}

Process::Process(std::vector<std::string> command, const std::vector<std::string>& environment, const std::string& log,
                 int core)
    : name_(command[0]), log_(log), pid_(fork()) {
  if (pid_ < 0) throw std::runtime_error("cannot start " + name_);
  if (pid_ > 0) return;
  if (core >= 0) pin_to(core);
  const int out = open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0644);
  dup2(out, 1);
  dup2(out, 2);
  for (const auto& setting : environment) putenv(const_cast<char*>(setting.c_str()));
  std::vector<char*> words;
  for (auto& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  execvp(words[0], words.data());
  _exit(127);
}

bool Process::alive() {
  if (pid_ > 0 && waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = -1;
  return pid_ > 0;
}

void Process::wait_for(std::uint16_t port, double seconds) {
  for (const auto end = wall_seconds() + seconds; alive() && wall_seconds() < end; usleep(10'000))
    if (answers(port)) return;
  std::ifstream in(log_);
  const std::string said((std::istreambuf_iterator<char>(in)), {});
  throw std::runtime_error(name_ +
                           " does not come up: " + said.substr(said.size() - std::min<std::size_t>(said.size(), 2000)));
}

int Process::wait() {
  int status = 0;
  waitpid(std::exchange(pid_, -1), &status, 0);
  return status;
}

void Process::stop() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGTERM);
  for (int i = 0; i < 50 && alive(); ++i) usleep(20'000);
  kill();
}

void Process::kill() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  wait();
}

}  // namespace wasl::bench
