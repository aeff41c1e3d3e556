// A person who writes, reads, edits and looks, on one or several devices, and tries everything again until it is
// acknowledged: over whichever device is live, now and then over two at once, now and then though it was acknowledged.
#pragma once
#include "fault/device.hpp"

namespace wasl::fault {

class Writer : public std::enable_shared_from_this<Writer> {
 public:
  Writer(Scene& scene, std::vector<std::shared_ptr<Device>> devices, std::vector<std::int64_t> conversations,
         std::vector<std::int64_t> first_of, std::chrono::milliseconds pause, std::uint64_t seed);
  void start();

  // Nothing new; what is not acknowledged yet is tried on.
  void rest() { resting_ = true; }
  void go_on() { resting_ = false; }
  bool settled() const { return open_ == 0; }
  bool is_first() const { return !first_of_.empty(); }          // of some conversation
  std::uint64_t acknowledged() const { return acknowledged_; }  // messages of this writer, so far

  // Long messages to one conversation, as fast as they are acknowledged, until so many bytes are.
  void flood(std::int64_t conversation, std::size_t bytes);
  bool flooding() const { return flood_left_ > 0; }
  // Begins to send a message and breaks the line off.
  void break_off();

 private:
  struct Letter {
    std::int64_t conversation = 0;
    std::uint64_t client = 0;
    std::string text;
    int attempts = 0;
    bool acknowledged = false;
    Offset offset = 0;
  };
  using LetterPtr = std::shared_ptr<Letter>;

  asio::awaitable<void> live_on();
  void act();
  LetterPtr compose(std::int64_t conversation, std::string text);
  void send(const LetterPtr& letter);
  void attempt(const LetterPtr& letter, const std::shared_ptr<Device>& device);
  void on_answer(const LetterPtr& letter, bool first, const v1::Reply* reply);
  void on_sent(const LetterPtr& letter, bool first, Offset offset);
  void edit(const LetterPtr& letter, const std::string& text);
  void on_edited(const LetterPtr& letter, const std::string& text, const v1::Reply* reply);
  void mark_read();
  void look();
  void pour();
  void again(std::function<void()> action);
  std::shared_ptr<Device> live_device();
  std::int64_t person() const { return devices_.front()->person().id; }
  std::int64_t one_of(const std::vector<std::int64_t>& all) { return all[below(random_, all.size())]; }
  std::int64_t any_conversation() { return one_of(conversations_); }

  Scene& scene_;
  std::vector<std::shared_ptr<Device>> devices_;
  std::vector<std::int64_t> conversations_, first_of_;
  std::chrono::milliseconds pause_;
  Random random_;
  std::vector<LetterPtr> sent_;  // a few of the acknowledged ones
  bool resting_ = false;
  int open_ = 0;  // letters and edits that are not acknowledged
  std::uint64_t count_ = 0, acknowledged_ = 0;
  std::int64_t flooded_ = 0;
  std::size_t flood_left_ = 0;
  int pouring_ = 0;
};

}  // namespace wasl::fault
