#include "media/access.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "media/store.hpp"

namespace wasl::media::access {

namespace {

// Ready files of the author's own, in the order of `ids`.
std::vector<store::File> own_files(storage::Tx& tx, PersonId author, const std::vector<std::int64_t>& ids) {
  const auto files = store::some(tx, ids);
  std::vector<store::File> out;
  for (const auto id : ids) {
    const auto file = std::ranges::find(files, id, &store::File::id);
    require(file != files.end() && file->owner == author, not_found("file"));
    require(file->ready, {Code::kFailedPrecondition, "media.not_ready", "The file has not been uploaded to its end."});
    out.push_back(*file);
  }
  return out;
}

}  // namespace

Attachments use(storage::Tx& tx, PersonId author, std::int64_t client_id, StreamId place,
                const std::vector<std::int64_t>& ids) {
  require(ids.size() <= policy::kMostFiles,
          invalid("attachment_ids", "media.too_many", "A message has at most 10 files."));
  Attachments out;
  for (const auto& file : own_files(tx, author, ids)) *out.Add() = file.shown;
  store::use(tx, ids, place, author, client_id);
  return out;
}

void share(storage::Tx& tx, PersonId author, std::int64_t client_id, StreamId place, const Attachments& attachments) {
  std::vector<std::int64_t> ids;
  for (const auto& a : attachments) ids.push_back(a.id());
  if (!ids.empty()) store::use(tx, ids, place, author, client_id);
}

void set_picture(storage::Tx& tx, PersonId author, const Subject& subject, std::int64_t file, Audience audience) {
  if (file != 0)
    require(!own_files(tx, author, {file})[0].small.empty(),
            invalid("picture_id", "media.not_a_picture", "A picture is a JPEG, PNG, WebP or GIF."));
  store::set_picture(tx, subject.kind, subject.id, file, static_cast<int>(audience));
}

void release(storage::Tx& tx, PersonId author, std::int64_t client_id) { store::release(tx, author, client_id); }

}  // namespace wasl::media::access
