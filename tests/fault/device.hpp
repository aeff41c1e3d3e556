// A client as docs/protocol.md wants it: it connects to any node, follows its streams from the last offset that it has
// applied, reloads what is not replayed, and comes back when the line is gone. Everything it sees goes into the ledger.
#pragma once
#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <set>

#include "fault/line.hpp"
#include "fault/scene.hpp"
#include "support/town.hpp"
#include "wasl/envelope.pb.h"

namespace wasl::fault {

class Device : public std::enable_shared_from_this<Device> {
 public:
  using Answer = std::function<void(const v1::Reply*)>;  // null: the line ended before it came

  Device(Scene& scene, int number, const test::Person& person, std::uint64_t seed);
  void start();

  int number() const { return number_; }
  const test::Person& person() const { return person_; }
  bool live() const { return line_ && line_->reads() && listed_; }
  // It follows everything on a live line, has all answers, nothing to reload, and has come to `reached`.
  bool up_to_date(const std::map<StreamKey, Offset>& reached) const;
  std::vector<StreamKey> streams() const;
  Offset at(StreamKey stream) const { return follows_.contains(stream) ? follows_.at(stream).applied : 0; }

  // Only on a live line.
  void call(const google::protobuf::Message& request, Answer answer);
  std::uint64_t line_number() const { return line_number_; }
  std::uint64_t next_turn() { return ++turn_; }
  // Begins to send this and breaks the line off in the middle of the frame.
  void break_off(const google::protobuf::Message& request);

  // In words.
  std::string state(StreamKey stream) const;
  std::string behind(const std::map<StreamKey, Offset>& reached) const;
  void stop_reading();
  void go_on_reading();
  void move();  // to another line

 private:
  struct Follow {
    Offset applied = 0;
    Chapter* chapter = nullptr;  // on this line
    std::vector<std::pair<Offset, Offset>> holes{};
  };
  struct Waiting {
    Answer answer;
    std::chrono::steady_clock::time_point since;
    bool overdue = false;
  };

  asio::awaitable<void> live_on();
  asio::awaitable<void> watch_the_line();
  void begin(std::shared_ptr<Line> line);
  void finish();
  void list();
  void subscribe(const std::vector<StreamKey>& streams);
  void reload(StreamKey stream, std::pair<Offset, Offset> hole, Offset before, std::vector<Event> found);
  void later(std::chrono::milliseconds wait, std::function<void()> action);  // if the line still is the same

  void on_message(const std::string& bytes);
  void on_reply(const v1::Reply& reply);
  void on_subscribed(const v1::Subscribed& subscribed);
  void on_event(const v1::Event& event);
  void on_pong(std::uint32_t id);
  void on_bye(const v1::Bye& bye);
  std::string name() const;

  Scene& scene_;
  int number_;
  test::Person person_;
  Random random_;
  std::shared_ptr<Line> line_;
  std::uint64_t line_number_ = 0, turn_ = 0;
  std::uint32_t last_id_ = 0;
  bool listed_ = false, slow_ = false;
  std::map<StreamKey, Follow> follows_;
  std::map<std::uint32_t, Waiting> waiting_;  // for the one answer to each call and subscription
  std::map<std::uint32_t, std::pair<StreamKey, Moment>> opening_;
  std::map<std::uint32_t, std::chrono::steady_clock::time_point> pings_;
  std::chrono::steady_clock::time_point last_heard_, alive_at_;  // alive_at_: a ping sent then was answered
};

// Whether a client may get this and try again.
bool passing(const v1::Status& status);

}  // namespace wasl::fault
