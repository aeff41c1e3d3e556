// What a message is found by beside its author. Pure.
#pragma once
#include <string>

#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging::search {

// What people typed: the text, then the names of its files, a poll's question and options; each on a line of its own.
std::string typed(const v1::Message& message);

bool has_file(const v1::Message& message);

}  // namespace wasl::messaging::search
