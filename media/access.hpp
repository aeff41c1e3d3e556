// Files beside messages, for other modules; each in the caller's transaction.
#pragma once
#include <google/protobuf/repeated_ptr_field.h>

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

}  // namespace wasl::media::access
