// Children of the tests. They die with the test program, however it ends. Start them on the main thread only: the
// kernel ties that promise to the thread that started them.
#pragma once
#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace wasl::test {

using Environment = std::map<std::string, std::string>;  // added to ours; WASL_* of ours is left out

class Process {
 public:
  // Output of both kinds is appended to the file `log`.
  Process(const std::vector<std::string>& command, const Environment& environment, const std::string& log,
          const std::string& input = {});
  ~Process();  // SIGKILL
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  bool running();
  // Waits for the end. The exit status, or 128 + the signal; -1 when it does not end in time.
  int wait();

 private:
  pid_t pid_ = -1;
  int status_ = -1;
  bool over_ = false;
};

struct Finished {
  int status;
  std::string output;
};
Finished run(const std::vector<std::string>& command, const Environment& environment = {},
             const std::string& input = {});

// A number of /proc/PID/status, as "VmRSS" (KiB); 0 when it is not there.
std::int64_t status_of(pid_t pid, const std::string& key);

std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& text, unsigned mode = 0600);

// A directory of this run that everyone may enter; removed at the end.
const std::string& work_directory();
// A path in it that was not given before.
std::string fresh_path(const std::string& stem);

}  // namespace wasl::test
