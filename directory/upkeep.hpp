// What is done to organisations by the time that passes. The caller says what time it is.
#pragma once
#include <chrono>

#include "directory/letters.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::directory {

struct UpkeepDone {
  int asked = 0, unpublished = 0, orphaned = 0;
};

class Upkeep {
 public:
  Upkeep(storage::Db& db, streams::Streams& streams, Letters letters)
      : db_(db), streams_(streams), letters_(std::move(letters)) {}

  // Asks the owners of what nobody has confirmed for six months, again every two months; unpublishes what nobody has
  // confirmed for a year, a month after it was asked at the earliest; gives to the verifiers what has lost its last
  // owner. In small transactions, on the calling thread; any number of processes may do so at once.
  UpkeepDone run(std::chrono::sys_seconds now);

 private:
  int ask(const std::string& now);
  int unpublish(const std::string& now);
  int find_orphans();

  storage::Db& db_;
  streams::Streams& streams_;
  Letters letters_;
};

}  // namespace wasl::directory
