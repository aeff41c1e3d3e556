// What the kernel accounts: processor time and memory of processes; and where they may run.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace wasl::bench {

// Seconds on a processor of a process and all its threads, and of its descendants when asked, in nanosecond steps.
double cpu_seconds(pid_t pid, bool descendants = false);
// Bytes: the proportional share of what a process has in memory.
std::int64_t pss_bytes(pid_t pid);
// The calling thread's, and whatever it starts.
void pin_to(int core);
int cores();

double wall_seconds();        // monotonic
double own_thread_seconds();  // on a processor, of the calling thread

// A child with its own environment and output file, pinned to a core (-1: anywhere).
class Process {
 public:
  Process(std::vector<std::string> command, const std::vector<std::string>& environment, const std::string& log, int core);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() { stop(); }
  pid_t pid() const { return pid_; }
  // SIGTERM, and SIGKILL after ten seconds.
  void stop();

 private:
  pid_t pid_ = -1;
};

}  // namespace wasl::bench
