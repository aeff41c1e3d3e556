#include "directory/rows.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace wasl::directory::rows {

namespace {

std::string text(const storage::Row& row, pqxx::row::size_type column) { return row[column].as<std::string>(""); }

void read_local(const storage::Row& row, pqxx::row::size_type first, wasl::v1::LocalText& into) {
  into.set_ar(text(row, first));
  into.set_fr(text(row, first + 1));
  into.set_en(text(row, first + 2));
}

constexpr std::array<std::string_view, 5> kKinds{"", "association", "partner", "authority", "platform"};
constexpr std::array<std::string_view, 4> kRoles{"", "owner", "editor", "member"};
constexpr std::array<std::string_view, 8> kStates{"",         "draft",     "submitted",   "returned",
                                                  "verified", "published", "unpublished", "suspended"};

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
  out.set_kind(kind(text(row, 1)));
  read_local(row, 2, *out.mutable_name());
  out.set_abbreviation(text(row, 5));
  out.set_region(text(row, 6));
  read_local(row, 7, *out.mutable_locality());
  read_codes(text(row, 10), *out.mutable_sectors());
  out.set_verified(row[11].as<bool>());
  return out;
}

v1::SeatRole seat_role(const std::string& name) { return number_of<v1::SeatRole>(kRoles, name); }
std::string seat_role(v1::SeatRole role) { return name_of(kRoles, role); }
v1::OrganisationKind kind(const std::string& name) { return number_of<v1::OrganisationKind>(kKinds, name); }
std::string kind(v1::OrganisationKind kind) { return name_of(kKinds, kind); }
v1::OrganisationState state(const std::string& name) { return number_of<v1::OrganisationState>(kStates, name); }
std::string state(v1::OrganisationState state) { return name_of(kStates, state); }

void read_codes(const std::string& codes, google::protobuf::RepeatedPtrField<std::string>& into) {
  for (std::size_t from = 0; from < codes.size();) {
    const auto to = std::min(codes.find(',', from), codes.size());
    *into.Add() = codes.substr(from, to - from);
    from = to + 1;
  }
}

}  // namespace wasl::directory::rows
