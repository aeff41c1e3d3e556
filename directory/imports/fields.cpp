#include "directory/imports/fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <set>

#include "core/error.hpp"
#include "core/text.hpp"
#include "directory/csv.hpp"

namespace wasl::directory::imports {

namespace {

constexpr std::size_t kShownOfValue = 100;

// A cell on its way into a profile; false: there is no such word or number.
using Put = std::function<bool(v1::Profile&, const std::string&, const Vocabulary&)>;
using Local = wasl::v1::LocalText;

struct Field {
  std::string name;
  std::vector<std::string> called;  // in headers
  const char* wrong = "imports.unknown_word";
  Put put;
};

constexpr const char* kBetween = ",;|/\n";

std::vector<std::string> parts(const std::string& value, const char* between = kBetween) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from <= value.size();) {
    const auto to = std::min(value.find_first_of(between, from), value.size());
    if (auto part = text::clean_line(value.substr(from, to - from)); !part.empty()) out.push_back(std::move(part));
    from = to + 1;
  }
  return out;
}

const std::string* word(const std::map<std::string, std::string>& words, const std::string& value) {
  const auto found = words.find(text::fold(value));
  return found == words.end() ? nullptr : &found->second;
}

bool put_kind(v1::Profile& p, const std::string& value, const Vocabulary&) {
  static const std::map<std::string, v1::OrganisationKind> kinds = [] {
    std::map<std::string, v1::OrganisationKind> out;
    for (const auto* w : {"association", "ong", "ngo", "osc", "cso", "جمعية", "منظمة"})
      out[text::fold(w)] = v1::ORGANISATION_ASSOCIATION;
    for (const auto* w : {"partner", "partenaire", "ptf", "tfp", "bailleur", "donor", "شريك", "مانح"})
      out[text::fold(w)] = v1::ORGANISATION_PARTNER;
    for (const auto* w : {"authority", "autorité", "commune", "سلطة", "بلدية", "جماعة"})
      out[text::fold(w)] = v1::ORGANISATION_AUTHORITY;
    return out;
  }();
  const auto found = kinds.find(text::fold(value));
  if (found == kinds.end()) return false;
  p.set_kind(found->second);
  return true;
}

bool put_sectors(v1::Profile& p, const std::string& value, const Vocabulary& vocabulary) {
  if (const auto* whole = word(vocabulary.sectors, value)) return p.add_sectors(*whole), true;
  for (const auto& part : parts(value)) {
    const auto* code = word(vocabulary.sectors, part);
    if (!code) return false;
    p.add_sectors(*code);
  }
  return true;
}

bool put_region(v1::Profile& p, const std::string& value, const Vocabulary& vocabulary) {
  const auto* code = word(vocabulary.regions, value);
  if (code) p.set_region(*code);
  return code != nullptr;
}

// "36,8065" is a number, too.
template <class Number>
bool number(std::string value, Number& into) {
  std::ranges::replace(value, ',', '.');
  const auto western = text::fold(value);
  const auto read = std::from_chars(western.data(), western.data() + western.size(), into);
  return read.ec == std::errc() && read.ptr == western.data() + western.size();
}

bool put_latitude(v1::Profile& p, const std::string& value, const Vocabulary&) {
  double degrees = 0;
  if (!number(value, degrees)) return false;
  p.mutable_place()->set_latitude(degrees);
  return true;
}
bool put_longitude(v1::Profile& p, const std::string& value, const Vocabulary&) {
  double degrees = 0;
  if (!number(value, degrees)) return false;
  p.mutable_place()->set_longitude(degrees);
  return true;
}
bool put_year(v1::Profile& p, const std::string& value, const Vocabulary&) {
  unsigned year = 0;
  if (!number(value, year)) return false;
  p.set_founded_year(year);
  return true;
}

Put local(Local* (v1::Profile::*text)(), void (*set)(Local&, const std::string&)) {
  return [=](v1::Profile& p, const std::string& value, const Vocabulary&) { return set(*(p.*text)(), value), true; };
}
Put line(void (*set)(v1::Profile&, const std::string&)) {
  return [=](v1::Profile& p, const std::string& value, const Vocabulary&) { return set(p, value), true; };
}
Put contact(v1::ContactKind kind, bool is_public) {
  return [=](v1::Profile& p, const std::string& value, const Vocabulary&) {
    const auto several = parts(value, kind == v1::CONTACT_ADDRESS ? "|" : kBetween);
    for (const auto& one : several) {
      auto& made = *p.add_contacts();
      made.set_kind(kind);
      made.set_value(one);
      made.set_public_(is_public);
    }
    return true;
  };
}

void add_local(std::vector<Field>& to, const std::string& name, Local* (v1::Profile::*text)(),
               const std::array<std::vector<std::string>, 3>& called) {
  to.push_back({name + ".ar", called[0], "", local(text, [](Local& t, const std::string& v) { t.set_ar(v); })});
  to.push_back({name + ".fr", called[1], "", local(text, [](Local& t, const std::string& v) { t.set_fr(v); })});
  to.push_back({name + ".en", called[2], "", local(text, [](Local& t, const std::string& v) { t.set_en(v); })});
}

const std::vector<Field>& fields() {
  static const auto all = [] {
    std::vector<Field> f;
    f.push_back({"kind", {"kind", "type", "نوع", "النوع"}, "imports.unknown_word", put_kind});
    add_local(f, "name", &v1::Profile::mutable_name,
              {{{"name ar", "nom ar", "nom arabe", "nom en arabe", "الاسم", "اسم الجمعية", "الاسم بالعربية"},
                {"name fr", "nom", "nom fr", "nom francais", "denomination", "association", "الاسم بالفرنسية"},
                {"name", "name en", "nom en anglais", "الاسم بالإنجليزية"}}});
    f.push_back({"abbreviation",
                 {"abbreviation", "sigle", "acronyme", "acronym", "المختصر"},
                 "",
                 line([](v1::Profile& p, const std::string& v) { p.set_abbreviation(v); })});
    f.push_back({"sectors",
                 {"sectors", "sector", "secteur", "secteurs", "domaine", "domaines", "domaine d activite",
                  "مجال النشاط", "المجال", "القطاع"},
                 "imports.unknown_word",
                 put_sectors});
    f.push_back({"region",
                 {"region", "gouvernorat", "governorate", "ولاية", "الولاية", "جهة", "الجهة"},
                 "imports.unknown_word",
                 put_region});
    f.push_back({"country", {"country", "pays", "البلد", "الدولة"}, "", line([](v1::Profile& p, const std::string& v) {
                   p.set_country(v);
                 })});
    add_local(f, "locality", &v1::Profile::mutable_locality,
              {{{"locality ar", "ville ar", "المدينة", "المكان", "المعتمدية"},
                {"locality fr", "ville", "localite", "delegation", "commune"},
                {"locality", "locality en", "city", "town"}}});
    add_local(f, "description", &v1::Profile::mutable_description,
              {{{"description ar", "الوصف", "وصف"}, {"description fr"}, {"description", "description en"}}});
    add_local(f, "mission", &v1::Profile::mutable_mission,
              {{{"mission ar", "الأهداف", "المهمة"},
                {"mission fr", "objectifs", "objet"},
                {"mission", "mission en", "objectives"}}});
    add_local(f, "track_record", &v1::Profile::mutable_track_record,
              {{{"track record ar", "أهم الإنجازات", "الإنجازات"},
                {"track record fr", "realisations"},
                {"track record", "track record en"}}});
    f.push_back({"languages",
                 {"languages", "langues", "langues de travail", "اللغات"},
                 "",
                 [](v1::Profile& p, const std::string& v, const Vocabulary&) {
                   for (const auto& code : parts(v)) p.add_languages(code);
                   return true;
                 }});
    f.push_back({"latitude", {"latitude", "lat", "خط العرض"}, "imports.bad_number", put_latitude});
    f.push_back({"longitude", {"longitude", "lon", "lng", "long", "خط الطول"}, "imports.bad_number", put_longitude});
    f.push_back({"founded_year",
                 {"founded year", "founded", "year", "annee", "annee de creation", "سنة التأسيس"},
                 "imports.bad_number",
                 put_year});
    f.push_back({"registration_number",
                 {"registration number", "matricule", "numero d enregistrement", "jort", "رقم التسجيل"},
                 "",
                 line([](v1::Profile& p, const std::string& v) { p.set_registration_number(v); })});
    f.push_back({"president",
                 {"president", "presidente", "الرئيس", "رئيس الجمعية"},
                 "",
                 line([](v1::Profile& p, const std::string& v) { p.set_president(v); })});
    f.push_back(
        {"email", {"email", "e mail", "mail", "courriel", "البريد الإلكتروني"}, "", contact(v1::CONTACT_EMAIL, false)});
    f.push_back(
        {"phone", {"phone", "telephone", "tel", "mobile", "gsm", "الهاتف"}, "", contact(v1::CONTACT_PHONE, false)});
    f.push_back({"fax", {"fax", "الفاكس"}, "", contact(v1::CONTACT_FAX, false)});
    f.push_back({"address", {"address", "adresse", "siege", "العنوان"}, "", contact(v1::CONTACT_ADDRESS, false)});
    f.push_back({"whatsapp", {"whatsapp", "واتساب"}, "", contact(v1::CONTACT_WHATSAPP, false)});
    f.push_back({"public_whatsapp", {"public whatsapp"}, "", contact(v1::CONTACT_WHATSAPP, true)});
    f.push_back({"public_fax", {"public fax"}, "", contact(v1::CONTACT_FAX, true)});
    f.push_back({"public_email", {"public email"}, "", contact(v1::CONTACT_EMAIL, true)});
    f.push_back({"public_phone", {"public phone"}, "", contact(v1::CONTACT_PHONE, true)});
    f.push_back({"public_address", {"public address"}, "", contact(v1::CONTACT_ADDRESS, true)});
    f.push_back({"website",
                 {"website", "site", "site web", "url", "الموقع", "الموقع الإلكتروني"},
                 "",
                 line([](v1::Profile& p, const std::string& v) { p.set_website(v); })});
    f.push_back({"social_links",
                 {"facebook", "social links", "reseaux sociaux", "فيسبوك"},
                 "",
                 [](v1::Profile& p, const std::string& v, const Vocabulary&) {
                   for (const auto& link : parts(v, " \n|")) p.add_social_links(link);
                   return true;
                 }});
    return f;
  }();
  return all;
}

const Field* find(const std::string& name) {
  const auto found = std::ranges::find(fields(), name, &Field::name);
  return found == fields().end() ? nullptr : &*found;
}

// "Nom (arabe)" and "nom_arabe" are one.
std::string header_key(const std::string& header) {
  std::string out;
  for (const char c : text::fold(header)) {
    const bool sign = std::string_view("_-.:()'\"/*").find(c) != std::string_view::npos || c == ' ';
    if (!sign)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

v1::ImportError error(const std::string& field, const std::string& reason, const std::string& value) {
  v1::ImportError out;
  out.set_field(field);
  out.set_reason(reason);
  out.set_value(text::head(value, kShownOfValue));
  return out;
}

}  // namespace

bool is_field(const std::string& field) { return field.empty() || find(field) != nullptr; }

std::vector<std::string> suggest(const Cells& header) {
  std::vector<std::string> out;
  std::set<std::string> taken;
  for (const auto& cell : header) {
    const auto key = header_key(cell);
    auto& suggested = out.emplace_back();
    for (const auto& field : fields()) {
      const bool meant = key == header_key(field.name) ||
                         std::ranges::any_of(field.called, [&](const auto& c) { return header_key(c) == key; });
      if (!meant || !taken.insert(field.name).second) continue;
      suggested = field.name;
      break;
    }
  }
  return out;
}

Made make(const Cells& cells, const std::vector<std::string>& names, const Vocabulary& vocabulary) {
  Made made;
  made.profile.set_kind(v1::ORGANISATION_ASSOCIATION);
  for (std::size_t i = 0; i < cells.size() && i < names.size(); ++i) {
    const auto* field = find(names[i]);
    const auto value = text::clean(csv::unguarded(cells[i]));
    if (!field || value.empty()) continue;
    if (!field->put(made.profile, value, vocabulary)) made.errors.push_back(error(field->name, field->wrong, value));
  }
  try {
    auto clean = profiles::clean(made.profile, vocabulary.known);
    if (made.errors.empty()) made.profile = std::move(clean);
  } catch (const Refused& refused) {
    made.errors.push_back(error(refused.field(), refused.reason(), ""));
  }
  return made;
}

}  // namespace wasl::directory::imports
