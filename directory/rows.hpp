// From rows of the database to messages of the wire.
#pragma once
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "storage/tx.hpp"
#include "wasl/directory/v1/directory.pb.h"

namespace wasl::directory::rows {

// Names in the database for numbers on the wire: by their place in a list.
template <class Enum, std::size_t kCount>
Enum number_of(const std::array<std::string_view, kCount>& names, const std::string& name) {
  const auto found = std::ranges::find(names, name);
  return static_cast<Enum>(found == names.end() ? 0 : found - names.begin());
}
template <class Enum, std::size_t kCount>
std::string name_of(const std::array<std::string_view, kCount>& names, Enum number) {
  return std::string(names.at(static_cast<std::size_t>(number)));
}

// code, name_ar, name_fr, name_en
v1::Sector sector(const storage::Row& row);

// code, country, kind, name_ar, name_fr, name_en, latitude, longitude
v1::Region region(const storage::Row& row);

// id, kind, name_ar, name_fr, name_en, abbreviation, region, locality_ar, locality_fr, locality_en,
// sectors (codes parted by commas), verified
v1::Organisation organisation(const storage::Row& row);

// As the database names them. Empty and 0 stand for each other.
v1::SeatRole seat_role(const std::string& name);
std::string seat_role(v1::SeatRole role);
v1::OrganisationKind kind(const std::string& name);
std::string kind(v1::OrganisationKind kind);
v1::OrganisationState state(const std::string& name);
std::string state(v1::OrganisationState state);

// Codes parted by commas.
void read_codes(const std::string& codes, google::protobuf::RepeatedPtrField<std::string>& into);

}  // namespace wasl::directory::rows
