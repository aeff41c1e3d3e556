#include "directory/profiles/clean.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/error.hpp"
#include "core/text.hpp"
#include "directory/profiles/shapes.hpp"

namespace wasl::directory::profiles {

namespace {

enum class Lines { kOne, kMany };

constexpr unsigned kFirstYear = 1800;

std::string at(const std::string& field, int index) { return field + "[" + std::to_string(index) + "]"; }

[[noreturn]] void refuse(const std::string& field, const char* reason, const std::string& message) {
  throw invalid(field, std::string("organisations.") + reason, message);
}

std::string cleaned(const std::string& typed, const std::string& field, std::size_t most, Lines lines = Lines::kOne) {
  auto text = lines == Lines::kOne ? text::clean_line(typed) : text::clean(typed);
  if (text::length(text) > most) refuse(field, "too_long", "At most " + std::to_string(most) + " characters.");
  return text;
}

void clean_local(wasl::v1::LocalText& text, const std::string& field, std::size_t most, Lines lines = Lines::kOne) {
  text.set_ar(cleaned(text.ar(), field + ".ar", most, lines));
  text.set_fr(cleaned(text.fr(), field + ".fr", most, lines));
  text.set_en(cleaned(text.en(), field + ".en", most, lines));
}

bool is_empty(const wasl::v1::LocalText& text) { return text.ar().empty() && text.fr().empty() && text.en().empty(); }

// Leaves no empty message where nothing was said.
#define WASL_CLEAN_LOCAL(profile, field, ...)                                  \
  do {                                                                         \
    if ((profile).has_##field()) {                                             \
      clean_local(*(profile).mutable_##field(), prefix + #field, __VA_ARGS__); \
      if (is_empty((profile).field())) (profile).clear_##field();              \
    }                                                                          \
  } while (false)

void few_enough(int count, int most, const char* field) {
  if (count > most) refuse(field, "too_many", "At most " + std::to_string(most) + ".");
}

void clean_name(v1::Profile& p) {
  const std::string prefix;
  WASL_CLEAN_LOCAL(p, name, 200);
  if (!p.has_name()) refuse("name", "name_missing", "Give the name in one language at least.");
  for (const auto* name : {&p.name().ar(), &p.name().fr(), &p.name().en()})
    if (!name->empty() && text::length(*name) < 2) refuse("name", "name_missing", "A name has 2 characters at least.");
}

void clean_texts(v1::Profile& p) {
  const std::string prefix;
  WASL_CLEAN_LOCAL(p, locality, 100);
  WASL_CLEAN_LOCAL(p, description, 3000, Lines::kMany);
  WASL_CLEAN_LOCAL(p, mission, 1000, Lines::kMany);
  WASL_CLEAN_LOCAL(p, track_record, 5000, Lines::kMany);
  p.set_abbreviation(cleaned(p.abbreviation(), "abbreviation", 30));
  p.set_registration_number(cleaned(p.registration_number(), "registration_number", 60));
  p.set_president(cleaned(p.president(), "president", 100));
}

void check_kind(v1::OrganisationKind kind) {
  if (kind != v1::ORGANISATION_ASSOCIATION && kind != v1::ORGANISATION_PARTNER && kind != v1::ORGANISATION_AUTHORITY)
    refuse("kind", "bad_kind", "An organisation is an association, a partner or an authority.");
}

// Each once, in the order of the list.
template <class Strings>
void keep_first_of_each(Strings& strings) {
  std::set<std::string> seen;
  Strings out;
  for (const auto& s : strings)
    if (seen.insert(s).second) *out.Add() = s;
  strings = out;
}

void clean_sectors(v1::Profile& p, const Known& known) {
  few_enough(p.sectors_size(), 8, "sectors");
  for (int i = 0; i < p.sectors_size(); ++i)
    if (!known.sectors.contains(p.sectors(i))) refuse(at("sectors", i), "bad_sector", "There is no such sector.");
  keep_first_of_each(*p.mutable_sectors());
}

void clean_place(v1::Profile& p, const Known& known) {
  if (!p.region().empty()) {
    const auto found = known.country_of.find(p.region());
    if (found == known.country_of.end()) refuse("region", "bad_region", "There is no such region.");
    if (!p.country().empty() && p.country() != found->second)
      refuse("country", "bad_country", "The region is not in this country.");
    p.set_country(found->second);
  }
  if (!p.country().empty() && !shapes::is_country(p.country()))
    refuse("country", "bad_country", "There is no such country.");
  if (!p.has_place()) return;
  const auto latitude = p.place().latitude(), longitude = p.place().longitude();
  if (!(std::abs(latitude) <= 90) || !(std::abs(longitude) <= 180))
    refuse("place", "bad_place", "There is no such place on Earth.");
}

void check_size(const v1::Size& size) {
  for (const auto band : {size.members(), size.staff(), size.volunteers()})
    if (!v1::CountBand_IsValid(band)) refuse("size", "bad_size", "There is no such size.");
  if (!v1::BudgetBand_IsValid(size.budget())) refuse("size", "bad_size", "There is no such size.");
}

void check_year(unsigned year, const std::string& field, const Known& known) {
  if (year != 0 && (year < kFirstYear || year > known.year)) refuse(field, "bad_year", "A year from 1800 until now.");
}

std::optional<std::string> shaped(const v1::Contact& contact) {
  switch (contact.kind()) {
    case v1::CONTACT_EMAIL:
      return shapes::email(contact.value());
    case v1::CONTACT_PHONE:
    case v1::CONTACT_WHATSAPP:
    case v1::CONTACT_FAX:
      return shapes::phone(contact.value());
    case v1::CONTACT_ADDRESS:
      return contact.value().empty() ? std::nullopt : std::optional(contact.value());
    default:
      return std::nullopt;
  }
}

void clean_contacts(v1::Profile& p) {
  few_enough(p.contacts_size(), 20, "contacts");
  for (int i = 0; i < p.contacts_size(); ++i) {
    auto& contact = *p.mutable_contacts(i);
    const auto field = at("contacts", i) + ".value";
    contact.set_value(cleaned(contact.value(), field, 200));
    const auto value = shaped(contact);
    if (!value) refuse(field, "bad_contact", "This does not look like such a contact.");
    contact.set_value(*value);
  }
}

void clean_url(std::string& into, const std::string& field) {
  into = cleaned(into, field, 300);
  const auto url = shapes::url(into);
  if (!url) refuse(field, "bad_url", "An address that begins with http:// or https://.");
  into = *url;
}

void clean_links(v1::Profile& p) {
  p.set_website(text::clean_line(p.website()));
  if (!p.website().empty()) clean_url(*p.mutable_website(), "website");
  few_enough(p.social_links_size(), 10, "social_links");
  for (int i = 0; i < p.social_links_size(); ++i) clean_url(*p.mutable_social_links(i), at("social_links", i));
  keep_first_of_each(*p.mutable_social_links());
}

void clean_languages(v1::Profile& p) {
  few_enough(p.languages_size(), 10, "languages");
  for (int i = 0; i < p.languages_size(); ++i)
    if (!shapes::is_language(p.languages(i))) refuse(at("languages", i), "bad_language", "There is no such language.");
  keep_first_of_each(*p.mutable_languages());
}

void clean_territories(v1::PartnerProfile& partner, const Known& known) {
  few_enough(partner.territories_size(), 60, "partner.territories");
  for (int i = 0; i < partner.territories_size(); ++i)
    if (const auto& code = partner.territories(i); !known.country_of.contains(code) && !shapes::is_country(code))
      refuse(at("partner.territories", i), "bad_region", "There is no such region or country.");
  keep_first_of_each(*partner.mutable_territories());
}

void clean_publications(v1::PartnerProfile& partner, const Known& known) {
  few_enough(partner.publications_size(), 30, "partner.publications");
  for (int i = 0; i < partner.publications_size(); ++i) {
    auto& publication = *partner.mutable_publications(i);
    const auto field = at("partner.publications", i);
    publication.set_title(cleaned(publication.title(), field + ".title", 200));
    if (publication.title().empty()) refuse(field + ".title", "title_missing", "A publication has a title.");
    clean_url(*publication.mutable_url(), field + ".url");
    check_year(publication.year(), field + ".year", known);
  }
}

void clean_partner(v1::Profile& p, const Known& known) {
  if (!p.has_partner()) return;
  if (p.kind() != v1::ORGANISATION_PARTNER) refuse("partner", "not_a_partner", "Only partners tell of their funding.");
  auto& partner = *p.mutable_partner();
  const std::string prefix = "partner.";
  WASL_CLEAN_LOCAL(partner, priorities, 3000, Lines::kMany);
  WASL_CLEAN_LOCAL(partner, mechanisms, 3000, Lines::kMany);
  WASL_CLEAN_LOCAL(partner, procedures, 3000, Lines::kMany);
  clean_territories(partner, known);
  clean_publications(partner, known);
}

#undef WASL_CLEAN_LOCAL

}  // namespace

v1::Profile clean(const v1::Profile& typed, const Known& known) {
  auto p = typed;
  check_kind(p.kind());
  clean_name(p);
  clean_texts(p);
  clean_sectors(p, known);
  clean_place(p, known);
  check_size(p.size());
  check_year(p.founded_year(), "founded_year", known);
  clean_contacts(p);
  clean_links(p);
  clean_languages(p);
  clean_partner(p, known);
  return p;
}

void require_complete(const v1::Profile& profile) {
  const auto need = [](bool there, const char* field) {
    if (!there) refuse(field, "incomplete", "This is needed before the verifiers can begin.");
  };
  need(!profile.country().empty(), "country");
  need(profile.sectors_size() > 0, "sectors");
  need(profile.contacts_size() > 0, "contacts");
}

}  // namespace wasl::directory::profiles
