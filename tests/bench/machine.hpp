// What the kernel accounts: processor time and memory of processes; and where they may run.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace wasl::bench {

// Seconds on a processor of a process and all its threads, and of its descendants when asked, in nanosecond steps.
double cpu_seconds(pid_t pid, bool descendants = false);
// Bytes: the proportional share of what a process has in memory, and the most that it has had.
std::int64_t pss_bytes(pid_t pid);
std::int64_t peak_bytes(pid_t pid);
// A process, or (0) the calling thread, and whatever it starts from now on; -1: to no core.
void pin_to(int core, pid_t pid = 0);
int cores();

double wall_seconds();        // monotonic
double own_thread_seconds();  // on a processor, of the calling thread

// As many descriptors as the machine allows.
void raise_descriptor_limit();
// A port of the loopback interface that nobody listens on, below those that outgoing connections take.
std::uint16_t free_port();

// A child with its own environment and output file, pinned to a core (-1: anywhere).
class Process {
 public:
  Process(std::vector<std::string> command, const std::vector<std::string>& environment, const std::string& log,
          int core);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() { stop(); }
  pid_t pid() const { return pid_; }
  bool alive();
  // Throws std::runtime_error when it has not come up within `seconds`, or has ended.
  void wait_for(std::uint16_t port, double seconds = 20);
  // The exit status of one that ends by itself.
  int wait();
  // SIGTERM, and SIGKILL after a second.
  void stop();
  void kill();

 private:
  std::string name_, log_;
  pid_t pid_ = -1;
};

}  // namespace wasl::bench
