// All clients of a run, on a thread of their own. Called from the main thread.
#pragma once
#include <functional>
#include <future>
#include <thread>

#include "fault/writer.hpp"

namespace wasl::fault {

struct Size {
  int people, conversations;
  std::chrono::milliseconds pause;  // between two messages of one person
  Patience patience;
};

struct Figures {
  std::uint64_t sends = 0, acknowledged = 0, repeated = 0, delivered = 0, reconnects = 0, reloads = 0, too_slow = 0;
};

class Crowd {
 public:
  // Makes the people and their conversations over the first node, and lets them begin.
  Crowd(const Size& size, const std::string& conninfo, const std::vector<unsigned short>& ports, std::uint64_t seed);
  ~Crowd();

  void rest();
  void go_on();
  // At rest: everything is acknowledged, and everybody has heard everything.
  bool settled();
  // Why not, in words.
  std::string unsettled();

  // A moment of the run; `heard_since` says whether something that came after it has reached every device of every
  // member, in every conversation.
  struct Mark {
    std::map<StreamKey, Offset> reached;
    std::uint64_t acknowledged = 0;
  };
  Mark mark();
  bool heard_since(const Mark& mark) { return unheard_since(mark).empty(); }
  std::string unheard_since(const Mark& mark);  // by whom not, in words
  bool acknowledged_since(const Mark& mark);

  // Everybody takes a new line, to whatever node.
  void scatter();
  // In each conversation only its first member writes, and nobody leaves a line that lives: what the others then hear
  // has come to their node by itself, without a neighbour who writes or comes anew.
  void one_writes(bool on);
  std::string others_write();  // who still has something to send that they had begun before, in words

  // Somebody stops reading while others write a lot; then reads on.
  void stop_a_reader(std::size_t bytes);
  bool flooding();
  void go_on_reading();
  void break_off(int how_many);

  Figures figures();
  std::size_t devices() const;
  // At rest: waits, by `attend`, until everybody has come to the heads that are stored, and checks the ledger against
  // what is stored. Again if a marker that was under way has moved meanwhile. Nothing: it does not come to that.
  using Attend = std::function<bool(const std::function<bool()>&)>;
  std::optional<std::vector<std::string>> violations(test::Sql& sql, unsigned short port, const Attend& attend);
  void note(const std::string& words);

 private:
  template <class Action>
  auto ask(Action action) {
    std::packaged_task<decltype(action())()> task(std::move(action));
    auto answer = task.get_future();
    asio::post(scene_.io, [&task] { task(); });
    return answer.get();
  }
  void found(const Size& size, const std::string& conninfo, std::uint64_t seed);
  History history(test::Sql& sql, unsigned short port);

  Scene scene_;
  Random random_;
  std::vector<test::Person> people_;
  std::map<std::int64_t, std::vector<std::size_t>> members_;  // of each conversation
  std::vector<std::shared_ptr<Writer>> writers_;              // one per person
  std::vector<std::vector<std::shared_ptr<Device>>> devices_;
  std::shared_ptr<Device> slow_;
  std::thread thread_;
};

}  // namespace wasl::fault
