#include "media/access.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "media/store.hpp"

namespace wasl::media::access {

Attachments use(storage::Tx& tx, PersonId author, std::int64_t client_id, StreamId place,
                const std::vector<std::int64_t>& ids) {
  require(ids.size() <= policy::kMostFiles,
          invalid("attachment_ids", "media.too_many", "A message has at most 10 files."));
  const auto files = store::some(tx, ids);
  Attachments out;
  for (const auto id : ids) {
    const auto file = std::ranges::find(files, id, &store::File::id);
    require(file != files.end() && file->owner == author, not_found("file"));
    require(file->ready, {Code::kFailedPrecondition, "media.not_ready", "The file has not been uploaded to its end."});
    *out.Add() = file->shown;
  }
  store::use(tx, ids, place, author, client_id);
  return out;
}

void share(storage::Tx& tx, PersonId author, std::int64_t client_id, StreamId place, const Attachments& attachments) {
  std::vector<std::int64_t> ids;
  for (const auto& a : attachments) ids.push_back(a.id());
  if (!ids.empty()) store::use(tx, ids, place, author, client_id);
}

void release(storage::Tx& tx, PersonId author, std::int64_t client_id) { store::release(tx, author, client_id); }

}  // namespace wasl::media::access
