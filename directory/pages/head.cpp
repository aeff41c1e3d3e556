#include "directory/pages/head.hpp"

#include "core/text.hpp"
#include "directory/pages/html.hpp"

namespace wasl::directory::pages {

namespace {

constexpr std::size_t kLongestDescription = 300;  // bytes

std::string page_url(const Shown& shown, const Site& site) {
  return site.url + "/o/" + std::to_string(shown.organisation.id());
}
std::string page_url(const Shown& shown, const Site& site, Language language) {
  return page_url(shown, site) + "?lang=" + std::string(code_of(language));
}

std::string image_url(const Shown& shown, const Site& site) {
  return site.url + (shown.logo == 0 ? "/icon-512.png" : "/media/files/" + std::to_string(shown.logo));
}

std::string_view open_graph_locale(Language language) {
  return language == kArabic ? "ar_AR" : language == kFrench ? "fr_FR" : "en_GB";
}

std::string shortened(const std::string& text) {
  const auto line = text::clean_line(text);
  return line.size() <= kLongestDescription ? line : text::head(line, kLongestDescription) + "…";
}

// What it does, else what and where it is.
std::string description(const Shown& shown, const Filing& filing) {
  const auto& p = shown.organisation.profile();
  for (const auto* text : {&p.mission(), &p.description()})
    if (const auto said = told(*text, shown.language); !said.text.empty()) return shortened(said.text);
  const auto& w = words(shown.language);
  std::string line(kind_word(w, p.kind()));
  for (const auto& part : {place_line(p, filing, shown.language), sector_line(p, filing, shown.language)})
    if (!part.empty()) line.append(w.separator).append(part);
  return line;
}

std::string meta(std::string_view name, const std::string& content) {
  return html::lone("meta", {{"name", std::string(name)}, {"content", content}});
}
std::string property(std::string_view name, const std::string& content) {
  return html::lone("meta", {{"property", std::string(name)}, {"content", content}});
}

std::string links(const Shown& shown, const Site& site) {
  const auto own = shown.by_address ? page_url(shown, site, shown.language) : page_url(shown, site);
  std::string out = html::lone("link", {{"rel", "canonical"}, {"href", own}});
  for (const auto language : kLanguages)
    out += html::lone("link", {{"rel", "alternate"},
                               {"hreflang", std::string(code_of(language))},
                               {"href", page_url(shown, site, language)}});
  return out + html::lone("link", {{"rel", "alternate"}, {"hreflang", "x-default"}, {"href", page_url(shown, site)}});
}

std::string open_graph(const Shown& shown, const Site& site, const std::string& name, const std::string& description) {
  std::string out = property("og:title", name) + property("og:description", description) +
                    property("og:type", "website") + property("og:url", page_url(shown, site)) +
                    property("og:image", image_url(shown, site)) + property("og:image:alt", name) +
                    property("og:site_name", std::string(words(shown.language).app)) +
                    property("og:locale", std::string(open_graph_locale(shown.language)));
  for (const auto language : kLanguages)
    if (language != shown.language) out += property("og:locale:alternate", std::string(open_graph_locale(language)));
  return out;
}

// An object of JSON, member by member. Empty texts are left out.
class Object {
 public:
  Object& text(std::string_view name, const std::string& value) {
    return value.empty() ? *this : raw(name, html::json(value));
  }
  Object& raw(std::string_view name, const std::string& json) {
    out_.append(out_.empty() ? "{" : ",").append(html::json(name)).append(":").append(json);
    return *this;
  }
  std::string done() const { return out_.empty() ? "{}" : out_ + "}"; }

 private:
  std::string out_;
};

class List {
 public:
  void add(const std::string& json) { out_.append(out_.empty() ? "[" : ",").append(json); }
  bool empty() const { return out_.empty(); }
  std::string done() const { return out_.empty() ? "[]" : out_ + "]"; }

 private:
  std::string out_;
};

std::string_view type_of(v1::OrganisationKind kind) {
  switch (kind) {
    case v1::ORGANISATION_ASSOCIATION:
      return "NGO";
    case v1::ORGANISATION_AUTHORITY:
      return "GovernmentOrganization";
    default:
      return "Organization";
  }
}

std::string address_of(const v1::Profile& p, const Filing& filing, Language language) {
  Object address;
  address.text("@type", "PostalAddress").text("addressCountry", p.country());
  if (const auto region = filing.regions.find(p.region()); region != filing.regions.end())
    address.text("addressRegion", told(region->second, language).text);
  address.text("addressLocality", told(p.locality(), language).text);
  for (const auto& contact : p.contacts())
    if (contact.kind() == v1::CONTACT_ADDRESS) return address.text("streetAddress", contact.value()).done();
  return address.done();
}

std::string contact_points(const v1::Profile& p) {
  List points;
  for (const auto& contact : p.contacts()) {
    if (contact.kind() == v1::CONTACT_ADDRESS) continue;
    const auto* member = contact.kind() == v1::CONTACT_EMAIL ? "email"
                         : contact.kind() == v1::CONTACT_FAX ? "faxNumber"
                                                             : "telephone";
    points.add(
        Object().text("@type", "ContactPoint").text("contactType", "office").text(member, contact.value()).done());
  }
  return points.empty() ? "" : points.done();
}

std::string names(const v1::Profile& p, const std::string& shown_name) {
  List others;
  for (const auto* name : {&p.name().ar(), &p.name().fr(), &p.name().en(), &p.abbreviation()})
    if (!name->empty() && *name != shown_name) others.add(html::json(*name));
  return others.empty() ? "" : others.done();
}

std::string same_as(const v1::Profile& p) {
  List links;
  if (!p.website().empty()) links.add(html::json(p.website()));
  for (const auto& link : p.social_links()) links.add(html::json(link));
  return links.empty() ? "" : links.done();
}

}  // namespace

std::string json_ld(const Shown& shown, const Filing& filing, const Site& site) {
  const auto& p = shown.organisation.profile();
  const auto name = told(p.name(), shown.language).text;
  Object out;
  out.text("@context", "https://schema.org").text("@type", std::string(type_of(p.kind())));
  out.text("@id", page_url(shown, site)).text("name", name).text("url", page_url(shown, site));
  if (const auto others = names(p, name); !others.empty()) out.raw("alternateName", others);
  out.text("description", description(shown, filing)).raw("address", address_of(p, filing, shown.language));
  if (shown.logo != 0) out.text("logo", image_url(shown, site));
  if (p.founded_year() != 0) out.text("foundingDate", std::to_string(p.founded_year()));
  if (const auto links = same_as(p); !links.empty()) out.raw("sameAs", links);
  if (const auto points = contact_points(p); !points.empty()) out.raw("contactPoint", points);
  if (p.has_place())
    out.raw("location", Object()
                            .text("@type", "Place")
                            .raw("geo", Object()
                                            .text("@type", "GeoCoordinates")
                                            .text("latitude", std::to_string(p.place().latitude()))
                                            .text("longitude", std::to_string(p.place().longitude()))
                                            .done())
                            .done());
  return out.done();
}

std::string head_of(const Shown& shown, const Filing& filing, const Site& site) {
  const auto name = told(shown.organisation.profile().name(), shown.language).text;
  const auto said = description(shown, filing);
  return links(shown, site) + meta("description", said) + open_graph(shown, site, name, said) +
         meta("twitter:card", "summary") + meta("twitter:title", name) + meta("twitter:description", said) +
         meta("twitter:image", image_url(shown, site)) +
         html::element("script", {{"type", "application/ld+json"}}, json_ld(shown, filing, site)) + "\n";
}

}  // namespace wasl::directory::pages
