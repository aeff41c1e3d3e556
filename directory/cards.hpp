// Cards of many people, read at once.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/common.pb.h"

namespace wasl::directory {

class Cards {
 public:
  // Number 0 and people who have left are no fault.
  Cards(storage::Tx& tx, const std::vector<PersonId>& people);

  // Of somebody who has left only the number.
  wasl::v1::PersonCard of(PersonId person) const;

 private:
  std::map<std::int64_t, wasl::v1::PersonCard> cards_;
};

}  // namespace wasl::directory
