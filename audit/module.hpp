// The audit log's public face, for the composition root.
#pragma once
#include <span>

#include "storage/migrations.hpp"

namespace wasl::audit {

std::span<const storage::Migration> migrations();

}  // namespace wasl::audit
