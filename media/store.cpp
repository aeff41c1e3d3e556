#include "media/store.hpp"

#include <map>

#include "core/error.hpp"

namespace wasl::media::store {

using storage::Statement;

namespace {

constexpr int kMostUnfinished = 30;

// Nothing shows it.
#define WASL_UNUSED                                                   \
  "not exists (select from media_uses u where u.file_id = f.id) and " \
  "not exists (select from media_pictures p where p.file_id = f.id)"

const Statement kUsed{"media.used", "select bytes from media_usage where payer_kind = $1 and payer_id = $2"};
const Statement kCharge{"media.charge", R"(
  insert into media_usage select $1::smallint, $2::bigint, $3::bigint where $3::bigint <= $4::bigint
  on conflict (payer_kind, payer_id) do update set bytes = media_usage.bytes + excluded.bytes
  where media_usage.bytes + excluded.bytes <= $4::bigint returning bytes)"};
const Statement kAdjust{"media.adjust_usage", R"(
  update media_usage set bytes = greatest(0, bytes + $3::bigint) where payer_kind = $1 and payer_id = $2)"};
const Statement kUnfinished{"media.unfinished", R"(
  select count(*) from media_files where owner_id = $1 and ready_at is null and refused is null)"};
const Statement kInsert{"media.insert_file", R"(
  insert into media_files (owner_id, payer_kind, payer_id, name, length, charged, voice, duration_ms, waveform)
  values ($1, $2, $3, $4, $5, $5, $6, $7, $8) returning id)"};

#define WASL_FILE_COLUMNS \
  R"( f.id, f.owner_id, f.length, f.ready_at is not null, coalesce(f.refused, ''), f.name, f.type, coalesce(b.size, 0), f.width, f.height,
  f.voice, f.duration_ms, f.waveform, f.blob, f.small from media_files f left join media_blobs b on b.hash = f.blob )"
const Statement kSome{"media.some_files", "select " WASL_FILE_COLUMNS "where f.id = any($1::bigint[])"};

const Statement kLock{"media.lock", R"(
  select ready_at is not null from media_files where id = $1 and refused is null for update)"};
const Statement kKeep{"media.keep_blob", R"(
  insert into media_blobs (hash, size) values ($1, $2) on conflict (hash) do update set size = excluded.size)"};
const Statement kReady{"media.set_ready", R"(
  update media_files f set ready_at = now(), type = $2, width = $3, height = $4, blob = $5, small = nullif($6::bytea, ''), charged = $7
  from (select id, charged from media_files where id = $1 for update) before
  where f.id = before.id returning f.payer_kind, f.payer_id, f.charged - before.charged)"};
const Statement kRefuse{"media.refuse", R"(
  update media_files f set refused = $2, charged = 0
  from (select id, charged from media_files where id = $1 for update) before
  where f.id = before.id returning f.payer_kind, f.payer_id, -before.charged)"};
const Statement kGive{"media.give", R"(
  insert into media_files (owner_id, payer_kind, payer_id, name, length, charged, ready_at, type, blob)
  values ($1, 2, $1, $2, $3, 0, now(), $4, $5) returning id)"};
const Statement kDiscard{"media.discard", R"(
  delete from media_files f where f.id = $2 and f.owner_id = $1 and )" WASL_UNUSED R"(
  returning f.payer_kind, f.payer_id, -f.charged, f.id, f.blob, f.small)"};

const Statement kForgetUnused{"media.forget_unused", R"(
  delete from media_files f where f.owner_id = $1 and )" WASL_UNUSED R"(
  returning f.payer_kind, f.payer_id, -f.charged, f.id, f.blob, f.small)"};

const Statement kPlaces{"media.places", R"(
  select stream_kind, stream_key from media_uses where file_id = $1
  union select 2, subject_id from media_pictures where file_id = $1 and subject_kind = 2 and audience = 1)"};
const Statement kOpenness{"media.openness", "select coalesce(max(audience), 1) from media_pictures where file_id = $1"};
const Statement kOrganisations{"media.organisations_of_picture",
                               "select subject_id from media_pictures where file_id = $1 and subject_kind = 3"};
const Statement kTakePicture{"media.take_picture", R"(
  delete from media_pictures where subject_kind = $1 and subject_id = $2 returning file_id)"};
const Statement kPutPicture{"media.put_picture", R"(
  insert into media_pictures (subject_kind, subject_id, file_id, audience) values ($1, $2, $3, $4))"};
const Statement kUse{"media.use", R"(
  insert into media_uses select unnest($1::bigint[]), $2, $3, $4, $5 on conflict do nothing)"};
const Statement kMarkUsed{"media.mark_used", R"(
  update media_files set unused_since = null where id = any($1::bigint[]) and unused_since is not null)"};
const Statement kRelease{"media.release", R"(
  delete from media_uses where author_id = $1 and client_id = $2 returning file_id)"};
const Statement kMarkUnused{"media.mark_unused", R"(
  update media_files f set unused_since = now()
  where f.id = any($1::bigint[]) and )" WASL_UNUSED R"()"};

const Statement kCollect{"media.collect", R"(
  delete from media_files where id in (
    select f.id from media_files f
    where f.unused_since < now() - interval '1 day' and )" WASL_UNUSED R"(
    order by f.unused_since limit $1 for update skip locked)
  returning payer_kind, payer_id, -charged, id, blob, small)"};
const Statement kForget{"media.forget_blob", R"(
  delete from media_blobs b where b.hash = $1
    and not exists (select from media_files f where f.blob = b.hash) and not exists (select from media_files f where f.small = b.hash)
  returning 1)"};

std::string bytes_of(const pqxx::field& field) {
  return field.is_null() ? std::string() : pqxx::binarystring(field).str();
}

File file_of(const storage::Row& row) {
  File out{row[0].as<std::int64_t>(),
           PersonId{row[1].as<std::int64_t>()},
           row[2].as<std::uint64_t>(),
           row[3].as<bool>(),
           row[4].c_str(),
           {},
           {},
           {}};
  auto& shown = out.shown;
  shown.set_id(out.id);
  shown.set_name(row[5].c_str());
  shown.set_type(row[6].c_str());
  shown.set_size(row[7].as<std::int64_t>());
  shown.set_width(row[8].as<std::uint32_t>());
  shown.set_height(row[9].as<std::uint32_t>());
  shown.set_voice(row[10].as<bool>());
  shown.set_duration_ms(row[11].as<std::uint32_t>());
  shown.set_waveform(bytes_of(row[12]));
  out.blob = bytes_of(row[13]);
  out.small = bytes_of(row[14]);
  return out;
}

// Rows begin with payer_kind, payer_id and what its usage changes by. Payers in order: nobody waits in a circle.
void settle(Tx& tx, const storage::Result& rows) {
  std::map<std::pair<int, std::int64_t>, std::int64_t> changes;
  for (const auto& row : rows) changes[{row[0].as<int>(), row[1].as<std::int64_t>()}] += row[2].as<std::int64_t>();
  for (const auto& [payer, change] : changes) tx.exec(kAdjust, payer.first, payer.second, change);
}

// Of rows that go on with id, blob, small.
std::vector<std::string> blobs_of(const storage::Result& rows) {
  std::vector<std::string> out;
  for (const auto& row : rows)
    for (const int column : {4, 5})
      if (!row[column].is_null()) out.push_back(bytes_of(row[column]));
  return out;
}

}  // namespace

std::int64_t used(Tx& tx, const Payer& payer) {
  const auto found = tx.exec(kUsed, static_cast<int>(payer.kind), payer.id);
  return found.empty() ? 0 : found[0][0].as<std::int64_t>();
}

std::int64_t create(Tx& tx, PersonId owner, const Payer& payer, std::int64_t quota, const policy::Description& about,
                    std::int64_t length) {
  require(!tx.exec(kCharge, static_cast<int>(payer.kind), payer.id, length, quota).empty(),
          {Code::kResourceExhausted, "media.quota", "There is no room left for this file."});
  require(tx.exec(kUnfinished, owner)[0][0].as<int>() < kMostUnfinished,
          {Code::kResourceExhausted, "media.too_many_uploads", "Finish or cancel other uploads first."});
  return tx
      .exec(kInsert, owner, static_cast<int>(payer.kind), payer.id, about.name, length, about.voice, about.duration_ms,
            pqxx::binarystring(about.waveform))[0][0]
      .as<std::int64_t>();
}

std::vector<File> some(Tx& tx, const std::vector<std::int64_t>& ids) {
  std::vector<File> out;
  for (const auto& row : tx.exec(kSome, ids)) out.push_back(file_of(row));
  return out;
}

std::optional<File> find(Tx& tx, std::int64_t id) {
  auto found = some(tx, {id});
  return found.empty() ? std::nullopt : std::optional(std::move(found[0]));
}

File own(Tx& tx, PersonId owner, std::int64_t id) {
  auto file = find(tx, id);
  require(file && file->owner == owner, not_found("upload"));
  return std::move(*file);
}

Standing lock(Tx& tx, std::int64_t id) {
  const auto found = tx.exec(kLock, id);
  if (found.empty()) return Standing::kGone;
  return found[0][0].as<bool>() ? Standing::kReady : Standing::kUnfinished;
}

void keep(Tx& tx, const Stored& blob) {
  tx.exec(kKeep, pqxx::binarystring(blob.hash), static_cast<std::int64_t>(blob.size));
}

void set_ready(Tx& tx, std::int64_t id, const Found& found) {
  const pqxx::binarystring small(found.small ? found.small->hash : std::string());
  const auto stored = static_cast<std::int64_t>(found.blob.size + (found.small ? found.small->size : 0));
  settle(tx, tx.exec(kReady, id, found.type, found.width, found.height, pqxx::binarystring(found.blob.hash), small,
                     stored));
}

void refuse(Tx& tx, std::int64_t id, const std::string& reason) { settle(tx, tx.exec(kRefuse, id, reason)); }

std::int64_t give(Tx& tx, PersonId owner, const std::string& name, const std::string& type, const Stored& blob) {
  return tx.exec(kGive, owner, name, static_cast<std::int64_t>(blob.size), type, pqxx::binarystring(blob.hash))[0][0].as<std::int64_t>();
}

std::vector<std::string> discard(Tx& tx, PersonId owner, std::int64_t id) {
  const auto gone = tx.exec(kDiscard, owner, id);
  require(!gone.empty(), not_found("upload"));
  settle(tx, gone);
  return blobs_of(gone);
}

std::vector<StreamId> places(Tx& tx, std::int64_t id) {
  std::vector<StreamId> out;
  for (const auto& row : tx.exec(kPlaces, id))
    out.push_back({static_cast<StreamKind>(row[0].as<std::int16_t>()), row[1].as<std::int64_t>()});
  return out;
}

void use(Tx& tx, const std::vector<std::int64_t>& ids, StreamId place, PersonId author, std::int64_t client_id) {
  tx.exec(kMarkUsed, ids);
  tx.exec(kUse, ids, static_cast<int>(place.kind), place.key, author, client_id);
}

void set_picture(Tx& tx, int subject_kind, std::int64_t subject, std::int64_t file, int audience) {
  std::vector<std::int64_t> before;
  for (const auto& row : tx.exec(kTakePicture, subject_kind, subject)) before.push_back(row[0].as<std::int64_t>());
  if (file != 0) {
    tx.exec(kMarkUsed, std::vector{file});
    tx.exec(kPutPicture, subject_kind, subject, file, audience);
  }
  if (!before.empty()) tx.exec(kMarkUnused, before);
}

Openness openness(Tx& tx, std::int64_t id) { return static_cast<Openness>(tx.exec(kOpenness, id)[0][0].as<int>() - 1); }

std::vector<OrganisationId> organisations_of_picture(Tx& tx, std::int64_t id) {
  std::vector<OrganisationId> out;
  for (const auto& row : tx.exec(kOrganisations, id)) out.push_back(OrganisationId{row[0].as<std::int64_t>()});
  return out;
}

void release(Tx& tx, PersonId author, std::int64_t client_id) {
  std::vector<std::int64_t> ids;
  for (const auto& row : tx.exec(kRelease, author, client_id)) ids.push_back(row[0].as<std::int64_t>());
  if (!ids.empty()) tx.exec(kMarkUnused, ids);
}

namespace {
Collected collected(Tx& tx, const storage::Result& gone) {
  Collected out;
  settle(tx, gone);
  for (const auto& row : gone) out.files.push_back(row[3].as<std::int64_t>());
  out.blobs = blobs_of(gone);
  return out;
}
}  // namespace

Collected collect(Tx& tx, int limit) { return collected(tx, tx.exec(kCollect, limit)); }
Collected forget_unused(Tx& tx, PersonId owner) {
  constexpr int kPersonPicture = 1;
  set_picture(tx, kPersonPicture, raw(owner), 0, 0);
  return collected(tx, tx.exec(kForgetUnused, owner));
}

bool forget(Tx& tx, const std::string& hash) { return !tx.exec(kForget, pqxx::binarystring(hash)).empty(); }

}  // namespace wasl::media::store
