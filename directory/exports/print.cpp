#include "directory/exports/print.hpp"

#include "directory/pages/html.hpp"

namespace wasl::directory::exports::print {

using pages::html::bdi;
using pages::html::element;
using pages::html::escape;

namespace {

struct PrintWords {
  std::string_view title, count, hint, asked, nowhere, no_sector, back, nothing;
};

constexpr PrintWords kInArabic{"دليل المنظمات",
                               "عدد المنظمات: ",
                               "لطباعة هذه الصفحة أو حفظها استعملوا أمر الطباعة في المتصفح.",
                               "البحث: ",
                               "دون منطقة",
                               "دون قطاع",
                               "عودة إلى الدليل",
                               "لا توجد منظمة بهذه المعايير."};
constexpr PrintWords kInFrench{
    "Annuaire des organisations",
    "Organisations : ",
    "Pour imprimer cette page ou l’enregistrer, utilisez la commande d’impression du navigateur.",
    "Recherche : ",
    "Sans région",
    "Sans secteur",
    "Retour à l’annuaire",
    "Aucune organisation ne répond à ces critères."};
constexpr PrintWords kInEnglish{"Directory of organisations",
                                "Organisations: ",
                                "To print or save this page, use the print command of the browser.",
                                "Search: ",
                                "No region",
                                "No sector",
                                "Back to the directory",
                                "No organisation meets these filters."};

const PrintWords& words_in(pages::Language language) {
  return language == pages::kArabic ? kInArabic : language == pages::kFrench ? kInFrench : kInEnglish;
}

std::string name_of(const std::map<std::string, wasl::v1::LocalText>& names, const std::string& code,
                    pages::Language language, std::string_view none) {
  if (code.empty()) return std::string(none);
  const auto found = names.find(code);
  return found == names.end() ? code : pages::told(found->second, language).text;
}

std::string line(const std::string& content) { return content.empty() ? "" : element("p", {}, content); }

std::string other_names(const v1::Profile& p, const std::string& name) {
  std::string out;
  for (const auto* other : {&p.name().ar(), &p.name().fr(), &p.name().en()})
    if (!other->empty() && *other != name) out += (out.empty() ? "" : " · ") + bdi(*other);
  return out;
}

std::string where(const v1::Profile& p, const pages::Filing& filing, pages::Language language) {
  const auto& w = pages::words(language);
  std::string out = escape(pages::kind_word(w, p.kind()));
  for (const auto& part :
       {p.abbreviation(), pages::place_line(p, filing, language), pages::sector_line(p, filing, language)})
    if (!part.empty()) out += " · " + bdi(part);
  return out;
}

std::string reached(const v1::Profile& p) {
  std::string out;
  const auto add = [&](const std::string& value, const char* direction) {
    out += (out.empty() ? "" : " · ") + element("bdi", {{"dir", direction}}, escape(value));
  };
  for (const auto& contact : p.contacts()) add(contact.value(), contact.kind() == v1::CONTACT_ADDRESS ? "auto" : "ltr");
  if (!p.website().empty()) add(p.website(), "ltr");
  return out;
}

}  // namespace

std::string begin(pages::Language language, std::size_t count, std::int64_t now_ms, const std::string& query) {
  const auto& w = words_in(language);
  const auto about = escape(w.count) + std::to_string(count) + " · " + escape(pages::date(now_ms, language)) +
                     (query.empty() ? "" : " · " + escape(w.asked) + bdi(query));
  return pages::opening(language, std::string(w.title) + " · " + std::string(pages::words(language).app),
                        pages::html::lone("meta", {{"name", "robots"}, {"content", "noindex"}}), "print") +
         element("header", {},
                 pages::brand(language) + element("a", {{"class", "screen"}, {"href", "/directory"}}, escape(w.back))) +
         "<main>\n" + element("h1", {}, escape(w.title)) + element("p", {{"class", "note"}}, about) +
         element("p", {{"class", "note screen"}}, escape(w.hint)) + (count == 0 ? line(escape(w.nothing)) : "") + "\n";
}

std::string headings(const store::Placed* before, const store::Placed& here, const pages::Filing& filing,
                     pages::Language language) {
  const auto& w = words_in(language);
  const bool elsewhere = !before || before->region != here.region;
  std::string out;
  if (elsewhere) out += element("h2", {}, escape(name_of(filing.regions, here.region, language, w.nowhere)));
  if (elsewhere || before->sector != here.sector)
    out += element("h3", {}, escape(name_of(filing.sectors, here.sector, language, w.no_sector)));
  return out;
}

std::string entry(const v1::PublicProfile& organisation, const pages::Filing& filing, pages::Language language) {
  const auto& p = organisation.profile();
  const auto name = pages::told(p.name(), language);
  return element(
             "div", {{"class", "entry"}},
             element("p", {{"class", "name"}, {"lang", std::string(pages::code_of(name.language))}}, bdi(name.text)) +
                 line(other_names(p, name.text)) + line(where(p, filing, language)) + line(reached(p))) +
         "\n";
}

std::string end() { return "</main>\n" + pages::closing(); }

}  // namespace wasl::directory::exports::print
