// The module's SQL.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/stream_id.hpp"
#include "media/policy.hpp"
#include "storage/tx.hpp"
#include "wasl/common.pb.h"

namespace wasl::media::store {

using storage::Tx;

struct Payer {
  enum Kind : int { kOrganisation = 1, kPerson = 2 };
  Kind kind;
  std::int64_t id;
};

struct File {
  std::int64_t id;
  PersonId owner;
  std::uint64_t length;
  bool ready;
  std::string refused;
  wasl::v1::Attachment shown;
  std::string blob, small;  // hashes; empty: none
};

std::int64_t used(Tx& tx, const Payer& payer);

// Counts `length` against the quota. Throws resource_exhausted when it does not fit, or too many are unfinished.
std::int64_t create(Tx& tx, PersonId owner, const Payer& payer, std::int64_t quota, const policy::Description& about,
                    std::int64_t length);

// Throws not_found("upload") to everybody else.
File own(Tx& tx, PersonId owner, std::int64_t id);
std::optional<File> find(Tx& tx, std::int64_t id);

struct Stored {
  std::string hash;
  std::uint64_t size = 0;
};
struct Found {
  std::string type;
  int width = 0, height = 0;
  Stored blob;
  std::optional<Stored> small;
};
// Until the end of the transaction nobody discards it.
enum class Standing { kGone, kUnfinished, kReady };
Standing lock(Tx& tx, std::int64_t id);
// From here on nobody collects these blobs: put them within the same transaction.
void keep(Tx& tx, const Stored& blob);
void set_ready(Tx& tx, std::int64_t id, const Found& found);
void refuse(Tx& tx, std::int64_t id, const std::string& reason);

// A ready file that counts for no quota.
std::int64_t give(Tx& tx, PersonId owner, const std::string& name, const std::string& type, const Stored& blob);

// Its blobs: others may have them too. Throws not_found("upload") when it is somebody else's, or used.
std::vector<std::string> discard(Tx& tx, PersonId owner, std::int64_t id);

// Where it is shown.
std::vector<StreamId> places(Tx& tx, std::int64_t id);
void use(Tx& tx, const std::vector<std::int64_t>& ids, StreamId place, PersonId author, std::int64_t client_id);
void release(Tx& tx, PersonId author, std::int64_t client_id);
// See access::set_picture.
void set_picture(Tx& tx, int subject_kind, std::int64_t subject, std::int64_t file, int audience);
enum class Openness { kClosed, kSignedIn, kAnyone };
// To whom it is shown beside streams.
Openness openness(Tx& tx, std::int64_t id);
// The organisations that it stands for.
std::vector<OrganisationId> organisations_of_picture(Tx& tx, std::int64_t id);
std::vector<File> some(Tx& tx, const std::vector<std::int64_t>& ids);

struct Collected {
  std::vector<std::int64_t> files;
  std::vector<std::string> blobs;  // that they had: others may have them too
};
// Files that nobody has used for a day, at most `limit`.
Collected collect(Tx& tx, int limit);
// A person's own picture, and all files of theirs that nothing shows.
Collected forget_unused(Tx& tx, PersonId owner);
// Whether it was the last: then it is forgotten, and its bytes may go within the same transaction.
bool forget(Tx& tx, const std::string& hash);

}  // namespace wasl::media::store
