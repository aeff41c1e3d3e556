#include "audit/access.hpp"

#include "core/error.hpp"
#include "core/text.hpp"

namespace wasl::audit::access {

namespace {

constexpr std::size_t kShortest = 3, kLongest = 1000;

const storage::Statement kRecord{"audit.record", R"(
  insert into privileged_acts (actor_id, act, target_kind, target_id, reason, detail)
  values (nullif($1::bigint, 0), $2, $3, $4, $5, $6))"};

const storage::Statement kList{"audit.list", R"(
  select id, (extract(epoch from at) * 1000)::bigint, coalesce(actor_id, 0), act, target_kind, target_id, reason, detail
  from privileged_acts
  where (not $1::boolean or actor_id is null) and ($2::bigint = 0 or actor_id = $2::bigint) and ($3::text = '' or act = $3::text)
    and ($4::int = 0 or target_kind = $4::int) and ($5::bigint = 0 or target_id = $5::bigint)
    and ($6::bigint = 0 or at >= to_timestamp($6::bigint / 1000.0)) and ($7::bigint = 0 or at < to_timestamp($7::bigint / 1000.0))
    and ($8::bigint = 0 or id < $8::bigint)
  order by id desc limit $9)"};

Entry entry_of(const storage::Row& row) {
  Entry out;
  out.id = row[0].as<std::int64_t>();
  out.at_ms = row[1].as<std::int64_t>();
  out.actor = PersonId{row[2].as<std::int64_t>()};
  out.act = row[3].as<std::string>();
  out.target = static_cast<Target>(row[4].as<int>());
  out.target_id = row[5].as<std::int64_t>();
  out.reason = row[6].as<std::string>();
  out.detail = row[7].as<std::string>();
  return out;
}

}  // namespace

void record(storage::Tx& tx, const Act& a) {
  tx.exec(kRecord, a.actor, a.act, static_cast<int>(a.target), a.target_id, a.reason, a.detail);
}

std::string reason(std::string_view typed) {
  auto clean = text::clean(typed);
  const auto length = text::length(clean);
  require(length >= kShortest && length <= kLongest,
          invalid("reason", "audit.bad_reason", "Say why, in 3 to 1,000 characters."));
  return clean;
}

std::vector<Entry> list(storage::Tx& tx, const Search& s) {
  std::vector<Entry> out;
  for (const auto& row : tx.exec(kList, s.by_command_line, s.actor, s.act, static_cast<int>(s.target), s.target_id,
                                 s.from_ms, s.until_ms, s.before, s.limit))
    out.push_back(entry_of(row));
  return out;
}

}  // namespace wasl::audit::access
