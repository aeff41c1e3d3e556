#include "fault/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace wasl::fault {

namespace {

using Words = std::vector<std::string>;

std::string name(const StreamKey& stream) {
  return fmt::format("{} {}", stream.first == kPersonStream ? "person" : "conversation", stream.second);
}

// Offsets 1 to head, each once.
void check_streams(const History& history, Words& out) {
  for (const auto& [stream, head] : history.heads) {
    const auto found = history.streams.find(stream);
    Offset due = 1;
    for (const auto& event : found == history.streams.end() ? std::vector<Event>{} : found->second) {
      if (event.offset != due)
        out.push_back(fmt::format("{}: offset {} is stored where {} was due", name(stream), event.offset, due));
      due = event.offset + 1;
    }
    if (due != head + 1)
      out.push_back(fmt::format("{}: events end at {}, the head is {}", name(stream), due - 1, head));
  }
}

using Found = std::map<ClientKey, std::pair<std::int64_t, Stored>>;

// What members read is what the stream holds; no client id twice, none that nobody sent.
Found check_messages(const Ledger& ledger, const History& history, Words& out) {
  Found found;
  for (const auto& [conversation, messages] : history.messages) {
    std::vector<Event> read, stored;
    for (const auto& m : messages) {
      read.push_back({m.offset, kMessageSent, m.client});
      if (!found.try_emplace({m.author, m.client}, conversation, m).second)
        out.push_back(
            fmt::format("conversation {}: client id {} of {} is there twice", conversation, m.client, m.author));
      if (!ledger.sends.contains({m.author, m.client}))
        out.push_back(fmt::format("conversation {}: {} holds what nobody sent", conversation, m.offset));
    }
    const auto stream = history.streams.find({kConversationStream, conversation});
    if (stream != history.streams.end())
      std::ranges::copy_if(stream->second, std::back_inserter(stored),
                           [](const Event& e) { return e.type == kMessageSent; });
    if (read != stored) out.push_back(fmt::format("conversation {}: its history and its stream differ", conversation));
  }
  return found;
}

void check_send(const ClientKey& key, const Send& send, const Found& found, Words& out) {
  const auto what = fmt::format("conversation {}: client id {} of {}", send.conversation, key.second, key.first);
  const auto it = found.find(key);
  if (it == found.end()) {
    if (!send.answers.empty())
      out.push_back(fmt::format("{}, acknowledged at {}, is lost", what, send.answers.front()));
    if (send.edited) out.push_back(what + ", edited, is lost");
    return;
  }
  const auto& [conversation, stored] = it->second;
  if (conversation != send.conversation) out.push_back(fmt::format("{} is in conversation {}", what, conversation));
  for (const auto answer : send.answers)
    if (answer != stored.offset)
      out.push_back(fmt::format("{}, acknowledged at {}, is at {}", what, answer, stored.offset));
  const bool as_sent = stored.text == send.text, as_edited = send.edit != 0 && stored.text == send.edit;
  if (send.edited ? !as_edited : !(as_sent || as_edited)) out.push_back(what + " has another text");
}

// Messages of one connection that were acknowledged at once keep their order.
void check_turns(const Ledger& ledger, Words& out) {
  std::map<std::pair<std::uint64_t, std::int64_t>, std::map<std::uint64_t, Offset>> lines;
  for (const auto& [key, send] : ledger.sends)
    if (send.at_once) lines[{send.line, send.conversation}][send.turn] = send.answers.front();
  for (const auto& [line, turns] : lines) {
    Offset last = 0;
    for (const auto& [turn, offset] : turns) {
      if (offset <= last)
        out.push_back(
            fmt::format("conversation {}: {} was sent after {} on one connection", line.second, offset, last));
      last = offset;
    }
  }
}

std::string heard(const Chapter& chapter) {
  return fmt::format("device {}, line {}, {}", chapter.device, chapter.line, name(chapter.stream));
}

void check_event(const std::vector<Event>& stored, const std::string& where, const Event& event, Words& out) {
  const auto at = static_cast<std::size_t>(event.offset - 1);
  if (event.offset < 1 || at >= stored.size())
    out.push_back(fmt::format("{}: event {} is not stored", where, event.offset));
  else if (stored[at] != event)
    out.push_back(fmt::format("{}: event {} is not what others have there", where, event.offset));
}

// Reloaded messages are those of the stream.
void check_reload(const std::vector<Event>& stored, const Reload& reload, Words& out) {
  std::vector<Event> due;
  for (const auto& event : stored)
    if (event.offset > reload.after && event.offset <= reload.upto && event.type == kMessageSent) due.push_back(event);
  if (due != reload.messages)
    out.push_back(fmt::format("device {}, {}: reloading ({}, {}] brought other messages", reload.device,
                              name(reload.stream), reload.after, reload.upto));
}

using Log = std::vector<const Chapter*>;

// Follows one device through one stream: each offset once, in order, from its first subscription to the head.
void check_log(const Log& log, const std::vector<const Reload*>& reloads, const std::vector<Event>& stored, Offset head,
               Words& out) {
  Offset at = log.front()->since;
  for (const auto* chapter : log) {
    if (chapter->recovered) {
      if (chapter->since != at)
        out.push_back(fmt::format("{}: subscribed since {} instead of {}", heard(*chapter), chapter->since, at));
    } else {
      const bool loaded =
          std::ranges::any_of(reloads, [&](const auto* r) { return r->after <= at && r->upto >= chapter->head; });
      if (chapter->head > at && !loaded)
        out.push_back(fmt::format("{}: ({}, {}] was never reloaded", heard(*chapter), at, chapter->head));
      if (chapter->head < at)
        out.push_back(fmt::format("{}: the head {} is behind {}", heard(*chapter), chapter->head, at));
      at = chapter->head;
    }
    for (const auto& event : chapter->events) {
      if (event.offset != at + 1)
        out.push_back(fmt::format("{}: {} came where {} was due", heard(*chapter), event.offset, at + 1));
      check_event(stored, heard(*chapter), event, out);
      at = event.offset;
    }
  }
  if (at != head) out.push_back(fmt::format("{}: ends at {}, the head is {}", heard(*log.back()), at, head));
}

void check_deliveries(const Ledger& ledger, const History& history, Words& out) {
  std::map<std::pair<int, StreamKey>, Log> logs;
  std::map<std::pair<int, StreamKey>, std::vector<const Reload*>> reloads;
  for (const auto& chapter : ledger.chapters) logs[{chapter.device, chapter.stream}].push_back(&chapter);
  for (const auto& reload : ledger.reloads) {
    reloads[{reload.device, reload.stream}].push_back(&reload);
    if (const auto it = history.streams.find(reload.stream); it != history.streams.end())
      check_reload(it->second, reload, out);
  }
  for (const auto& [device, streams] : history.follows)
    for (const auto& stream : streams) {
      const std::pair key{device, stream};
      const auto stored = history.streams.find(stream);
      const auto head = history.heads.find(stream);
      if (!logs.contains(key) || stored == history.streams.end() || head == history.heads.end())
        out.push_back(fmt::format("device {} never followed {}", device, name(stream)));
      else
        check_log(logs[key], reloads[key], stored->second, head->second, out);
    }
}

// Nobody who asks after a value was seen gets a lower one.
template <class Key>
void check_sightings(const std::string& what, const std::map<Key, std::vector<Sighting>>& all, Words& out) {
  for (const auto& [key, sightings] : all) {
    auto by_begin = sightings, by_end = sightings;
    std::ranges::sort(by_begin, {}, &Sighting::begun);
    std::ranges::sort(by_end, {}, &Sighting::ended);
    std::int64_t highest = 0;
    auto seen = by_end.begin();
    for (const auto& s : by_begin) {
      for (; seen != by_end.end() && seen->ended < s.begun; ++seen) highest = std::max(highest, seen->value);
      if (s.value < highest)
        out.push_back(
            fmt::format("the {} of {}/{} went back from {} to {}", what, key.first, key.second, highest, s.value));
    }
  }
}

template <class Key>
void check_last(const std::string& what, const std::map<Key, std::vector<Sighting>>& all,
                const std::map<Key, std::int64_t>& last, Words& out) {
  for (const auto& [key, sightings] : all) {
    const auto highest = std::ranges::max(sightings, {}, &Sighting::value).value;
    const auto it = last.find(key);
    if (it == last.end() || it->second < highest)
      out.push_back(fmt::format("the {} of {}/{} was seen at {} and is {}", what, key.first, key.second, highest,
                                it == last.end() ? 0 : it->second));
  }
}

void check_moves(const History& history, Words& out) {
  std::map<Place, std::int64_t> at;
  for (const auto& [place, value] : history.moves) {
    if (value <= at[place])
      out.push_back(fmt::format("person {} was told of marker {} of conversation {} after {}", place.first, value,
                                place.second, at[place]));
    at[place] = value;
  }
  for (const auto& [place, value] : history.markers)
    if (value != at[place])
      out.push_back(fmt::format("person {}'s marker of conversation {} is {}, the last event says {}", place.first,
                                place.second, value, at[place]));
}

}  // namespace

std::uint64_t digest(std::string_view bytes) {  // FNV-1a
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

std::vector<std::string> violations(const Ledger& ledger, const History& history) {
  Words out = ledger.notes;
  check_streams(history, out);
  const auto found = check_messages(ledger, history, out);
  for (const auto& [key, send] : ledger.sends) check_send(key, send, found, out);
  check_turns(ledger, out);
  check_deliveries(ledger, history, out);
  check_sightings("head", ledger.heads, out);
  check_sightings("read marker", ledger.markers, out);
  check_last("head", ledger.heads, history.heads, out);
  check_last("read marker", ledger.markers, history.markers, out);
  check_moves(history, out);
  return out;
}

}  // namespace wasl::fault
