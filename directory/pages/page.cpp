#include "directory/pages/page.hpp"

#include <algorithm>

#include "directory/pages/head.hpp"
#include "directory/pages/html.hpp"

namespace wasl::directory::pages {

using html::bdi;
using html::element;
using html::escape;
using html::lone;

namespace {

std::string code(Language language) { return std::string(code_of(language)); }
std::string direction(Language language) { return std::string(direction_of(language)); }
std::string id_of(const Shown& shown) { return std::to_string(shown.organisation.id()); }

std::string name_of(const std::map<std::string, wasl::v1::LocalText>& names, const std::string& key,
                    Language language) {
  const auto found = names.find(key);
  return found == names.end() ? key : told(found->second, language).text;
}

// Each once: "Sfax, Sfax" is said once.
std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  std::vector<std::string> said;
  for (const auto& part : parts) {
    if (part.empty() || std::ranges::find(said, part) != said.end()) continue;
    out.append(out.empty() ? "" : separator).append(part);
    said.push_back(part);
  }
  return out;
}

std::string heading(std::string_view text) { return element("h2", {}, escape(text)); }

std::string section(const std::string& content) {
  return content.empty() ? "" : element("section", {{"class", "card"}}, content) + "\n";
}

// "Text in French": where it is not in the language of the page.
std::string note_on(const Told& said, Language language) {
  if (said.language == language) return "";
  return element("p", {{"class", "note"}}, escape(words(language).text_in.at(said.language)));
}

std::string text_block(std::string_view title, const wasl::v1::LocalText& text, Language language) {
  const auto said = told(text, language);
  if (said.text.empty()) return "";
  return heading(title) + note_on(said, language) +
         element("p", {{"class", "text"}, {"lang", code(said.language)}, {"dir", direction(said.language)}},
                 escape(said.text));
}

std::string fact(std::string_view name, const std::string& html) {
  return html.empty() ? "" : element("div", {}, element("dt", {}, escape(name)) + element("dd", {}, html));
}

std::string facts(std::string_view title, const std::string& list) {
  return list.empty() ? "" : section(heading(title) + element("dl", {}, list));
}

std::string initials(const std::string& name) {
  std::size_t end = 1;
  while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) ++end;
  return name.substr(0, end);
}

std::string logo(const Shown& shown, const std::string& name) {
  if (shown.logo == 0)
    return element(
        "span", {{"class", "logo logo--" + std::to_string(shown.organisation.id() % 6 + 1)}, {"aria-hidden", "true"}},
        escape(initials(name)));
  return "<img class=\"logo\" alt=\"\" width=\"96\" height=\"96\" src=\"/media/files/" + std::to_string(shown.logo) +
         "/small\">";
}

std::string languages(const Shown& shown) {
  std::string out;
  for (const auto language : kLanguages) {
    const bool here = language == shown.language;
    out += element("a",
                   {{"href", "/o/" + id_of(shown) + "?lang=" + code(language)},
                    {"hreflang", code(language)},
                    {"lang", code(language)},
                    {"aria-current", here ? "true" : ""}},
                   escape(words(language).self));
  }
  return element("nav", {{"class", "languages"}, {"aria-label", std::string(words(shown.language).other_languages)}},
                 out);
}

std::string other_names(const v1::Profile& p, const std::string& name) {
  std::string out;
  for (const auto language : kLanguages) {
    const auto other = told(p.name(), language);
    if (other.language == language && other.text != name)
      out += element("p", {{"class", "other"}, {"lang", code(language)}}, bdi(other.text));
  }
  return out;
}

std::string marks(const v1::PublicProfile& organisation, const Words& w) {
  std::string out;
  if (organisation.verified()) out += element("span", {{"class", "tag tag--good"}}, escape(w.verified));
  if (organisation.stale()) out += element("span", {{"class", "tag tag--warning"}}, escape(w.to_confirm));
  return out;
}

std::string tags(const v1::Profile& p, const Filing& filing, Language language) {
  std::string out;
  for (const auto& sector : p.sectors())
    out += element("span", {{"class", "tag"}}, escape(name_of(filing.sectors, sector, language)));
  return out;
}

std::string top(const Shown& shown, const Filing& filing) {
  const auto& p = shown.organisation.profile();
  const auto& w = words(shown.language);
  const auto name = told(p.name(), shown.language);
  const auto line =
      joined({std::string(kind_word(w, p.kind())), place_line(p, filing, shown.language), p.abbreviation()}, " · ");
  const auto tagged = marks(shown.organisation, w) + tags(p, filing, shown.language);
  return section(
      element("div", {{"class", "top"}},
              logo(shown, name.text) +
                  element("div", {},
                          element("h1", {{"lang", code(name.language)}}, bdi(name.text)) + other_names(p, name.text) +
                              element("p", {{"class", "line"}}, bdi(line)) +
                              (tagged.empty() ? "" : element("p", {{"class", "tags"}}, tagged)))) +
      element("p", {{"class", "open"}},
              element("a", {{"class", "button"}, {"href", "/directory/" + id_of(shown)}}, escape(w.open_in_app))));
}

std::string texts(const v1::Profile& p, Language language) {
  const auto& w = words(language);
  return section(text_block(w.mission, p.mission(), language) + text_block(w.description, p.description(), language) +
                 text_block(w.track_record, p.track_record(), language));
}

// Addresses were checked when they were entered; here once more, since this is where one follows them.
std::string web_link(const std::string& url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return bdi(url);
  auto text = url.substr(url.find("://") + 3);
  if (text.ends_with('/')) text.pop_back();
  return element("a", {{"href", url}, {"rel", "noopener nofollow ugc"}, {"dir", "ltr"}}, escape(text));
}

std::string publications(const v1::PartnerProfile& partner, const Words& w) {
  std::string list;
  for (const auto& one : partner.publications()) {
    const bool safe = one.url().starts_with("https://") || one.url().starts_with("http://");
    const auto title =
        element("a", {{"href", safe ? one.url() : ""}, {"rel", "noopener nofollow ugc"}}, bdi(one.title()));
    list += element("li", {}, title + (one.year() == 0 ? "" : " (" + std::to_string(one.year()) + ")"));
  }
  return list.empty() ? "" : heading(w.publications) + element("ul", {}, list);
}

std::string territories(const v1::PartnerProfile& partner, const Filing& filing, Language language) {
  std::vector<std::string> names;
  for (const auto& code : partner.territories())
    names.push_back(code.size() == 2 ? country_name(code, language) : name_of(filing.regions, code, language));
  const auto& w = words(language);
  return names.empty() ? "" : heading(w.territories) + element("p", {}, escape(joined(names, w.separator)));
}

std::string funding(const v1::Profile& p, const Filing& filing, Language language) {
  const auto& w = words(language);
  const auto& partner = p.partner();
  return section(text_block(w.priorities, partner.priorities(), language) +
                 text_block(w.mechanisms, partner.mechanisms(), language) +
                 text_block(w.procedures, partner.procedures(), language) + territories(partner, filing, language) +
                 publications(partner, w));
}

std::string about(const v1::Profile& p, Language language) {
  const auto& w = words(language);
  std::vector<std::string> spoken;
  for (const auto& code : p.languages()) spoken.push_back(language_name(code, language));
  return facts(w.about, fact(w.founded, p.founded_year() == 0 ? "" : std::to_string(p.founded_year())) +
                            fact(w.registration, p.registration_number().empty() ? "" : bdi(p.registration_number())) +
                            fact(w.president, p.president().empty() ? "" : bdi(p.president())) +
                            fact(w.members, escape(count_word(w, p.size().members()))) +
                            fact(w.staff, escape(count_word(w, p.size().staff()))) +
                            fact(w.volunteers, escape(count_word(w, p.size().volunteers()))) +
                            fact(w.budget, escape(budget_word(w, p.size().budget()))) +
                            fact(w.languages, escape(joined(spoken, w.separator))));
}

std::string contact_html(const v1::Contact& contact) {
  const auto& value = contact.value();
  if (contact.kind() == v1::CONTACT_ADDRESS) return element("bdi", {{"dir", "auto"}}, escape(value));
  if (contact.kind() == v1::CONTACT_EMAIL)
    return element("a", {{"href", "mailto:" + value}, {"dir", "ltr"}}, escape(value));
  if (contact.kind() == v1::CONTACT_FAX) return element("bdi", {{"dir", "ltr"}}, escape(value));
  std::string number;
  for (const char c : value)
    if ((c >= '0' && c <= '9') || c == '+') number += c;
  return element("a", {{"href", "tel:" + number}, {"dir", "ltr"}}, escape(value));
}

std::string contacts(const v1::Profile& p, Language language) {
  const auto& w = words(language);
  std::string list;
  for (const auto& contact : p.contacts()) list += fact(contact_word(w, contact.kind()), contact_html(contact));
  if (!p.website().empty()) list += fact(w.website, web_link(p.website()));
  for (const auto& link : p.social_links()) list += fact(w.links, web_link(link));
  return section(heading(w.contact) + (list.empty() ? "" : element("dl", {}, list)) +
                 element("p", {{"class", "note"}}, escape(w.for_members)));
}

std::string place(const v1::Profile& p, const Filing& filing, Language language) {
  const auto& w = words(language);
  const auto line = place_line(p, filing, language);
  if (line.empty() && !p.has_place()) return "";
  std::string out = heading(w.place) + element("p", {}, bdi(line));
  if (p.has_place()) {
    const auto latitude = std::to_string(p.place().latitude()), longitude = std::to_string(p.place().longitude());
    const auto map = "https://www.openstreetmap.org/?mlat=" + latitude + "&mlon=" + longitude + "#map=14/" + latitude +
                     "/" + longitude;
    out += element("p", {}, element("a", {{"href", map}, {"rel", "noopener"}}, escape(w.show_on_map)));
  }
  return section(out);
}

std::string last_confirmed(const v1::PublicProfile& organisation, Language language) {
  if (organisation.confirmed_at_ms() == 0) return "";
  return element("p", {{"class", "note"}},
                 escape(words(language).confirmed) + escape(date(organisation.confirmed_at_ms(), language)));
}

std::string footer(Language language) {
  const auto& w = words(language);
  return element("footer", {},
                 element("p", {}, element("a", {{"href", "/"}}, escape(w.app)) + " · " + escape(w.tagline)));
}

std::string header(Language language, const std::string& aside) {
  return element("header", {}, brand(language) + aside);
}

}  // namespace

std::string brand(Language language) {
  return element("a", {{"class", "brand"}, {"href", "/"}},
                 "<img src=\"/mark-app.svg\" alt=\"\" width=\"28\" height=\"28\">" + escape(words(language).app));
}

std::string place_line(const v1::Profile& profile, const Filing& filing, Language language) {
  return joined({told(profile.locality(), language).text,
                 profile.region().empty() ? "" : name_of(filing.regions, profile.region(), language),
                 country_name(profile.country(), language)},
                words(language).separator);
}

std::string sector_line(const v1::Profile& profile, const Filing& filing, Language language) {
  std::vector<std::string> names;
  for (const auto& sector : profile.sectors()) names.push_back(name_of(filing.sectors, sector, language));
  return joined(names, words(language).separator);
}

std::string opening(Language language, const std::string& title, const std::string& head,
                    const std::string& body_class) {
  return "<!doctype html>\n<html lang=\"" + code(language) + "\" dir=\"" + direction(language) +
         "\">\n<head>\n<meta charset=\"utf-8\">\n" +
         lone("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}) +
         lone("meta", {{"name", "color-scheme"}, {"content", "light dark"}}) + element("title", {}, escape(title)) +
         "\n" + lone("link", {{"rel", "stylesheet"}, {"href", "/public.css"}}) +
         lone("link", {{"rel", "icon"}, {"href", "/mark-app.svg"}, {"type", "image/svg+xml"}}) + head + "</head>\n" +
         lone("body", {{"class", body_class}});
}

std::string closing() { return "\n</body>\n</html>\n"; }

std::string organisation_page(const Shown& shown, const Filing& filing, const Site& site) {
  const auto& p = shown.organisation.profile();
  const auto language = shown.language;
  const auto title = told(p.name(), language).text + " · " + std::string(words(language).app);
  return opening(language, title, head_of(shown, filing, site)) + header(language, languages(shown)) +
         element("main", {},
                 top(shown, filing) + texts(p, language) + funding(p, filing, language) + about(p, language) +
                     contacts(p, language) + place(p, filing, language) +
                     last_confirmed(shown.organisation, language)) +
         footer(language) + closing();
}

std::string missing_page() {
  std::string said;
  for (const auto language : kLanguages) {
    const auto& w = words(language);
    said += element("section", {{"class", "card"}, {"lang", code(language)}, {"dir", direction(language)}},
                    element(language == kArabic ? "h1" : "h2", {}, escape(w.missing_title)) +
                        element("p", {}, escape(w.missing_text)) +
                        element("p", {}, element("a", {{"href", "/"}}, escape(w.to_app))));
  }
  const auto title = std::string(words(kArabic).missing_title) + " · Wasl";
  return opening(kArabic, title, lone("meta", {{"name", "robots"}, {"content", "noindex"}})) + header(kArabic, "") +
         element("main", {}, said) + closing();
}

}  // namespace wasl::directory::pages
