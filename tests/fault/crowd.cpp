#include "fault/crowd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

namespace wasl::fault {

namespace msg = ::wasl::messaging::v1;

Crowd::Crowd(const Size& size, const std::string& conninfo, const std::vector<unsigned short>& ports,
             std::uint64_t seed)
    : random_(seed) {
  scene_.patience = size.patience;
  scene_.ports = ports;
  found(size, conninfo, seed);
  thread_ = std::thread([this] {
    const auto work = asio::make_work_guard(scene_.io);
    scene_.io.run();
  });
  ask([this] {
    for (const auto& writer : writers_) writer->start();
  });
}

Crowd::~Crowd() {
  scene_.io.stop();
  thread_.join();
}

// Groups of all sizes; everybody is in one at least. Every third person has two devices.
void Crowd::found(const Size& size, const std::string& conninfo, std::uint64_t seed) {
  test::Sql sql(conninfo);
  for (int i = 0; i < size.people; ++i) people_.push_back(test::make_person(sql, "", scene_.ports.front()));
  std::vector<std::vector<std::int64_t>> theirs(people_.size()), first_of(people_.size());
  for (int i = 0; i < size.conversations; ++i) {
    std::vector<std::size_t> all(people_.size());
    for (std::size_t p = 0; p < all.size(); ++p) all[p] = p;
    std::ranges::shuffle(all, random_);
    const auto first = static_cast<std::size_t>(i) % all.size();  // everybody is the first of one at most
    std::iter_swap(all.begin(), std::ranges::find(all, first));
    all.resize(2 + below(random_, std::min<std::size_t>(7, all.size() - 1)));
    for (std::size_t p = first; i + 1 == size.conversations && p < people_.size(); ++p)
      if (theirs[p].empty() && std::ranges::find(all, p) == all.end()) all.push_back(p);
    msg::CreateGroupRequest request;
    request.set_client_id(random_() | 1);
    request.set_title(fmt::format("Group {}", i));
    for (std::size_t n = 1; n < all.size(); ++n) request.add_person_ids(people_[all[n]].id);
    const auto id = test::HttpClient(scene_.ports.front(), people_[all[0]].token)
                        .call<msg::CreateGroupResponse>(request)
                        .conversation()
                        .id();
    for (const auto p : all) theirs[p].push_back(id);
    first_of[first].push_back(id);
    members_[id] = all;
  }
  int number = 0;
  for (std::size_t p = 0; p < people_.size(); ++p) {
    auto& mine = devices_.emplace_back();
    for (int n = p % 3 == 0 ? 2 : 1; n > 0; --n, ++number)
      mine.push_back(
          std::make_shared<Device>(scene_, number, people_[p], seed + 1000 + static_cast<std::uint64_t>(number)));
    writers_.push_back(std::make_shared<Writer>(scene_, mine, theirs[p], first_of[p], size.pause, seed + 1 + p));
  }
}

void Crowd::rest() {
  ask([this] {
    for (const auto& writer : writers_) writer->rest();
  });
}

void Crowd::go_on() {
  ask([this] {
    for (const auto& writer : writers_) writer->go_on();
  });
}

bool Crowd::settled() { return unsettled().empty(); }

std::string Crowd::unsettled() {
  return ask([this] {
    std::string out;
    for (std::size_t p = 0; p < people_.size(); ++p) {
      if (!writers_[p]->settled()) out += fmt::format("person {} waits for acknowledgements; ", people_[p].id);
      for (const auto& device : devices_[p])
        if (!device->up_to_date(scene_.reached)) out += device->behind(scene_.reached) + "; ";
    }
    return out;
  });
}

Crowd::Mark Crowd::mark() {
  return ask([this] { return Mark{scene_.reached, scene_.acknowledged}; });
}

bool Crowd::acknowledged_since(const Mark& mark) {
  return ask([&] { return scene_.acknowledged > mark.acknowledged; });
}

std::string Crowd::unheard_since(const Mark& mark) {
  return ask([&] {
    std::string out;
    for (const auto& [id, members] : members_) {
      const StreamKey stream{kConversationStream, id};
      const auto goal = mark.reached.contains(stream) ? mark.reached.at(stream) : 0;
      for (const auto p : members)
        for (const auto& device : devices_[p])
          if (device->at(stream) <= goal)
            out += fmt::format("conversation {}, nothing after {}: {}; ", id, goal, device->state(stream));
    }
    return out;
  });
}

void Crowd::scatter() {
  ask([this] {
    for (const auto& mine : devices_)
      for (const auto& device : mine) device->move();
  });
}

void Crowd::one_writes(bool on) {
  ask([&] { scene_.one_writes = on; });
}

std::string Crowd::others_write() {
  return ask([this] {
    std::string out;
    for (std::size_t p = 0; p < people_.size(); ++p)
      if (!writers_[p]->settled() && !writers_[p]->is_first())
        out += fmt::format("person {} waits for acknowledgements; ", people_[p].id);
    return out;
  });
}

// One of those who have another device to read on, if there is one.
void Crowd::stop_a_reader(std::size_t bytes) {
  ask([&] {
    for (int tries = 0; tries < 100; ++tries) {
      const auto conversation =
          std::next(members_.begin(), static_cast<std::ptrdiff_t>(below(random_, members_.size())));
      const auto& members = conversation->second;
      const auto reader = members[below(random_, members.size())], writer = members[below(random_, members.size())];
      if (reader == writer || (tries < 50 && devices_[reader].size() < 2) || !devices_[reader].back()->live()) continue;
      slow_ = devices_[reader].back();
      slow_->stop_reading();
      writers_[writer]->flood(conversation->first, bytes);
      return;
    }
    scene_.note("nobody could stop reading");
  });
}

bool Crowd::flooding() {
  return ask([this] { return std::ranges::any_of(writers_, [](const auto& w) { return w->flooding(); }); });
}

void Crowd::go_on_reading() {
  ask([this] {
    if (slow_) std::exchange(slow_, nullptr)->go_on_reading();
  });
}

void Crowd::break_off(int how_many) {
  ask([&] {
    for (int i = 0; i < how_many; ++i) writers_[below(random_, writers_.size())]->break_off();
  });
}

Figures Crowd::figures() {
  return ask([this] {
    return Figures{scene_.ledger.sends.size(), scene_.acknowledged, scene_.repeated, scene_.delivered,
                   scene_.reconnects,          scene_.reloads,      scene_.too_slow};
  });
}

std::size_t Crowd::devices() const {
  std::size_t out = 0;
  for (const auto& mine : devices_) out += mine.size();
  return out;
}

void Crowd::note(const std::string& words) {
  ask([&] { scene_.note(words); });
}

namespace {

// A marker's move, as it is stored in its person's stream.
std::string bytes_of_hex(const std::string& hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return out;
}

std::map<StreamKey, Offset> read_heads(test::Sql& sql) {
  std::map<StreamKey, Offset> out;
  for (const auto& row : sql.rows("select kind, key, head from streams"))
    out[{std::stoi(row[0]), std::stoll(row[1])}] = std::stoll(row[2]);
  return out;
}

void read_streams(test::Sql& sql, History& history) {
  history.heads = read_heads(sql);
  for (const auto& row :
       sql.rows("select kind, key, \"offset\", type, encode(body, 'hex') from stream_events union all "
                "select 2, conversation_id, \"offset\", 101, client_id::text from messages order by 1, 2, 3")) {
    const StreamKey stream{std::stoi(row[0]), std::stoll(row[1])};
    const auto type = static_cast<std::uint32_t>(std::stoul(row[3]));
    const auto body = type == kMessageSent ? std::string() : bytes_of_hex(row[4]);
    const auto what = type == kMessageSent ? static_cast<std::uint64_t>(std::stoll(row[4])) : digest(body);
    history.streams[stream].push_back({std::stoll(row[2]), type, what});
    msg::ReadMarkerMoved moved;
    if (type == msg::EVENT_READ_MARKER_MOVED && moved.ParseFromString(body))
      history.moves.push_back({{stream.second, moved.conversation_id()}, moved.read_offset()});
  }
  for (const auto& row : sql.rows("select person_id, conversation_id, read_offset from conversation_members"))
    history.markers[{std::stoll(row[0]), std::stoll(row[1])}] = std::stoll(row[2]);
}

}  // namespace

std::optional<std::vector<std::string>> Crowd::violations(test::Sql& sql, unsigned short port, const Attend& attend) {
  constexpr int kAttempts = 10;
  for (int i = 0; i < kAttempts; ++i) {
    const auto heads = read_heads(sql);
    ask([&] {
      for (const auto& [stream, head] : heads) scene_.reached[stream] = std::max(scene_.reached[stream], head);
    });
    if (!attend([this] { return settled(); })) return std::nullopt;
    const auto stored = history(sql, port);
    if (read_heads(sql) == heads) return ask([&] { return fault::violations(scene_.ledger, stored); });
  }
  return std::nullopt;
}

History Crowd::history(test::Sql& sql, unsigned short port) {
  History history;
  read_streams(sql, history);
  for (const auto& [id, members] : members_)
    for (const auto& m : test::history(test::HttpClient(port, people_[members.front()].token), id))
      history.messages[id].push_back({m.offset(), m.author_id(), m.client_id(), digest(m.text())});
  ask([&] {
    for (const auto& mine : devices_)
      for (const auto& device : mine) history.follows[device->number()] = device->streams();
  });
  return history;
}

}  // namespace wasl::fault
