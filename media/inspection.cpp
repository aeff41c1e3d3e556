#include "media/inspection.hpp"

#include <poll.h>
#include <spawn.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <csignal>
#include <map>
#include <sstream>

#include "core/error.hpp"
#include "media/descriptor.hpp"
#include "media/policy.hpp"

namespace wasl::media {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPatience = std::chrono::seconds(60);
constexpr std::size_t kLongestReport = 4096, kLongestType = 100;
constexpr std::uint64_t kLongestSide = 16384;
constexpr int kReadable = 0, kUnreadable = 1;

Refused cannot_work() {
  return unavailable("media.unavailable", "Files cannot be looked at just now. Try again in a moment.");
}

// Beside this program.
const fs::path& program() {
  static const fs::path path = fs::read_symlink("/proc/self/exe").parent_path() / "wasl-media";
  return path;
}

class Actions {
 public:
  Actions() { posix_spawn_file_actions_init(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
  void give(int descriptor, int as) { posix_spawn_file_actions_adddup2(&actions_, descriptor, as); }
  void close_from(int first) { posix_spawn_file_actions_addclosefrom_np(&actions_, first); }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

pid_t start(const Descriptor& file, int report, const Descriptor& picture, const Descriptor& small) {
  Actions actions;
  // Through high numbers first: none is overwritten before it has been given.
  const std::array<std::pair<int, int>, 4> given{{{file.get(), 0}, {report, 1}, {picture.get(), 3}, {small.get(), 4}}};
  for (const auto& [descriptor, as] : given) actions.give(descriptor, 1000 + as);
  for (const auto& [descriptor, as] : given) actions.give(1000 + as, as);
  actions.close_from(5);
  std::string name = program().string();
  std::array<char*, 2> words{name.data(), nullptr};
  std::string locale = "LC_ALL=C.UTF-8", quiet = "VIPS_WARNING=0";
  std::array<char*, 3> environment{locale.data(), quiet.data(), nullptr};
  pid_t pid = 0;
  if (const int error = posix_spawn(&pid, name.c_str(), actions.get(), nullptr, words.data(), environment.data());
      error != 0) {
    spdlog::error("{} does not start: {}", name, std::generic_category().message(error));
    throw cannot_work();
  }
  return pid;
}

// "image/jpeg"
bool is_type(std::string_view said) {
  const auto is_plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || std::string_view("/.+-_").find(c) != std::string_view::npos;
  };
  return said.size() <= kLongestType && std::ranges::count(said, '/') == 1 && std::ranges::all_of(said, is_plain);
}

bool is_made(std::string_view type) { return type == "image/jpeg" || type == "image/png" || type == "image/webp"; }

// 0: nonsense.
int side(const std::string& said) {
  const auto value = policy::number(said).value_or(0);
  return value <= kLongestSide ? static_cast<int>(value) : 0;
}

// What it says until it ends; it is killed when it says too much or takes too long.
std::string listen(pid_t pid, int report) {
  std::string out;
  const auto deadline = Clock::now() + kPatience;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd waiting{report, POLLIN, 0};
    if (left <= 0 || out.size() > kLongestReport) break;
    if (::poll(&waiting, 1, static_cast<int>(left)) < 0 && errno != EINTR) break;
    if (!(waiting.revents & (POLLIN | POLLHUP))) continue;
    char piece[512];
    const auto n = ::read(report, piece, sizeof piece);
    if (n <= 0) return out;
    out.append(piece, static_cast<std::size_t>(n));
  }
  ::kill(pid, SIGKILL);
  return out;
}

}  // namespace

Inspection inspection_of(const std::string& report) {
  std::map<std::string, std::string> said;
  std::istringstream lines(report);
  for (std::string key, value; lines >> key && std::getline(lines >> std::ws, value);) said[key] = value;
  Inspection out;
  if (said.contains("refused")) out.refused = said["refused"] == "too_large_picture" ? said["refused"] : "unreadable";
  if (is_type(said["type"])) out.type = said["type"];
  if (!said.contains("picture")) return out;
  out.width = side(said["width"]);
  out.height = side(said["height"]);
  out.picture_type = said["picture"];
  out.small_type = said["small"];
  const bool well = is_made(out.picture_type) && said["small"] == "image/webp" && out.width > 0 && out.height > 0;
  if (!well) out.refused = "unreadable";
  return out;
}

Inspection inspect(const fs::path& file, const fs::path& picture, const fs::path& small) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw cannot_work();
  const int report = ends[0];
  std::string said;
  pid_t pid = 0;
  try {
    const Descriptor in(file, O_RDONLY), full(picture, O_RDWR | O_CREAT | O_TRUNC),
        little(small, O_RDWR | O_CREAT | O_TRUNC);
    pid = start(in, ends[1], full, little);
  } catch (...) {
    ::close(ends[0]);
    ::close(ends[1]);
    throw;
  }
  ::close(ends[1]);
  said = listen(pid, report);
  ::close(report);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == kReadable) return inspection_of(said);
  if (WIFEXITED(status) && WEXITSTATUS(status) != kUnreadable) {
    spdlog::error("wasl-media cannot work here: exit status {}", WEXITSTATUS(status));
    throw cannot_work();
  }
  if (WIFSIGNALED(status)) spdlog::warn("wasl-media was ended by signal {}: the file is refused", WTERMSIG(status));
  auto inspection = inspection_of(said);
  if (inspection.refused.empty()) inspection.refused = "unreadable";
  return inspection;
}

}  // namespace wasl::media
