// Records as messages of the wire.
#pragma once
#include "directory/profiles/record.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::profiles {

enum class Contacts { kPublic, kAll };

v1::PublicProfile show(const Record& record, Contacts contacts);

v1::Draft show_draft(storage::Tx& tx, const Record& record);

}  // namespace wasl::directory::profiles
