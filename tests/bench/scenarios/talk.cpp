#include "scenarios/talk.hpp"

#include <pqxx/pqxx>
#include <regex>
#include <stdexcept>

#include "load/latencies.hpp"

namespace wasl::bench {

namespace {

constexpr const char* kArabic[] = {"ب", "ت", "ج", "د", "ر", "س", "ص", "ط", "ق", "م"};

// As word() spells them.
constexpr auto kSay = R"(
  insert into messages (conversation_id, "offset", author_id, client_id, text, sent_at)
  select s.key, s.head + i, a.author, s.key * 100000000 + s.head + i, w.text,
    now() - interval '30 days' * (1 - i::float8 / $3::int) - interval '1 ms' * (s.key % 1000)
  from streams s
  cross join lateral (select min(person_id) as author from conversation_members m where m.conversation_id = s.key) a
  cross join generate_series(1, $3::int) i
  cross join lateral (
    select string_agg(case when n % 2 = 0 then translate((n + 1000)::text, '0123456789', 'بتجدرسصطقم')
                           else translate((n + 1000)::text, '0123456789', 'bcdfghklmn') end, ' ') as text
    from (select floor($4::float8 ^ random())::int as n from generate_series(1, 8 + 0 * i)) r) w
  where s.kind = 2 and s.key >= $1 and s.key < $1 + $2)";

constexpr auto kMoveHeads = "update streams set head = head + $3 where kind = 2 and key >= $1 and key < $1 + $2";

constexpr auto kExplain = R"(
  explain (analyze, costs off, summary off)
  select f.* from (
    select s.conversation_id, s.stretch from conversation_members n join message_stretches s using (conversation_id)
    where n.person_id = $1 order by s.last_ms desc limit $2) s
  cross join lateral (
    select t."offset" from message_terms t
    where message_keys(t.conversation_id, t."offset", t.terms) @@ message_query(s.conversation_id, s.stretch, $3)) f)";

// The sum over the plan's index scans: "Bitmap Index Scan on message_terms_by_key (actual time=0.005..0.005 rows=1 loops=8)".
double index_scans(const pqxx::result& plan) {
  static const std::regex kNode(R"(Index Scan on message_terms_by_key \(actual time=[0-9.]+\.\.([0-9.]+) rows=\d+ loops=(\d+)\))");
  double total = 0;
  for (const auto& line : plan) {
    std::smatch node;
    const auto text = line[0].as<std::string>();
    if (std::regex_search(text, node, kNode)) total += std::stod(node[1]) * std::stod(node[2]);
  }
  if (total == 0) throw std::runtime_error("the plan has no scan of message_terms_by_key");
  return total;
}

}  // namespace

std::string Talk::word(int n) {
  std::string out;
  for (const char digit : std::to_string(n + 1000)) out += n % 2 == 0 ? std::string(kArabic[digit - '0']) : std::string(1, "bcdfghklmn"[digit - '0']);
  return out;
}

void Talk::say(std::int64_t first, std::size_t conversations, std::size_t count) const {
  pqxx::connection c(conninfo_);
  pqxx::work tx(c);
  const auto n = static_cast<std::int64_t>(conversations), each = static_cast<std::int64_t>(count);
  tx.exec_params(kSay, first, n, each, static_cast<double>(kWords));
  tx.exec_params(kMoveHeads, first, n, each);
  tx.commit();
}

void Talk::settle() const {
  pqxx::connection c(conninfo_);
  pqxx::nontransaction(c).exec("vacuum analyze message_terms, message_stretches, messages, streams, message_index_progress");
}

double Talk::index_scan_ms(std::int64_t person, const std::string& word, std::size_t stretches) const {
  pqxx::connection c(conninfo_);
  pqxx::nontransaction tx(c);
  tx.exec("set enable_seqscan = off; set jit = off");
  Latencies runs;
  for (int i = 0; i < 7; ++i)
    runs.add(index_scans(tx.exec_params(kExplain, person, static_cast<std::int64_t>(stretches), "'%" + word + "'")));
  return runs.quantile(.5);
}

}  // namespace wasl::bench
