#include "directory/profiles/diff.hpp"

#include <google/protobuf/util/field_mask_util.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "directory/json.hpp"

namespace wasl::directory::profiles {

namespace {

namespace pb = google::protobuf;

constexpr std::array<std::string_view, 6> kListed{"kind", "name", "abbreviation", "sectors", "region", "locality"};
constexpr std::array<std::string_view, 7> kImportant{
    "kind", "name", "abbreviation", "country", "region", "registration_number", "president"};

pb::FieldMask only(std::string_view field) {
  pb::FieldMask mask;
  mask.add_paths(std::string(field));
  return mask;
}

v1::Profile trimmed(const v1::Profile& profile, std::string_view field) {
  auto out = profile;
  pb::util::FieldMaskUtil::TrimMessage(only(field), &out);
  return out;
}

bool differ(const v1::Profile& before, const v1::Profile& after, std::string_view field) {
  return !pb::util::MessageDifferencer::Equals(trimmed(before, field), trimmed(after, field));
}

}  // namespace

v1::Changes changes(const v1::Profile& before, const v1::Profile& after) {
  v1::Changes out;
  const auto* type = v1::Profile::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const auto& field = type->field(i)->name();
    if (!differ(before, after, field)) continue;
    auto& change = *out.add_changes();
    change.set_field(field);
    change.set_before(json::write(trimmed(before, field)));
    change.set_after(json::write(trimmed(after, field)));
  }
  return out;
}

bool changes_important(const v1::Profile& before, const v1::Profile& after) {
  return std::ranges::any_of(kImportant, [&](auto field) { return differ(before, after, field); });
}

bool shows_in_lists(const v1::Profile& before, const v1::Profile& after) {
  return std::ranges::any_of(kListed, [&](auto field) { return differ(before, after, field); });
}

v1::Profile unimportant_part(const v1::Profile& before, const v1::Profile& after) {
  auto out = after;
  out.set_kind(before.kind());
  *out.mutable_name() = before.name();
  out.set_abbreviation(before.abbreviation());
  out.set_country(before.country());
  out.set_region(before.region());
  out.set_registration_number(before.registration_number());
  out.set_president(before.president());
  if (out.kind() != v1::ORGANISATION_PARTNER) out.clear_partner();
  return out;
}

}  // namespace wasl::directory::profiles
