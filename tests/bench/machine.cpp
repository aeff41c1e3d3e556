#include "machine.hpp"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

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

std::int64_t pss_bytes(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/smaps_rollup");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("Pss:")) return std::stoll(line.substr(4)) * 1024;
  throw std::runtime_error("no memory account of process " + std::to_string(pid));
}

void pin_to(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  sched_setaffinity(0, sizeof set, &set);
}

int cores() { return static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)); }

Process::Process(std::vector<std::string> command, const std::vector<std::string>& environment, const std::string& log,
                 int core) {
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("cannot start " + command[0]);
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

void Process::stop() {
  if (pid_ < 0) return;
  kill(pid_, SIGTERM);
  for (int i = 0; i < 500; ++i) {
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

}  // namespace wasl::bench
