#include "fault/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace wasl::fault {

namespace msg = ::wasl::messaging::v1;

namespace {

constexpr int kMostOpen = 8, kMostPouring = 24;
constexpr std::size_t kRemembered = 200, kLongest = 4000;  // characters
constexpr double kLong = 0.02, kTwice = 0.05, kOnceMore = 0.05, kEdit = 0.05, kRead = 0.25, kLook = 0.05;

std::string repeat(const std::string& text, std::size_t times) {
  std::string out;
  while (times-- > 0) out += text;
  return out;
}

}  // namespace

Writer::Writer(Scene& scene, std::vector<std::shared_ptr<Device>> devices, std::vector<std::int64_t> conversations,
               std::vector<std::int64_t> first_of, std::chrono::milliseconds pause, std::uint64_t seed)
    : scene_(scene),
      devices_(std::move(devices)),
      conversations_(std::move(conversations)),
      first_of_(std::move(first_of)),
      pause_(pause),
      random_(seed) {}

void Writer::start() {
  for (const auto& device : devices_) device->start();
  asio::co_spawn(scene_.io, [me = shared_from_this()] { return me->live_on(); }, asio::detached);
}

asio::awaitable<void> Writer::live_on() {
  asio::steady_timer timer(scene_.io);
  for (;;) {
    timer.expires_after(between(random_, pause_ / 2, pause_ * 3 / 2));
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!resting_) act();
  }
}

void Writer::act() {
  if (chance(random_, kRead)) mark_read();
  if (chance(random_, kLook)) look();
  if (!sent_.empty() && chance(random_, kOnceMore)) send(sent_[below(random_, sent_.size())]);
  if (open_ >= kMostOpen || (scene_.one_writes && !is_first())) return;
  if (!scene_.one_writes && !sent_.empty() && chance(random_, kEdit)) {
    const auto letter = sent_[below(random_, sent_.size())];
    auto& entry = scene_.ledger.sends.at({person(), letter->client});
    if (entry.edit == 0) {
      const auto text = letter->text.substr(0, 40) + " (edited)";
      entry.edit = digest(text);
      ++open_;
      edit(letter, text);
    }
  }
  send(compose(one_of(scene_.one_writes ? first_of_ : conversations_),
               chance(random_, kLong) ? repeat("م", kLongest) : fmt::format("{} of {}", count_, person())));
}

Writer::LetterPtr Writer::compose(std::int64_t conversation, std::string text) {
  auto letter = std::make_shared<Letter>(Letter{conversation, random_() | 1, std::move(text)});
  auto& entry = scene_.ledger.sends[{person(), letter->client}];
  entry.conversation = conversation;
  entry.text = digest(letter->text);
  ++count_;
  ++open_;
  return letter;
}

std::shared_ptr<Device> Writer::live_device() {
  std::vector<std::shared_ptr<Device>> live;
  std::ranges::copy_if(devices_, std::back_inserter(live), [](const auto& d) { return d->live(); });
  return live.empty() ? nullptr : live[below(random_, live.size())];
}

void Writer::again(std::function<void()> action) {
  auto timer = std::make_shared<asio::steady_timer>(scene_.io, between(random_, 50ms, 400ms));
  timer->async_wait(
      [me = shared_from_this(), timer, action = std::move(action)](boost::system::error_code) { action(); });
}

void Writer::send(const LetterPtr& letter) {
  const auto device = live_device();
  if (!device) {
    if (!letter->acknowledged) again([this, letter] { send(letter); });
    return;
  }
  attempt(letter, device);
  if (!chance(random_, kTwice)) return;
  if (const auto second = live_device()) attempt(letter, second);
}

void Writer::attempt(const LetterPtr& letter, const std::shared_ptr<Device>& device) {
  const bool first = ++letter->attempts == 1;
  auto& entry = scene_.ledger.sends.at({person(), letter->client});
  if (first) {
    entry.line = device->line_number();
    entry.turn = device->next_turn();
  }
  device->call(test::send_request(letter->conversation, letter->text, letter->client),
               [this, letter, first](const v1::Reply* reply) { on_answer(letter, first, reply); });
}

void Writer::on_answer(const LetterPtr& letter, bool first, const v1::Reply* reply) {
  msg::SendMessageResponse response;
  if (reply && reply->has_body() && response.ParseFromString(reply->body()))
    return on_sent(letter, first, response.offset());
  if (!letter->acknowledged)
    again([this, letter] {
      if (!letter->acknowledged) send(letter);
    });
}

void Writer::on_sent(const LetterPtr& letter, bool first, Offset offset) {
  auto& entry = scene_.ledger.sends.at({person(), letter->client});
  if (std::ranges::find(entry.answers, offset) == entry.answers.end()) entry.answers.push_back(offset);
  scene_.saw_head({kConversationStream, letter->conversation}, 0, offset);
  if (std::exchange(letter->acknowledged, true)) {
    ++scene_.repeated;
    return;
  }
  letter->offset = offset;
  entry.at_once = first && letter->attempts == 1;
  ++scene_.acknowledged;
  ++acknowledged_;
  --open_;
  if (sent_.size() < kRemembered)
    sent_.push_back(letter);
  else
    sent_[below(random_, kRemembered)] = letter;
}

void Writer::edit(const LetterPtr& letter, const std::string& text) {
  const auto device = live_device();
  if (!device) return again([this, letter, text] { edit(letter, text); });
  device->call(test::edit_request(letter->conversation, letter->offset, text),
               [this, letter, text](const v1::Reply* reply) { on_edited(letter, text, reply); });
}

void Writer::on_edited(const LetterPtr& letter, const std::string& text, const v1::Reply* reply) {
  if (!reply || reply->has_error()) return again([this, letter, text] { edit(letter, text); });
  scene_.ledger.sends.at({person(), letter->client}).edited = true;
  --open_;
}

// Mostly what has just been read; sometimes less than before, which must change nothing.
void Writer::mark_read() {
  const auto device = live_device();
  if (!device) return;
  const auto conversation = any_conversation();
  const auto at = device->at({kConversationStream, conversation});
  const auto to = chance(random_, 0.2) ? at / 2 : at;
  if (to == 0) return;
  device->call(
      test::read_request(conversation, to), [this, conversation, to, begun = scene_.now()](const v1::Reply* reply) {
        msg::MarkReadResponse response;
        if (!reply || reply->has_error() || !response.ParseFromString(reply->body())) return;
        if (response.read_offset() < to)
          scene_.note(
              fmt::format("conversation {}: marked read to {}, answered {}", conversation, to, response.read_offset()));
        scene_.saw_marker({person(), conversation}, begun, response.read_offset());
      });
}

void Writer::look() {
  const auto device = live_device();
  if (!device) return;
  msg::GetConversationRequest request;
  request.set_conversation_id(any_conversation());
  device->call(request, [this, id = request.conversation_id(), begun = scene_.now()](const v1::Reply* reply) {
    msg::GetConversationResponse response;
    if (!reply || reply->has_error() || !response.ParseFromString(reply->body())) return;
    scene_.saw_head({kConversationStream, id}, begun, response.conversation().head());
    scene_.saw_marker({person(), id}, begun, response.conversation().read_offset());
  });
}

void Writer::flood(std::int64_t conversation, std::size_t bytes) {
  flooded_ = conversation;
  flood_left_ = bytes;
  pour();
}

void Writer::pour() {
  const auto text = repeat("ط", kLongest);
  while (flood_left_ > 0 && pouring_ < kMostPouring) {
    const auto device = live_device();
    if (!device) return again([this] { pour(); });
    const auto letter = compose(flooded_, text);
    ++pouring_;
    ++letter->attempts;
    auto& entry = scene_.ledger.sends.at({person(), letter->client});
    entry.line = device->line_number();
    entry.turn = device->next_turn();
    device->call(test::send_request(flooded_, text, letter->client), [this, letter](const v1::Reply* reply) {
      --pouring_;
      on_answer(letter, true, reply);
      flood_left_ -= std::min(flood_left_, letter->acknowledged ? letter->text.size() : 0);
      pour();
    });
  }
}

void Writer::break_off() {
  const auto device = live_device();
  if (!device) return;
  const auto letter = compose(any_conversation(), repeat("ق", 1 + below(random_, kLongest)));
  ++letter->attempts;
  device->break_off(test::send_request(letter->conversation, letter->text, letter->client));
  again([this, letter] { send(letter); });
}

}  // namespace wasl::fault
