// Files beside messages, for other modules; each in the caller's transaction.
#pragma once
#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/stream_id.hpp"
#include "storage/tx.hpp"
#include "wasl/common.pb.h"

namespace wasl::media::access {

using Attachments = google::protobuf::RepeatedPtrField<wasl::v1::Attachment>;

// The author's own files, to be shown by the message (author, client_id) on that stream: whoever may follow it may read
// them from now on. Doing it again changes nothing. Throws not_found or failed_precondition when one is not there yet.
Attachments use(storage::Tx& tx, PersonId author, std::int64_t client_id, StreamId place,
                const std::vector<std::int64_t>& ids);

// Files that another message shows to the author: the caller has made sure of that.
void share(storage::Tx& tx, PersonId author, std::int64_t client_id, StreamId place, const Attachments& attachments);

// What a picture stands for.
struct Subject {
  enum Kind { kPerson = 1, kConversation = 2, kOrganisation = 3 } kind;
  std::int64_t id;
};
enum class Audience {
  kFollowers = 1,  // of the conversation that it stands for
  kSignedIn = 2,
  kAnyone = 3,
};
// The author's own picture, made anew from its pixels, stands for the subject from now on; 0: none does. The one before
// is collected like any file that nothing shows. Throws not_found, failed_precondition when it is not there yet, or
// invalid_argument when it is no such picture.
void set_picture(storage::Tx& tx, PersonId author, const Subject& subject, std::int64_t file, Audience audience);

// The message shows them no more. A file that no message shows is collected a day later.
void release(storage::Tx& tx, PersonId author, std::int64_t client_id);

// Files that other modules make and read for a person. All block.
class Files {
 public:
  virtual ~Files() = default;
  // Where files that are being made may lie, on the file system of the stored ones; empty: nothing is taken.
  virtual std::string workshop() const = 0;
  // A file of the person's own, downloadable for a day; it counts for no quota. `path` is taken away.
  virtual std::int64_t give(PersonId owner, const std::string& name, const std::string& type, const std::string& path) = 0;
  // Copies a stored file. False: it is not there.
  virtual bool copy(std::int64_t file, const std::string& to) = 0;
};

}  // namespace wasl::media::access
