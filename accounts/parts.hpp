// What the composition root gives to accounts. Everything referred to outlives the module.
#pragma once
#include <string>

#include "core/workers.hpp"
#include "jobs/jobs.hpp"
#include "sessions/sign_outs.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::accounts {

struct Parts {
  storage::Db& db;
  streams::Streams& streams;
  sessions::SignOuts& sign_outs;
  Workers& workers;
  jobs::Jobs& jobs;
  std::string secret;          // 32 bytes: the key of the hashes of tokens and addresses
  std::string public_url;      // where mailed links lead
  std::string appeal_address;  // whom suspended people write to
};

}  // namespace wasl::accounts
