#include "sessions/hub.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "core/error.hpp"
#include "sessions/frames.hpp"

namespace wasl::sessions {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostFollowed = 5000;
constexpr std::size_t kMostHeld = 4096;
constexpr std::size_t kMostReplayed = std::size_t{512} * 1024;  // bytes at once: well below what makes a client too slow
constexpr std::size_t kHeadsPerQuery = 2000;
// Of one loop, at most: looking must not flood PostgreSQL, neither in good times nor while a Redis is away.
constexpr std::size_t kHeadsPerMillisecond = 1, kUnheardPerMillisecond = 10;
constexpr std::size_t kMany = 64;  // members: a write each is worth waiting for, and no signals any more
constexpr auto kGapPatience = 20ms;  // two commits may ring in the other order
constexpr auto kRetryFill = 500ms;

asio::awaitable<void> pause(asio::io_context& io, std::chrono::milliseconds wait) {
  asio::steady_timer timer(io, wait);
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

// What does not fit is left to be reloaded: were it sent, the client would be too slow, come back and ask for it again.
void fit(std::vector<streams::Opened>& opened) {
  std::size_t sum = 0;
  for (auto& o : opened) {
    std::size_t bytes = 0;
    for (const auto& frame : o.events) bytes += frame->size();
    if (sum + bytes <= kMostReplayed) {
      sum += bytes;
    } else {
      o.recovered = false;
      o.events.clear();
    }
  }
}

bool ends(const std::vector<PersonId>& people, const Subscriber& who) {
  return std::ranges::find(people, who.person()) != people.end();
}

// Whether somebody who has read up to `head` would miss something that was delivered before since_opening begins.
bool has_missed(const Topic& topic, Offset head) {
  return head < topic.delivered && (topic.since_opening.empty() || topic.since_opening.front().offset > head + 1);
}

}  // namespace

Hub::Hub(Loop& loop, storage::Db& db, streams::Streams& streams) : loop_(loop), db_(db), streams_(streams) {}

Topic* Hub::find(StreamId stream) const {
  const auto it = topics_.find(stream);
  return it == topics_.end() ? nullptr : it->second.get();
}

bool Hub::follows(const Subscriber& who, StreamId stream) const {
  return std::ranges::any_of(who.places_, [&](const auto& p) {
    return p.topic->id == stream && p.topic->members[p.slot].live();
  });
}

std::uint32_t Hub::join(Subscriber& who, StreamId stream) {
  auto& topic = topics_[stream];
  if (!topic) topic = std::make_unique<Topic>(stream);
  who.places_.push_back({topic.get(), static_cast<std::uint32_t>(topic->members.size())});
  topic->members.push_back({&who, static_cast<std::uint32_t>(who.places_.size() - 1), ++tickets_, Topic::kOpening});
  ++topic->opening;
  return tickets_;
}

// Both sides fill the hole with their last element.
void Hub::part(Subscriber& who, std::size_t place) {
  const auto [topic, slot] = who.places_[place];
  const bool was_opening = topic->members[slot].from == Topic::kOpening;
  topic->members[slot] = topic->members.back();
  topic->members.pop_back();
  if (slot < topic->members.size()) {
    const auto& moved = topic->members[slot];
    moved.who->places_[moved.place].slot = slot;
  }
  who.places_[place] = who.places_.back();
  who.places_.pop_back();
  if (place < who.places_.size()) {
    const auto& moved = who.places_[place];
    moved.topic->members[moved.slot].place = static_cast<std::uint32_t>(place);
  }
  if (was_opening) done_opening(*topic);
  if (topic->members.empty()) retire(*topic);
}

void Hub::retire(Topic& topic) {
  const auto id = topic.id;
  streams_.bus().unwatch({id});
  topics_.erase(id);
}

void Hub::close(Subscriber& who, StreamId stream) {
  const auto it = std::ranges::find_if(who.places_, [&](const auto& p) { return p.topic->id == stream; });
  if (it != who.places_.end()) part(who, static_cast<std::size_t>(it - who.places_.begin()));
}

void Hub::leave(Subscriber& who) {
  while (!who.places_.empty()) part(who, who.places_.size() - 1);
}

// The membership that this request opens; null when it has left meanwhile, or has asked again.
Topic::Member* Hub::waiting(const Subscriber& who, const Request& request) const {
  const auto* topic = find(request.stream);
  for (auto it = who.places_.rbegin(); topic && it != who.places_.rend(); ++it)
    if (it->topic == topic) {
      auto& self = it->topic->members[it->slot];
      return self.ticket == request.ticket ? &self : nullptr;
    }
  return nullptr;
}

void Hub::done_opening(Topic& topic) {
  if (--topic.opening > 0) return;
  std::vector<bus::Ring>().swap(topic.since_opening);
  topic.overflowed = false;
}

void Hub::refuse(Subscriber& who, const Open& requests, const Refused& why) {
  for (const auto& r : requests) who.push(error_frame(r.id, to_status(why)));
}

void Hub::open(const std::shared_ptr<Subscriber>& who, std::vector<Request> requests) {
  if (who->places_.size() + requests.size() > kMostFollowed)
    return refuse(*who, requests,
                  {Code::kResourceExhausted, "too_many_subscriptions", "One connection follows at most 5000 streams."});
  Open wanted;
  std::vector<StreamId> fresh;
  for (auto& r : requests) {
    if (std::ranges::find(wanted, r.stream, &Request::stream) != wanted.end()) {
      refuse(*who, {r}, {Code::kInvalidArgument, "subscribed_twice", "The same stream twice in one batch."});
      continue;
    }
    close(*who, r.stream);
    if (!find(r.stream)) fresh.push_back(r.stream);
    r.ticket = join(*who, r.stream);
    wanted.push_back(r);
  }
  // Weak: the bus may hold this on its own thread, where a connection must not end.
  auto go = [this, weak = std::weak_ptr(who), wanted = std::move(wanted)] {
    if (auto back = weak.lock()) asio::co_spawn(loop_.io(), open_now(std::move(back), wanted), asio::detached);
  };
  if (fresh.empty()) return go();
  streams_.bus().watch(fresh, [this, go = std::move(go)] { asio::post(loop_.io(), go); });
}

asio::awaitable<void> Hub::open_now(std::shared_ptr<Subscriber> who, Open requests) {
  std::vector<streams::OpenRequest> wanted;
  for (const auto& r : requests) wanted.push_back({r.stream, r.since});
  std::vector<streams::Opened> opened;
  std::optional<Refused> failed;
  try {
    opened = co_await db_.transact(
        [this, person = who->person(), wanted](storage::Tx& tx) { return streams_.open(tx, person, wanted); },
        storage::InDoubt::kRunAgain, storage::Lane::kDoor);
  } catch (const Refused& e) {
    failed = e;
  } catch (const std::exception& e) {
    spdlog::error("subscribe: {}", e.what());
    failed = Refused{Code::kInternal, "internal", "Something went wrong here."};
  }
  if (failed) {
    for (const auto& r : requests)
      if (waiting(*who, r)) close(*who, r.stream);
    refuse(*who, requests, *failed);
    co_return;
  }
  fit(opened);
  for (std::size_t i = 0; i < requests.size(); ++i) settle(who, requests[i], opened[i]);
}

// The past has been read: join the present.
void Hub::settle(const std::shared_ptr<Subscriber>& who, const Request& request, streams::Opened& opened) {
  auto* self = waiting(*who, request);
  if (!self) return refuse(*who, {request}, {Code::kCanceled, "unsubscribed", "The stream was left, or asked for again."});
  if (!opened.allowed) {
    close(*who, request.stream);
    return refuse(*who, {request}, not_found("stream"));
  }
  auto* topic = find(request.stream);
  if (has_missed(*topic, opened.head)) {
    // Somebody who read later settled first, and events between the two were never held back: read again.
    if (!topic->overflowed) return asio::co_spawn(loop_.io(), open_now(who, {request}), asio::detached);
    opened.recovered = false;
    opened.head = topic->delivered;
    opened.events.clear();
  }
  self->from = opened.head;
  who->push(subscribed_frame(request.id, request.stream, opened.head, opened.recovered));
  for (const auto& frame : opened.events) who->push(frame);
  for (const auto& ring : topic->since_opening)
    if (ring.offset > opened.head && self->live()) {
      who->push(ring.frame);
      if (ends(streams_.ended_by(topic->id, ring.frame), *who)) end(*topic, *self);
    }
  done_opening(*topic);
  if (topic->delivered == Topic::kUnknown) {
    topic->delivered = opened.head;
    drain(*topic);
  } else if (opened.head > topic->delivered) {  // the ring is on its way, or came before this topic was watched
    topic->known_head = std::max(topic->known_head, opened.head);
    fill(*topic);
  }
}

void Hub::on_rings(const std::vector<bus::Ring>& rings, bool more) {
  more_announced_ = more;
  for (const auto& ring : rings) {
    auto* topic = find(ring.stream);
    if (!topic) continue;
    if (ring.offset == 0) {
      if (topic->members.size() > kMany) continue;  // everybody's typing, told to everybody, is worth nobody's time
      for (auto& m : topic->members)
        if (m.live()) m.who->push_signal(ring.frame);
    } else {
      on_ring(*topic, ring);
    }
  }
}

void Hub::on_ring(Topic& topic, const bus::Ring& ring) {
  if (topic.delivered != Topic::kUnknown) {
    if (ring.offset <= topic.delivered) return;
    if (ring.offset == topic.delivered + 1) {
      deliver(topic, ring.offset, ring.frame);
      if (!topic.ahead.empty()) drain(topic);
      return;
    }
  }
  topic.known_head = std::max(topic.known_head, ring.offset);
  if (topic.ahead.size() < kMostHeld) topic.ahead.emplace(ring.offset, ring.frame);
  if (topic.delivered != Topic::kUnknown) fill(topic);
}

void Hub::deliver(Topic& topic, Offset offset, const Frame& frame) {
  topic.delivered = offset;
  for (auto& m : topic.members)
    if (offset > m.from) m.who->push(frame);
  if (const auto people = streams_.ended_by(topic.id, frame); !people.empty()) end(topic, offset, people);
  delivered_to_many_ = delivered_to_many_ || topic.members.size() >= kMany;
  if (topic.opening == 0) return;
  if (topic.since_opening.size() == kMostHeld) {
    topic.since_opening.clear();
    topic.overflowed = true;
  }
  topic.since_opening.push_back({topic.id, offset, frame});
}

void Hub::end(Topic& topic, Offset offset, const std::vector<PersonId>& people) {
  for (auto& m : topic.members)
    if (offset > m.from && ends(people, *m.who)) end(topic, m);
}

// Hears no more from here on; leaves once whoever is going through the members is done.
void Hub::end(Topic& topic, Topic::Member& member) {
  member.from = Topic::kEnded;
  member.who->push(unsubscribed_frame(topic.id, "ended"));
  asio::post(loop_.io(), [this, stream = topic.id] {
    for (auto* left = find(stream); left; left = find(stream)) {
      const auto ended = std::ranges::find(left->members, Topic::kEnded, &Topic::Member::from);
      if (ended == left->members.end()) return;
      part(*ended->who, ended->place);
    }
  });
}

void Hub::drain(Topic& topic) {
  auto& ahead = topic.ahead;
  while (!ahead.empty() && ahead.begin()->first <= topic.delivered + 1) {
    const auto node = ahead.extract(ahead.begin());
    if (node.key() == topic.delivered + 1) deliver(topic, node.key(), node.mapped());
  }
  if (topic.known_head > topic.delivered) fill(topic);  // nothing when it is being filled already
}

void Hub::fill(Topic& topic) {
  if (std::exchange(topic.filling, true)) return;
  asio::co_spawn(loop_.io(), fill_now(topic.id), asio::detached);
}

asio::awaitable<void> Hub::fill_now(StreamId stream) {
  auto patience = kGapPatience;
  for (;;) {
    co_await pause(loop_.io(), patience);
    auto* topic = find(stream);
    if (!topic || topic->delivered == Topic::kUnknown) co_return;  // all have left, and perhaps others have come
    if (topic->known_head <= topic->delivered) break;
    const auto after = topic->delivered;
    const auto upto = std::min(topic->known_head, after + streams::kLongestReplay);
    std::vector<Frame> frames;
    try {
      frames = co_await db_.transact(
          [this, stream, after, upto](storage::Tx& tx) { return streams_.read(tx, stream, after, upto); },
          storage::InDoubt::kRunAgain);
      patience = 0ms;
    } catch (const std::exception& e) {
      spdlog::warn("a gap cannot be filled yet: {}", e.what());
      patience = kRetryFill;
    }
    topic = find(stream);
    if (!topic || topic->delivered == Topic::kUnknown) co_return;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      const auto offset = after + 1 + static_cast<Offset>(i);
      if (offset == topic->delivered + 1) deliver(*topic, offset, frames[i]);
    }
    drain(*topic);
  }
  if (auto* topic = find(stream)) topic->filling = false;
}

void Hub::check_heads(Check which) {
  check_next_ = std::max(check_next_, which);
  if (std::exchange(checking_, true)) return;
  asio::co_spawn(loop_.io(), check_heads_now(), asio::detached);
}

std::vector<StreamId> Hub::to_check(Check which) const {
  const auto& bus = streams_.bus();
  std::vector<StreamId> out;
  for (const auto& [id, topic] : topics_)
    if (topic->delivered != Topic::kUnknown && (which == Check::kAll || !bus.healthy(id))) out.push_back(id);
  return out;
}

asio::awaitable<void> Hub::check_heads_now() {
  while (check_next_ != Check::kNone) {
    const auto all = to_check(std::exchange(check_next_, Check::kNone));
    for (std::size_t at = 0; at < all.size(); at += kHeadsPerQuery) {
      const auto last = all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), at + kHeadsPerQuery));
      std::vector<StreamId> some(all.begin() + static_cast<std::ptrdiff_t>(at), last);
      std::map<StreamId, Offset> heads;
      try {
        heads = co_await db_.transact([some](storage::Tx& tx) { return streams::Streams::heads(tx, some); },
                                      storage::InDoubt::kRunAgain);
      } catch (const std::exception&) {
        break;  // the database is away: the next round will tell
      }
      for (const auto& [id, head] : heads) {
        auto* topic = find(id);
        if (!topic || topic->delivered == Topic::kUnknown || head <= topic->delivered) continue;
        topic->known_head = std::max(topic->known_head, head);
        fill(*topic);
      }
    }
  }
  checking_ = false;
}

asio::awaitable<void> Hub::keep_checking(std::chrono::milliseconds steady, std::chrono::milliseconds away) {
  auto since_all = 0ms, since_unheard = 0ms;
  for (;;) {
    co_await pause(loop_.io(), away);
    since_all += away;
    since_unheard += away;
    const std::chrono::milliseconds least(topics_.size() / kHeadsPerMillisecond), least_unheard(topics_.size() / kUnheardPerMillisecond);
    if (since_all >= std::max(steady, least)) {
      since_all = since_unheard = 0ms;
      check_heads();
    } else if (!streams_.bus().healthy() && since_unheard >= least_unheard) {
      since_unheard = 0ms;
      check_heads(Check::kUnheard);
    }
  }
}

}  // namespace wasl::sessions
