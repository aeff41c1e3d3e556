// Real processes of Wasl and Redis.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "support/database.hpp"
#include "support/process.hpp"

namespace wasl::test {

// Settings that every command needs: a secret, a mail directory, quick limits. Any may be overridden.
Environment settings(const Environment& overrides = {});

// The program under test.
std::string binary();

// `wasl WORDS...` to its end.
Finished run_wasl(const std::vector<std::string>& words, const Environment& overrides, const std::string& input = {});

// `wasl serve` on a port of its own choosing, which it keeps over restarts.
class Server {
 public:
  explicit Server(const Environment& overrides);
  ~Server();

  unsigned short port() const { return port_; }
  const std::string& mail_directory() const { return mail_; }

  void start();  // waits until it is ready
  void kill();   // SIGKILL, and waits for the end
  // It stops in the middle of whatever it does, and goes on later; its sockets stay open meanwhile.
  void freeze() { process_->signal(19); }  // SIGSTOP
  void thaw() { process_->signal(18); }    // SIGCONT
  int terminate();                         // SIGTERM, and waits: the exit status
  void ask_to_leave() { process_->signal(15); }
  int wait() { return process_->wait(); }
  void restart() {
    kill();
    start();
  }
  pid_t pid() const { return process_->pid(); }
  bool running() { return process_ && process_->running(); }

  std::string log() const { return read_file(log_); }
  double metric(const std::string& name_and_labels) const;  // 0 when it is not there

 private:
  Environment environment_;
  std::string log_, mail_;
  unsigned short port_ = 0;
  std::unique_ptr<Process> process_;
};

// Prints the last lines of every server's log, for a test that failed.
void print_logs();

class Redis {
 public:
  Redis();
  void start();
  void kill();
  void signal(int number) { process_->signal(number); }
  std::string address() const { return "unix:" + path_; }

 private:
  std::string path_;
  std::unique_ptr<Process> process_;
};

// The run's own Redis; it is never stopped.
std::string shared_redis();

}  // namespace wasl::test
