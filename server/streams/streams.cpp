#include "streams/streams.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <stdexcept>

#include "wasl/envelope.pb.h"

namespace wasl::streams {

namespace {

using storage::Statement;

const Statement kAppend{"streams.append", R"(
  with head as (
    insert into streams as s (kind, key, head) values ($1, $2, 1)
    on conflict (kind, key) do update set head = s.head + 1
    returning head)
  insert into stream_events (kind, key, "offset", type, body)
  select $1, $2, head, $3, $4 from head
  returning "offset")"};

const Statement kTakeOffset{"streams.take_offset", R"(
  insert into streams as s (kind, key, head) values ($1, $2, 1)
  on conflict (kind, key) do update set head = s.head + 1
  returning head)"};

const Statement kHeads{"streams.heads", R"(
  select i.ord::int, coalesce(s.head, 0), coalesce(s.trimmed, 0)
  from unnest($1::smallint[], $2::bigint[]) with ordinality as i(kind, key, ord)
  left join streams s on s.kind = i.kind and s.key = i.key
  order by i.ord)"};

const Statement kRead{"streams.read", R"(
  select e.key, e."offset", e.type, e.body
  from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as r(key, after, upto)
  join stream_events e on e.kind = $1 and e.key = r.key and e."offset" > r.after and e."offset" <= r.upto)"};

const Statement kRewrite{"streams.rewrite",
                         R"(update stream_events set body = $4 where kind = $1 and key = $2 and "offset" = $3)"};

struct Head {
  Offset head, trimmed;
};

std::vector<Head> read_heads(Tx& tx, const std::vector<StreamId>& streams) {
  std::vector<std::int64_t> kinds, keys;
  for (const auto& s : streams) {
    kinds.push_back(static_cast<std::int64_t>(s.kind));
    keys.push_back(s.key);
  }
  std::vector<Head> out;
  for (const auto& row : tx.exec(kHeads, kinds, keys)) out.push_back({row[1].as<Offset>(), row[2].as<Offset>()});
  return out;
}

bool can_replay(const OpenRequest& request, const Head& h) {
  return !request.since ||
         (*request.since <= h.head && *request.since >= h.trimmed && h.head - *request.since <= kLongestReplay);
}

}  // namespace

std::string as_batch(const google::protobuf::MessageLite& server_frame) {
  const auto size = server_frame.ByteSizeLong();
  std::string out;
  out.reserve(size + 6);
  out.push_back('\x0a');  // field 1, length-delimited: ServerBatch.frames
  for (auto rest = size;; rest >>= 7) {
    if (rest < 0x80) {
      out.push_back(static_cast<char>(rest));
      break;
    }
    out.push_back(static_cast<char>(rest | 0x80));
  }
  server_frame.AppendToString(&out);
  return out;
}

Frame encode_event(StreamId stream, Offset offset, int type, std::string_view body) {
  v1::ServerFrame frame;
  auto* event = frame.mutable_event();
  event->mutable_stream()->set_kind(static_cast<v1::StreamKind>(stream.kind));
  event->mutable_stream()->set_key(stream.key);
  event->set_offset(offset);
  event->set_type(static_cast<std::uint32_t>(type));
  event->set_body(body.data(), body.size());
  return std::make_shared<const std::string>(as_batch(frame));
}

int type_of(const Frame& event) {
  using google::protobuf::internal::WireFormatLite;
  constexpr auto kInside = [](int field) { return WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED); };
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(event->data()), static_cast<int>(event->size()));
  std::uint32_t skipped = 0;
  if (in.ReadTag() != kInside(v1::ServerBatch::kFramesFieldNumber) || !in.ReadVarint32(&skipped)) return 0;
  if (in.ReadTag() != kInside(v1::ServerFrame::kEventFieldNumber) || !in.ReadVarint32(&skipped)) return 0;
  while (const auto tag = in.ReadTag()) {
    std::uint32_t type = 0;
    if (WireFormatLite::GetTagFieldNumber(tag) == v1::Event::kTypeFieldNumber)
      return in.ReadVarint32(&type) ? static_cast<int>(type) : 0;
    if (!WireFormatLite::SkipField(&in, tag)) return 0;
  }
  return 0;
}

std::vector<PersonId> Streams::ended_by(StreamId stream, const Frame& event) const {
  const auto rules = kinds_.find(stream.kind);
  if (rules == kinds_.end() || rules->second.ending == 0 || type_of(event) != rules->second.ending) return {};
  v1::ServerBatch batch;
  batch.ParseFromString(*event);
  return rules->second.ended(batch.frames(0).event().body());
}

Offset Streams::append(Tx& tx, StreamId stream, int type, const google::protobuf::MessageLite& body) {
  const auto bytes = body.SerializeAsString();
  const auto rows = tx.exec(kAppend, static_cast<int>(stream.kind), stream.key, type, pqxx::binarystring(bytes));
  const auto offset = rows[0][0].as<Offset>();
  ring_after_commit(tx, stream, offset, type, bytes);
  return offset;
}

Offset Streams::append_record(Tx& tx, StreamId stream, int type, const std::function<std::string(Offset)>& store) {
  const auto offset = tx.exec(kTakeOffset, static_cast<int>(stream.kind), stream.key)[0][0].as<Offset>();
  ring_after_commit(tx, stream, offset, type, store(offset));
  return offset;
}

std::vector<StoredEvent> Streams::stored(Tx& tx, StreamKind kind, const std::vector<Range>& ranges) {
  std::vector<std::int64_t> keys, after, upto;
  for (const auto& r : ranges) {
    keys.push_back(r.key);
    after.push_back(r.after);
    upto.push_back(r.upto);
  }
  std::vector<StoredEvent> out;
  for (const auto& row : tx.exec(kRead, static_cast<int>(kind), keys, after, upto))
    out.push_back({row[0].as<std::int64_t>(), row[1].as<Offset>(), row[2].as<int>(), pqxx::binarystring(row[3]).str()});
  return out;
}

void Streams::rewrite(Tx& tx, StreamId stream, Offset offset, const google::protobuf::MessageLite& body) {
  const auto bytes = body.SerializeAsString();
  tx.exec(kRewrite, static_cast<int>(stream.kind), stream.key, offset, pqxx::binarystring(bytes));
}

void Streams::ring_after_commit(Tx& tx, StreamId stream, Offset offset, int type, std::string_view body) {
  tx.after_commit(
      [this, ring = bus::Ring{stream, offset, encode_event(stream, offset, type, body)}] { bus_.publish({ring}); });
}

std::map<StreamId, Offset> Streams::heads(Tx& tx, const std::vector<StreamId>& streams) {
  std::map<StreamId, Offset> out;
  const auto heads = read_heads(tx, streams);
  for (std::size_t i = 0; i < streams.size(); ++i) out[streams[i]] = heads[i].head;
  return out;
}

std::map<Streams::Key, std::vector<Frame>> Streams::replay(Tx& tx, StreamKind kind,
                                                           const std::vector<Range>& ranges) const {
  auto events = stored(tx, kind, ranges);
  const auto rules = kinds_.find(kind);
  if (rules != kinds_.end() && rules->second.records)
    for (auto& record : rules->second.records(tx, ranges)) events.push_back(std::move(record));
  std::ranges::sort(events, {}, [](const StoredEvent& e) { return std::pair(e.key, e.offset); });
  std::map<Key, std::vector<Frame>> out;
  for (const auto& e : events) out[e.key].push_back(encode_event({kind, e.key}, e.offset, e.type, e.body));
  for (const auto& r : ranges)
    if (static_cast<Offset>(out[r.key].size()) != r.upto - r.after) throw std::runtime_error("a stream has a hole");
  return out;
}

std::vector<Frame> Streams::read(Tx& tx, StreamId stream, Offset after, Offset upto) const {
  return std::move(replay(tx, stream.kind, {{stream.key, after, upto}}).begin()->second);
}

bool Streams::may_follow_any(Tx& tx, PersonId who, const std::vector<StreamId>& streams) const {
  std::map<StreamKind, std::vector<Key>> by_kind;
  for (const auto& stream : streams) by_kind[stream.kind].push_back(stream.key);
  return std::ranges::any_of(by_kind, [&](const auto& of_kind) {
    const auto rules = kinds_.find(of_kind.first);
    return rules != kinds_.end() && std::ranges::count(rules->second.may_follow(tx, who, of_kind.second), true) > 0;
  });
}

bool Streams::may_signal(Tx& tx, PersonId who, StreamId stream) const {
  const auto rules = kinds_.find(stream.kind);
  return rules != kinds_.end() && (!rules->second.may_signal || rules->second.may_signal(tx, who, stream.key));
}

std::vector<Opened> Streams::open(Tx& tx, PersonId who, const std::vector<OpenRequest>& requests) const {
  std::vector<Opened> out(requests.size());
  std::map<StreamKind, std::vector<std::size_t>> by_kind;
  for (std::size_t i = 0; i < requests.size(); ++i) by_kind[requests[i].stream.kind].push_back(i);
  std::vector<StreamId> streams;
  for (const auto& r : requests) streams.push_back(r.stream);
  const auto heads = read_heads(tx, streams);  // before the right to follow: an end of it in between comes after the head
  for (const auto& [kind, indices] : by_kind) {
    const auto rules = kinds_.find(kind);
    if (rules == kinds_.end()) continue;
    std::vector<Key> keys;
    for (const auto i : indices) keys.push_back(requests[i].stream.key);
    const auto allowed = rules->second.may_follow(tx, who, keys);
    for (std::size_t n = 0; n < indices.size(); ++n) out[indices[n]].allowed = allowed[n];
  }
  std::map<StreamKind, std::vector<Range>> ranges;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    out[i].head = heads[i].head;
    out[i].recovered = out[i].allowed && can_replay(requests[i], heads[i]);
    if (out[i].recovered && requests[i].since && *requests[i].since < heads[i].head)
      ranges[streams[i].kind].push_back({streams[i].key, *requests[i].since, heads[i].head});
  }
  for (const auto& [kind, wanted] : ranges) {
    auto replayed = replay(tx, kind, wanted);
    for (std::size_t i = 0; i < requests.size(); ++i)
      if (streams[i].kind == kind && out[i].recovered && requests[i].since) out[i].events = replayed[streams[i].key];
  }
  return out;
}

}  // namespace wasl::streams
