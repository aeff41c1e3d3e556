#include "directory/exports/columns.hpp"

#include <charconv>
#include <chrono>
#include <functional>

#include "directory/csv.hpp"
#include "directory/rows.hpp"

namespace wasl::directory::exports {

namespace {

using Local = wasl::v1::LocalText;

struct Column {
  std::string name;
  bool for_verifiers = false;
  std::function<std::string(const v1::Profile&)> cell;
};

template <class Strings>
std::string joined(const Strings& strings, std::string_view between) {
  std::string out;
  for (const auto& s : strings) out.append(out.empty() ? "" : between).append(s);
  return out;
}

void add_local(std::vector<Column>& to, const std::string& name, const Local& (v1::Profile::*text)() const) {
  to.push_back({name + ".ar", false, [=](const v1::Profile& p) { return csv::guarded((p.*text)().ar()); }});
  to.push_back({name + ".fr", false, [=](const v1::Profile& p) { return csv::guarded((p.*text)().fr()); }});
  to.push_back({name + ".en", false, [=](const v1::Profile& p) { return csv::guarded((p.*text)().en()); }});
}

void add_text(std::vector<Column>& to, const std::string& name, std::string (*text)(const v1::Profile&)) {
  to.push_back({name, false, [=](const v1::Profile& p) { return csv::guarded(text(p)); }});
}

// The shortest that reads back as the same; "-6.84" is a number, and no formula.
std::string degrees(double value) {
  char out[32];
  return {out, std::to_chars(out, out + sizeof out, value).ptr};
}

std::string contacts_of(const v1::Profile& p, v1::ContactKind kind, bool is_public) {
  std::vector<std::string> values;
  for (const auto& contact : p.contacts())
    if (contact.kind() == kind && contact.public_() == is_public) values.push_back(contact.value());
  return csv::guarded(joined(values, " | "));
}

void add_contacts(std::vector<Column>& to, bool is_public) {
  static const std::vector<std::pair<std::string, v1::ContactKind>> kinds{{"email", v1::CONTACT_EMAIL},
                                                                          {"phone", v1::CONTACT_PHONE},
                                                                          {"whatsapp", v1::CONTACT_WHATSAPP},
                                                                          {"fax", v1::CONTACT_FAX},
                                                                          {"address", v1::CONTACT_ADDRESS}};
  for (const auto& [name, kind] : kinds)
    to.push_back({(is_public ? "public_" : "") + name, !is_public,
                  [kind, is_public](const v1::Profile& p) { return contacts_of(p, kind, is_public); }});
}

const std::vector<Column>& columns() {
  static const auto all = [] {
    std::vector<Column> c;
    add_text(c, "kind", [](const v1::Profile& p) { return rows::kind(p.kind()); });
    add_local(c, "name", &v1::Profile::name);
    add_text(c, "abbreviation", [](const v1::Profile& p) { return p.abbreviation(); });
    add_text(c, "sectors", [](const v1::Profile& p) { return joined(p.sectors(), ";"); });
    add_text(c, "region", [](const v1::Profile& p) { return p.region(); });
    add_text(c, "country", [](const v1::Profile& p) { return p.country(); });
    add_local(c, "locality", &v1::Profile::locality);
    c.push_back(
        {"latitude", false, [](const v1::Profile& p) { return p.has_place() ? degrees(p.place().latitude()) : ""; }});
    c.push_back(
        {"longitude", false, [](const v1::Profile& p) { return p.has_place() ? degrees(p.place().longitude()) : ""; }});
    add_local(c, "mission", &v1::Profile::mission);
    add_local(c, "description", &v1::Profile::description);
    add_local(c, "track_record", &v1::Profile::track_record);
    add_text(c, "founded_year",
             [](const v1::Profile& p) { return p.founded_year() == 0 ? "" : std::to_string(p.founded_year()); });
    add_text(c, "registration_number", [](const v1::Profile& p) { return p.registration_number(); });
    add_text(c, "president", [](const v1::Profile& p) { return p.president(); });
    add_text(c, "languages", [](const v1::Profile& p) { return joined(p.languages(), ";"); });
    add_contacts(c, true);
    add_contacts(c, false);
    add_text(c, "website", [](const v1::Profile& p) { return p.website(); });
    add_text(c, "social_links", [](const v1::Profile& p) { return joined(p.social_links(), " "); });
    return c;
  }();
  return all;
}

bool is_shown(const Column& column, Contacts contacts) { return !column.for_verifiers || contacts == Contacts::kAll; }

// "2026-11-25"
std::string day(std::int64_t ms) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(ms))));
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(int(date.year())) + "-" + two(unsigned(date.month())) + "-" + two(unsigned(date.day()));
}

}  // namespace

std::vector<std::string> header(Contacts contacts) {
  std::vector<std::string> out;
  for (const auto& column : columns())
    if (is_shown(column, contacts)) out.push_back(column.name);
  out.insert(out.end(), {"wasl_id", "wasl_page", "wasl_verified", "wasl_confirmed_on"});
  return out;
}

std::vector<std::string> cells(const v1::PublicProfile& organisation, const std::string& public_url,
                               Contacts contacts) {
  std::vector<std::string> out;
  for (const auto& column : columns())
    if (is_shown(column, contacts)) out.push_back(column.cell(organisation.profile()));
  const auto id = std::to_string(organisation.id());
  out.insert(out.end(), {id, public_url + "/o/" + id, organisation.verified() ? "yes" : "no",
                         day(organisation.confirmed_at_ms())});
  return out;
}

}  // namespace wasl::directory::exports
