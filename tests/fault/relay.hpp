// A wire between two programs that can fail: bytes go through, from a port of this machine to a socket, until it is
// told otherwise.
#pragma once
#include <memory>
#include <string>

namespace wasl::fault {

// Where in a commit the wire breaks: before any of it has left, when half of it has, when it has but not its answer.
enum class Cut { kBefore, kHalfway, kAfter };

class Relay {
 public:
  explicit Relay(const std::string& upstream);  // path of a socket
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  unsigned short port() const;
  std::string address() const { return "127.0.0.1:" + std::to_string(port()); }

  // Nothing passes any more in either direction; connections stay open, and new ones are accepted without an answer.
  void silence();
  void speak();
  // Resets every connection.
  void cut();
  // The next so many transactions of PostgreSQL that pass are cut off while they commit, and their connections reset.
  void cut_commits(int count, Cut where);
  int commits_cut() const;  // so far

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace wasl::fault
