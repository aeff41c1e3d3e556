// The module's SQL.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/mydata/v1/mydata.pb.h"

namespace wasl::mydata::store {

using storage::Tx;

struct Asked {
  PersonId person{};
  std::int64_t client_id = 0;
  ConversationId conversation{};  // 0: everything
  std::string language;
};
// The one that this client id began, if any.
std::optional<v1::Export> known(Tx& tx, const Asked& asked);
v1::Export insert(Tx& tx, const Asked& asked);
std::vector<v1::Export> list(Tx& tx, PersonId person);

struct Load {
  int unfinished = 0, today = 0;
  std::int64_t bytes_today = 0;
};
// Locks out other exports that the person begins meanwhile.
Load load(Tx& tx, PersonId person);

struct Claimed {
  std::int64_t id;
  PersonId person;
  ConversationId conversation;
  std::string language;
};
// The oldest that nobody makes, for a minute. After three tries it has failed.
std::optional<Claimed> claim(Tx& tx);
// False: it is no longer ours.
bool progress(Tx& tx, std::int64_t id, int percent);
void finish(Tx& tx, std::int64_t id, std::int64_t file, std::int64_t bytes);
void fail(Tx& tx, std::int64_t id);

// All of the person's: whoever makes one stops.
void forget(Tx& tx, PersonId person);

}  // namespace wasl::mydata::store
