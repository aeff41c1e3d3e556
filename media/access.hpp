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
