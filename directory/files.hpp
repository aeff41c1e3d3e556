// Files as the directory needs them: lent by the composition root, since media stands above the directory.
#pragma once
#include <google/protobuf/repeated_ptr_field.h>

#include <functional>
#include <vector>

#include "core/ids.hpp"
#include "core/stream_id.hpp"
#include "storage/tx.hpp"
#include "wasl/common.pb.h"

namespace wasl::directory {

using Attachments = google::protobuf::RepeatedPtrField<wasl::v1::Attachment>;

// As media/access.hpp has them: who may follow the stream may read the file until it is released.
struct Files {
  std::function<Attachments(storage::Tx&, PersonId owner, std::int64_t use, StreamId place,
                            const std::vector<std::int64_t>& ids)>
      keep;
  std::function<void(storage::Tx&, PersonId owner, std::int64_t use, StreamId place, const Attachments&)> show;
  std::function<void(storage::Tx&, PersonId owner, std::int64_t use)> release;
  // The owner's own picture stands for the organisation; 0: none does. Whoever may see the organisation may read it.
  std::function<void(storage::Tx&, PersonId owner, OrganisationId organisation, std::int64_t file)> set_logo;
};

}  // namespace wasl::directory
