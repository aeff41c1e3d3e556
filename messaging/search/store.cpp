#include "messaging/search/store.hpp"

#include <set>

#include "directory/access.hpp"
#include "messaging/rows.hpp"

namespace wasl::messaging::search::store {

using storage::Statement;

namespace {

#define WASL_SENT_AT_MS "(extract(epoch from m.sent_at) * 1000)::bigint"

// Plans are made for keys: a sequential scan is never the better way to a few rows of many.
const Statement kByIndex{"search.by_index", "select set_config('enable_seqscan', 'off', true)"};

const Statement kStretches{"search.stretches", R"(
  select s.conversation_id, s.stretch, s.last_ms
  from conversation_members n join message_stretches s on s.conversation_id = n.conversation_id
  where n.person_id = $1 and ($2::bigint = 0 or n.conversation_id = $2::bigint)
    and s.last_ms >= $3::bigint and s.first_ms < $4::bigint and s.first_ms <= $5::bigint
  order by s.last_ms desc, s.conversation_id desc, s.stretch desc)"};

const Statement kProbe{"search.probe", R"(
  select f.sent_at_ms, f.conversation_id, f."offset"
  from unnest($1::bigint[], $2::bigint[]) as s(conversation, stretch)
  cross join lateral (
    select t.sent_at_ms, t.conversation_id, t."offset" from message_terms t
    where message_keys(t.conversation_id, t."offset", t.terms) @@ message_query(s.conversation, s.stretch, $3::text)
      and t.sent_at_ms >= $4::bigint and t.sent_at_ms < $5::bigint
      and (t.sent_at_ms, t.conversation_id, t."offset") < ($6::bigint, $7::bigint, $8::bigint)
    order by t.sent_at_ms desc, t.conversation_id desc, t."offset" desc
    limit $9) f
  order by f.sent_at_ms desc, f.conversation_id desc, f."offset" desc
  limit $9)"};

const Statement kMessages{"search.messages", "select p.ord::int, " WASL_MESSAGE_COLUMNS R"(
  from unnest($2::bigint[], $3::bigint[]) with ordinality as p(conversation, at, ord)
  join conversation_members n on n.conversation_id = p.conversation and n.person_id = $1
  join messages m on m.conversation_id = p.conversation and m."offset" = p.at
  where m.deleted_at is null
  order by p.ord)"};

const Statement kNames{"search.conversation_names", R"(
  select c.id, c.kind, case when o.other is not null then coalesce(p.name, '') else c.title end, coalesce(o.other, 0),
    case when c.kind = 'organisation' and not n.in_name then c.organisation_id else 0 end
  from conversation_members n join conversations c on c.id = n.conversation_id
  left join lateral (
    select case when n.in_name then c.creator_id when c.direct_low = $1 then c.direct_high else c.direct_low end as other
    where n.in_name or c.kind = 'direct') o on true
  left join known_people p on p.id = o.other
  left join lateral (select l.sent_at from messages l where l.conversation_id = c.id order by l."offset" desc limit 1) l on true
  where n.person_id = $1 and (cardinality($2::bigint[]) = 0 or c.id = any($2::bigint[]))
  order by coalesce(l.sent_at, c.created_at) desc, c.id desc)"};

const Statement kBehind{"search.behind", R"(
  select s.key from streams s left join message_index_progress p on p.conversation_id = s.key
  where s.kind = 2 and s.head > coalesce(p.upto, 0) limit $1)"};

const Statement kBegin{"search.begin", R"(
  insert into message_index_progress (conversation_id) select unnest($1::bigint[]) on conflict do nothing)"};
const Statement kClaim{"search.claim", R"(
  select p.conversation_id, p.upto, s.head
  from message_index_progress p join streams s on s.kind = 2 and s.key = p.conversation_id
  where p.conversation_id = any($1::bigint[]) and s.head > p.upto
  order by p.conversation_id for update of p skip locked)"};
const Statement kAdvance{"search.advance", "update message_index_progress set upto = $2 where conversation_id = $1"};

const Statement kBetween{"search.between", "select " WASL_SENT_AT_MS ", m.is_note, " WASL_MESSAGE_COLUMNS R"(
  from messages m where m.conversation_id = $1 and m."offset" > $2 and m."offset" <= $3)"};
const Statement kAt{"search.at", "select " WASL_SENT_AT_MS ", m.is_note, " WASL_MESSAGE_COLUMNS R"(
  from messages m where m.conversation_id = $1 and m."offset" = any($2::bigint[]))"};

const Statement kRemove{"search.remove", R"(
  delete from message_terms t using unnest($1::bigint[], $2::bigint[]) as e(conversation, at)
  where t.conversation_id = e.conversation and t."offset" = e.at)"};
const Statement kPut{"search.put", R"(
  insert into message_terms (conversation_id, "offset", sent_at_ms, terms)
  select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[])
  on conflict (conversation_id, "offset") do update set terms = excluded.terms where message_terms.terms <> excluded.terms)"};
const Statement kPutStretches{"search.put_stretches", R"(
  insert into message_stretches as s (conversation_id, stretch, first_ms, last_ms)
  select e.conversation, e.at >> 12, min(e.sent), max(e.sent)
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as e(conversation, at, sent) group by 1, 2 order by 1, 2
  on conflict (conversation_id, stretch) do update
  set first_ms = least(s.first_ms, excluded.first_ms), last_ms = greatest(s.last_ms, excluded.last_ms)
  where s.first_ms > excluded.first_ms or s.last_ms < excluded.last_ms)"};

// The share of common runs among all runs of both (Jaccard), as trigram searches rank.
const Statement kSimilar{"search.similar", R"(
  select w.word from message_words w
  cross join lateral (select count(*)::float8 as n from unnest(w.grams) g where g = any($1::text[])) common
  where w.grams && $1::text[] and common.n / (cardinality(w.grams) + cardinality($1::text[]) - common.n) >= 0.35
  order by common.n / (cardinality(w.grams) + cardinality($1::text[]) - common.n) desc, w.word limit 5)"};

const Statement kKnownWords{"search.known_words", "select word from message_words where word = any($1::text[])"};
const Statement kAddWord{"search.add_word", "insert into message_words (word, grams) values ($1, $2::text[]) on conflict do nothing"};

// Places as the columns that statements take.
struct Columns {
  std::vector<std::int64_t> conversations, offsets, times;
  void add(const Place& p) {
    conversations.push_back(p.conversation);
    offsets.push_back(p.offset);
    times.push_back(p.sent_at_ms);
  }
};

std::vector<Row> rows_of(std::int64_t conversation, const storage::Result& result) {
  std::vector<Row> out;
  for (const auto& row : result)
    out.push_back({conversation, row[0].as<std::int64_t>(), rows::message(row, 2), row[1].as<bool>()});
  return out;
}

}  // namespace

std::vector<Stretch> stretches(Tx& tx, PersonId viewer, const Query& q) {
  std::vector<Stretch> out;
  for (const auto& row : tx.exec(kStretches, viewer, q.conversation, q.from_ms, q.before_ms, q.after.sent_at_ms))
    out.push_back({row[0].as<std::int64_t>(), row[1].as<std::int64_t>(), row[2].as<std::int64_t>()});
  return out;
}

std::vector<Place> probe(Tx& tx, const std::vector<Stretch>& where, const Query& q, const std::string& tsquery,
                         std::size_t limit) {
  std::vector<std::int64_t> conversations, numbers;
  for (const auto& s : where) {
    conversations.push_back(s.conversation);
    numbers.push_back(s.number);
  }
  tx.exec(kByIndex);
  std::vector<Place> out;
  for (const auto& row : tx.exec(kProbe, conversations, numbers, tsquery, q.from_ms, q.before_ms, q.after.sent_at_ms,
                                 q.after.conversation, q.after.offset, static_cast<std::int64_t>(limit)))
    out.push_back({row[0].as<std::int64_t>(), row[1].as<std::int64_t>(), row[2].as<Offset>()});
  return out;
}

std::vector<Found> messages(Tx& tx, PersonId viewer, const std::vector<Place>& places) {
  Columns c;
  for (const auto& place : places) c.add(place);
  std::vector<Found> out;
  for (const auto& row : tx.exec(kMessages, viewer, c.conversations, c.offsets))
    out.push_back({places[static_cast<std::size_t>(row[0].as<int>()) - 1], rows::message(row, 1)});
  return out;
}

namespace {
// In all their languages: any of them may be looked for.
void name_organisations(Tx& tx, std::vector<Named>& conversations) {
  std::vector<std::int64_t> ids;
  for (const auto& c : conversations)
    if (c.organisation != 0) ids.push_back(c.organisation);
  if (ids.empty()) return;
  const auto names = directory::access::organisation_names(tx, ids);
  for (auto& c : conversations)
    if (const auto it = names.find(c.organisation); it != names.end())
      for (const auto& name : {it->second.ar(), it->second.fr(), it->second.en()})
        if (!name.empty()) c.title += (c.title.empty() ? "" : " · ") + name;
}
}  // namespace

std::vector<Named> names(Tx& tx, PersonId viewer, const std::vector<std::int64_t>& some) {
  std::vector<Named> out;
  for (const auto& row : tx.exec(kNames, viewer, some))
    out.push_back({row[0].as<std::int64_t>(), rows::conversation_kind(row[1].as<std::string>()),
                   row[2].as<std::string>(), row[3].as<std::int64_t>(), row[4].as<std::int64_t>()});
  name_organisations(tx, out);
  return out;
}

std::vector<std::int64_t> behind(Tx& tx, std::size_t limit) {
  std::vector<std::int64_t> out;
  for (const auto& row : tx.exec(kBehind, static_cast<std::int64_t>(limit))) out.push_back(row[0].as<std::int64_t>());
  return out;
}

std::vector<Progress> claim(Tx& tx, const std::vector<std::int64_t>& conversations) {
  tx.exec(kBegin, conversations);
  std::vector<Progress> out;
  for (const auto& row : tx.exec(kClaim, conversations))
    out.push_back({row[0].as<std::int64_t>(), row[1].as<Offset>(), row[2].as<Offset>()});
  return out;
}

void advance(Tx& tx, std::int64_t conversation, Offset upto) { tx.exec(kAdvance, conversation, upto); }

std::vector<Row> between(Tx& tx, std::int64_t conversation, Offset after, Offset upto) {
  return rows_of(conversation, tx.exec(kBetween, conversation, after, upto));
}

std::vector<Row> at(Tx& tx, std::int64_t conversation, const std::vector<Offset>& offsets) {
  return rows_of(conversation, tx.exec(kAt, conversation, offsets));
}

void put(Tx& tx, const std::vector<Entry>& entries) {
  Columns gone, there;
  std::vector<std::string> terms;
  for (const auto& entry : entries) {
    (entry.terms.empty() ? gone : there).add(entry.place);
    if (!entry.terms.empty()) terms.push_back(entry.terms);
  }
  if (!gone.offsets.empty()) tx.exec(kRemove, gone.conversations, gone.offsets);
  if (there.offsets.empty()) return;
  tx.exec(kPut, there.conversations, there.offsets, there.times, terms);
  tx.exec(kPutStretches, there.conversations, there.offsets, there.times);
}

std::vector<std::string> similar(Tx& tx, const std::string& word) {
  std::vector<std::string> out;
  const auto grams = words::grams(word);
  if (grams.empty()) return out;
  for (const auto& row : tx.exec(kSimilar, grams)) out.push_back(row[0].as<std::string>());
  return out;
}

void add_words(Tx& tx, const std::vector<std::string>& words) {
  std::set<std::string> fresh(words.begin(), words.end());
  for (const auto& row : tx.exec(kKnownWords, words)) fresh.erase(row[0].as<std::string>());
  for (const auto& word : fresh) tx.exec(kAddWord, word, words::grams(word));
}

}  // namespace wasl::messaging::search::store
