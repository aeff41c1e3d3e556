#include "support/process.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/eventually.hpp"

extern char** environ;

namespace wasl::test {

namespace {

// Made before any thread: the library makes it at first use, out of the thread sanitizer's sight.
[[maybe_unused]] const auto kLog = spdlog::default_logger();

// A peer that the tests have killed must not take the tests along.
[[maybe_unused]] const auto kBrokenPipesAreErrors = std::signal(SIGPIPE, SIG_IGN);

std::vector<std::string> merged(const Environment& extra) {
  std::vector<std::string> out;
  for (char** e = environ; *e; ++e) {
    const std::string one = *e;
    if (!one.starts_with("WASL_") && !one.starts_with("PG") && !extra.contains(one.substr(0, one.find('='))))
      out.push_back(one);
  }
  for (const auto& [key, value] : extra) out.push_back(key + "=" + value);
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (auto& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

int open_input(const std::string& input) {
  if (input.empty()) return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const auto path = fresh_path("input");
  write_file(path, input);
  return ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const Environment& environment, const std::string& log,
                 const std::string& input) {
  auto words = command;
  auto variables = merged(environment);
  const auto arguments = pointers(words);
  const auto settings = pointers(variables);
  const int in = open_input(input);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(126);
    std::signal(SIGPIPE, SIG_DFL);
    ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(out, 2);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);  // a socket that a child holds too does not close when we close it
    ::execvpe(arguments[0], arguments.data(), settings.data());
    ::_exit(127);
  }
  ::close(in);
  ::close(out);
  if (pid_ < 0) throw std::runtime_error("cannot fork");
}

Process::~Process() {
  if (!running()) return;
  signal(SIGKILL);
  wait();
}

void Process::signal(int number) const {
  if (!over_) ::kill(pid_, number);
}

bool Process::running() {
  if (over_) return false;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return true;
  over_ = true;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return false;
}

int Process::wait() {
  return eventually([&] { return !running(); }) ? status_ : -1;
}

Finished run(const std::vector<std::string>& command, const Environment& environment, const std::string& input) {
  const auto log = fresh_path("output");
  Process process(command, environment, log, input);
  const int status = process.wait();
  return {status, read_file(log)};
}

std::int64_t status_of(pid_t pid, const std::string& key) {
  std::istringstream lines(read_file("/proc/" + std::to_string(pid) + "/status"));
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(key + ":")) return std::stoll(line.substr(key.size() + 1));
  return 0;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void write_file(const std::string& path, const std::string& text, unsigned mode) {
  std::ofstream(path, std::ios::binary) << text;
  ::chmod(path.c_str(), mode);
}

const std::string& work_directory() {
  struct Directory {
    std::string path = "/tmp/wasl-it-XXXXXX";
    Directory() {
      if (!::mkdtemp(path.data())) throw std::runtime_error("cannot make a directory in /tmp");
      ::chmod(path.c_str(), 0711);
    }
    ~Directory() {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
  };
  static const Directory directory;
  return directory.path;
}

std::string fresh_path(const std::string& stem) {
  static std::atomic<int> count{0};
  return work_directory() + "/" + stem + "-" + std::to_string(++count);
}

}  // namespace wasl::test
