// The SQL about sign-in sessions. A session is live until it is ended or expires.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/accounts/v1/accounts.pb.h"

namespace wasl::accounts::store {

using storage::Tx;

struct NewSession {
  PersonId person{};
  std::string password_hash;  // that was verified: nothing is inserted when it is no longer the person's
  std::string token_hash, user_agent;
  bool stay = false;
};
std::optional<SessionId> insert_session(Tx& tx, const NewSession& session);

// The person has signed in before, but never with this user agent.
bool is_new_device(Tx& tx, PersonId person, const std::string& user_agent);

struct LiveSession {
  SessionId id{};
  PersonId person{};
  std::vector<std::string> roles;
  bool stale = false;  // not marked as seen for a while
};
std::optional<LiveSession> find_session(Tx& tx, const std::string& token_hash);

// Marks the live ones as seen now, each at most once per 5 minutes, and moves their end ahead if they stay.
void touch(Tx& tx, const std::vector<SessionId>& sessions);

// Those that are not live.
std::vector<SessionId> ended_among(Tx& tx, const std::vector<SessionId>& sessions);

// Those of people whose roles have changed within the last 20 seconds, and when (milliseconds of Unix time).
std::map<SessionId, std::int64_t> changed_among(Tx& tx, const std::vector<SessionId>& sessions);

// Live ones, newest use first.
std::vector<v1::Session> sessions_of(Tx& tx, PersonId person);

// Each answers the sessions that it ended.
std::vector<SessionId> end_session(Tx& tx, PersonId person, SessionId session);
std::vector<SessionId> end_other_sessions(Tx& tx, PersonId person, SessionId but);
std::vector<SessionId> end_all_sessions(Tx& tx, PersonId person);
std::vector<SessionId> end_oldest_sessions(Tx& tx, PersonId person, int keep);

// Sessions over for half a year: they are no longer needed to tell a new device.
void forget_old_sessions(Tx& tx);

}  // namespace wasl::accounts::store
