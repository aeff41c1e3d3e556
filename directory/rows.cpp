#include "directory/rows.hpp"

#include <string>

namespace wasl::directory::rows {

namespace {

std::string text(const storage::Row& row, pqxx::row::size_type column) { return row[column].as<std::string>(""); }

void read_local(const storage::Row& row, pqxx::row::size_type first, wasl::v1::LocalText& into) {
  into.set_ar(text(row, first));
  into.set_fr(text(row, first + 1));
  into.set_en(text(row, first + 2));
}

v1::OrganisationKind kind_of(const std::string& name) {
  if (name == "association") return v1::ORGANISATION_ASSOCIATION;
  if (name == "partner") return v1::ORGANISATION_PARTNER;
  if (name == "authority") return v1::ORGANISATION_AUTHORITY;
  return name == "platform" ? v1::ORGANISATION_PLATFORM : v1::ORGANISATION_UNSPECIFIED;
}

void read_sectors(const std::string& codes, v1::Organisation& into) {
  for (std::size_t from = 0; from < codes.size();) {
    const auto to = std::min(codes.find(',', from), codes.size());
    into.add_sectors(codes.substr(from, to - from));
    from = to + 1;
  }
}

}  // namespace

v1::Sector sector(const storage::Row& row) {
  v1::Sector out;
  out.set_code(text(row, 0));
  read_local(row, 1, *out.mutable_name());
  return out;
}

v1::Region region(const storage::Row& row) {
  v1::Region out;
  out.set_code(text(row, 0));
  out.set_country(text(row, 1));
  out.set_kind(text(row, 2));
  read_local(row, 3, *out.mutable_name());
  out.set_latitude(row[6].as<double>());
  out.set_longitude(row[7].as<double>());
  return out;
}

v1::Organisation organisation(const storage::Row& row) {
  v1::Organisation out;
  out.set_id(row[0].as<std::int64_t>());
  out.set_kind(kind_of(text(row, 1)));
  read_local(row, 2, *out.mutable_name());
  out.set_abbreviation(text(row, 5));
  out.set_region(text(row, 6));
  read_local(row, 7, *out.mutable_locality());
  read_sectors(text(row, 10), out);
  out.set_verified(row[11].as<bool>());
  return out;
}

v1::SeatRole seat_role(const std::string& name) {
  if (name == "owner") return v1::SEAT_OWNER;
  if (name == "editor") return v1::SEAT_EDITOR;
  return name == "member" ? v1::SEAT_MEMBER : v1::SEAT_UNSPECIFIED;
}

}  // namespace wasl::directory::rows
