// The columns of an exported table: those that an import understands, under the names of its fields, and a few that
// only say what is known here. Pure.
#pragma once
#include <string>
#include <vector>

#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::directory::exports {

// Contacts for members leave the platform only with those who verify.
enum class Contacts { kPublic, kAll };

// With Contacts::kAll there is a column of its own for each kind of contact that is for members ("phone" beside
// "public_phone").
std::vector<std::string> header(Contacts contacts);

// One for each column, guarded against being taken for formulas.
std::vector<std::string> cells(const v1::PublicProfile& organisation, const std::string& public_url, Contacts contacts);

}  // namespace wasl::directory::exports
