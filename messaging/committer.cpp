#include "messaging/committer.hpp"

#include <spdlog/spdlog.h>

#include <map>

#include "core/crypto.hpp"
#include "core/error.hpp"
#include "core/loop.hpp"
#include "core/metrics.hpp"
#include "core/resume.hpp"
#include "messaging/compose.hpp"
#include "messaging/policy.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLargestBatch = 500;
constexpr std::size_t kMostWaiting = 50'000;
constexpr auto kPatience = 3s;
constexpr int kAttempts = 6;

enum Outcome { kStored = 0, kRepeated = 1, kNoMember = 2, kOnlyReads = 3 };

// i: the batch, with what is known of each row; k: the new and allowed ones, counted per conversation (of one who
// writes once, only the first is taken: nobody else writes there meanwhile); u: takes their offsets from the streams,
// in lock order; ins: stores them. The joins are lateral with "offset 0" and full, because a generic plan believes in
// ten rows and would nest loops: no condition may stand above the full one, or it is full no more.
const storage::Statement kSend{"messaging.send_batch", R"(
  with i as materialized (
    select t.ord, t.conversation, t.author, t.client, t.txt, t.content, t.named, x."offset" as old, x.sent_at as old_at, n.may_write, n.writes_once,
      case when n.in_name then (select organisation_id from conversations c where c.id = t.conversation) end as speaks_for
    from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[])
      with ordinality as t(conversation, author, client, txt, content, named, ord)
    left join lateral (select may_write, writes_once, in_name from conversation_members n
                       where n.conversation_id = t.conversation and n.person_id = t.author offset 0) n on true
    left join lateral (select "offset", sent_at from messages x
                       where x.author_id = t.author and x.client_id = t.client offset 0) x on true),
  k as materialized (
    select *, row_number() over w as r, count(*) over (partition by conversation) as c
    from i where old is null and may_write
    window w as (partition by conversation order by ord)),
  u as (
    update streams s set head = head + h.c
    from (select conversation, case when writes_once then 1 else c end as c from k where r = 1 order by conversation) h
    where s.kind = 2 and s.key = h.conversation
    returning s.key, s.head - h.c as base),
  f as materialized (
    select k.ord, k.conversation, k.author, k.client, k.txt, k.content, k.named, k.writes_once, k.speaks_for, u.base + k.r as n
    from (select * from k where not writes_once or r = 1) k full join u on u.key = k.conversation),
  once as (
    update conversation_members n set may_write = false, writes_once = false from f
    where f.writes_once and n.conversation_id = f.conversation and n.person_id = f.author),
  ins as (
    insert into messages (conversation_id, "offset", author_id, client_id, text, content, mentions)
    select conversation, n, author, client, txt,
      case when speaks_for is null then decode(nullif(content, ''), 'hex') else decode(content, 'hex') || in_name_content(speaks_for) end,
      nullif(named, '{}')::bigint[] from f)
  select ord::int, 0, n, (extract(epoch from now()) * 1000)::bigint, coalesce(speaks_for, 0) from f
  union all
  select ord::int, case when old is not null then 1 when may_write is null then 2 else 3 end, coalesce(old, 0),
    coalesce((extract(epoch from old_at) * 1000)::bigint, 0), coalesce(speaks_for, 0)
  from i where old is not null or may_write is not true
  union all
  select ord::int, 3, 0, 0, 0 from k where writes_once and r > 1)"};

struct Meters {
  prometheus::Histogram& rows =
      prometheus::BuildHistogram()
          .Name("wasl_send_batch_rows")
          .Help("Messages per group commit.")
          .Register(metrics::registry())
          .Add({}, prometheus::Histogram::BucketBoundaries{1, 2, 5, 10, 25, 50, 100, 250, 500});
  prometheus::Histogram& seconds = metrics::seconds("wasl_send_batch_seconds", "Time of a group commit.");
};

// As decode(..., 'hex') reads it; nothing for nothing.
std::string as_hex(const v1::MessageContent& content) {
  return content.ByteSizeLong() == 0 ? std::string{} : crypto::hex(content.SerializeAsString());
}

Frame encode(const Outgoing& m, const Sent& sent) {
  v1::Message message;
  message.set_offset(sent.offset);
  message.set_author_id(raw(m.author));
  message.set_client_id(static_cast<std::uint64_t>(m.client_id));
  message.set_text(m.text);
  message.set_sent_at_ms(sent.sent_at_ms);
  if (m.content.ByteSizeLong() > 0) *message.mutable_content() = m.content;
  return streams::encode_event(stream_of(m.conversation), sent.offset, v1::EVENT_MESSAGE_SENT,
                               message.SerializeAsString());
}

}  // namespace

const storage::Statement& send_statement() { return kSend; }

void set_up_for_sending(storage::Connection& connection) {
  pqxx::nontransaction tx(connection.raw);
  tx.exec("set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off");
}

Committer::Committer(std::string conninfo, streams::Streams& streams, double rate_scale)
    : conninfo_(std::move(conninfo)), streams_(streams), pace_(rate_scale), thread_([this] { work(); }) {}

Committer::~Committer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

asio::awaitable<Sent> Committer::submit(Outgoing message) {
  if (const auto wait = pace_.wait(message.conversation))
    throw Refused(Code::kResourceExhausted, "messaging.too_fast", "Too much is written here at once. Wait a moment.")
        .retry_after(*wait);
  message.content.clear_organisation_id();  // who writes in whose name is found where it is stored
  auto sent = std::make_shared<std::optional<Sent>>();
  co_await suspend([&](auto done) {
    const auto now = std::chrono::steady_clock::now();
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.size() < kMostWaiting && (waiting_.empty() || now - waiting_.front().since < kPatience)) {
        waiting_.push_back({std::move(message), sent, done, now});
        streams_.expect(1);
        if (waiting_.size() == 1) wake_.notify_one();
        return;
      }
    }
    done(std::make_exception_ptr(unavailable("busy", "The server is busy. Try again in a moment.")));
  });
  if (!*sent) throw not_found("conversation");
  co_return **sent;
}

Committer::Batch Committer::take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
  Batch batch;
  if (waiting_.size() <= kLargestBatch) {
    batch.swap(waiting_);
  } else {
    const auto cut = waiting_.begin() + kLargestBatch;
    batch.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(cut));
    waiting_.erase(waiting_.begin(), cut);
  }
  return batch;
}

void Committer::work() {
  static Meters meters;
  for (;;) {
    auto batch = take();
    if (batch.empty()) return;
    const auto start = std::chrono::steady_clock::now();
    const Burst burst;  // events and answers reach each loop together
    store(batch);
    streams_.expect(-static_cast<int>(batch.size()));
    meters.rows.Observe(static_cast<double>(batch.size()));
    meters.seconds.Observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    for (auto& pending : batch) pending.done(pending.error);
  }
}

// Whatever is wrong with one message is no other's fault: a batch that fails is halved until the culprit stands alone.
void Committer::store(std::span<Pending> batch) {
  try {
    commit(batch);
  } catch (const Refused&) {
    for (auto& pending : batch) pending.error = std::current_exception();
  } catch (const std::exception& e) {
    if (batch.size() > 1) {
      store(batch.first(batch.size() / 2));
      store(batch.subspan(batch.size() / 2));
      return;
    }
    spdlog::error("a message cannot be stored: {}", e.what());
    batch[0].error = std::make_exception_ptr(Refused(Code::kInternal, "internal", "Something went wrong here."));
  }
}

// Running a batch again is harmless: the client ids make it idempotent. So a lost connection, a commit in doubt and a
// retry that another process stored meanwhile (23505) all end in one more attempt.
void Committer::commit(std::span<Pending> batch) {
  for (int attempt = 1;; ++attempt) {
    try {
      if (!connection_ || !connection_->raw.is_open()) {
        connection_ = std::make_unique<storage::Connection>(conninfo_);
        set_up_for_sending(*connection_);
      }
      return finish(batch, attempt > 1);
    } catch (const pqxx::unique_violation&) {
      if (attempt == kAttempts) throw;
    } catch (const pqxx::sql_error& e) {
      if (e.sqlstate() == "57014" || e.sqlstate() == "55P03")  // statement_timeout, lock_timeout
        throw unavailable("storage_slow", "The server took too long. Try again in a moment.");
      if (!e.sqlstate().starts_with("57") && !e.sqlstate().starts_with("40")) throw;
      connection_.reset();
    } catch (const pqxx::failure& e) {
      connection_.reset();
      if (attempt == kAttempts) {
        spdlog::warn("messages cannot be stored: {}", e.what());
        throw unavailable("storage_unavailable", "The server cannot store messages now. Try again in a moment.");
      }
    }
    if (attempt >= kAttempts)
      throw unavailable("storage_unavailable", "The server cannot store messages now. Try again in a moment.");
    std::this_thread::sleep_for(20ms * attempt * attempt);
  }
}

void Committer::finish(std::span<Pending> batch, bool again) {
  // The same client id twice in one batch is stored once; both hear the same.
  std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> first;
  std::vector<std::size_t> rows, original(batch.size());
  std::vector<std::int64_t> conversations, authors, clients;
  std::vector<std::string> texts, contents, named;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto& m = batch[i].message;
    const auto [it, fresh] = first.try_emplace({raw(m.author), m.client_id}, i);
    original[i] = it->second;
    if (!fresh) continue;
    rows.push_back(i);
    conversations.push_back(raw(m.conversation));
    authors.push_back(raw(m.author));
    clients.push_back(m.client_id);
    texts.push_back(m.text);
    contents.push_back(as_hex(m.content));
    named.push_back(storage::array(mentioned(m.content)));
  }
  connection_->prepare(kSend);
  pqxx::nontransaction tx(connection_->raw);
  const auto result =
      tx.exec_prepared(kSend.name, storage::array(conversations), storage::array(authors), storage::array(clients),
                       storage::array(texts), storage::array(contents), storage::array(named));
  std::vector<std::pair<std::size_t, Frame>> stored;
  for (const auto& row : result) {
    const auto i = rows[static_cast<std::size_t>(row[0].as<int>()) - 1];
    if (row[1].as<int>() == kOnlyReads) batch[i].error = std::make_exception_ptr(policy::only_reads());
    if (row[1].as<int>() >= kNoMember) continue;
    batch[i].sent->emplace(Sent{row[2].as<Offset>(), row[3].as<std::int64_t>()});
    if (const auto name = row[4].as<std::int64_t>()) batch[i].message.content.set_organisation_id(name);
    // Stored by an attempt whose outcome was lost: nobody has rung for it yet.
    if (row[1].as<int>() == kStored || again) stored.emplace_back(i, encode(batch[i].message, **batch[i].sent));
    if (row[1].as<int>() == kStored) pace_.count(batch[i].message.conversation);
  }
  for (std::size_t i = 0; i < batch.size(); ++i)
    if (original[i] != i) {
      *batch[i].sent = *batch[original[i]].sent;
      batch[i].error = batch[original[i]].error;
    }
  // Rings of one stream are neighbours, in order.
  std::ranges::sort(stored, {}, [&](const auto& s) {
    return std::pair(raw(batch[s.first].message.conversation), (*batch[s.first].sent)->offset);
  });
  std::vector<bus::Ring> rings;
  for (auto& [i, frame] : stored)
    rings.push_back({stream_of(batch[i].message.conversation), (*batch[i].sent)->offset, std::move(frame)});
  if (!rings.empty()) streams_.bus().publish(std::move(rings), streams_.expected() > static_cast<int>(batch.size()));
}

}  // namespace wasl::messaging
