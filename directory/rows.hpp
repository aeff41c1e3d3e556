// From rows of the database to messages of the wire.
#pragma once
#include "storage/tx.hpp"
#include "wasl/directory/v1/directory.pb.h"

namespace wasl::directory::rows {

// code, name_ar, name_fr, name_en
v1::Sector sector(const storage::Row& row);

// code, country, kind, name_ar, name_fr, name_en, latitude, longitude
v1::Region region(const storage::Row& row);

// id, kind, name_ar, name_fr, name_en, abbreviation, region, locality_ar, locality_fr, locality_en,
// sectors (codes parted by commas), verified
v1::Organisation organisation(const storage::Row& row);

v1::SeatRole seat_role(const std::string& name);

}  // namespace wasl::directory::rows
