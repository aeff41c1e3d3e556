// Whether two organisations are the same one under two spellings. Pure.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "wasl/common.pb.h"

namespace wasl::directory::verification {

// LIKE patterns of the words that tell names apart: without "association", "جمعية", "tunisienne" and the like, unless
// there is nothing else.
std::vector<std::string> telling_patterns(const wasl::v1::LocalText& name);

// How much alike they are, in percent: by the runs of letters of their words in any order, the same language with the
// same.
unsigned likeness(const wasl::v1::LocalText& one, const wasl::v1::LocalText& other);

// What is the same place is likelier the same organisation.
inline bool may_be_the_same(unsigned likeness, bool same_region) { return likeness >= (same_region ? 55U : 80U); }

}  // namespace wasl::directory::verification
