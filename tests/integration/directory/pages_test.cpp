// Public pages: what strangers, search engines and those who share a link get of an organisation.
#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "guild.hpp"

namespace wasl::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class PublicPages : public Guild {
 protected:
  static HttpResponse get(const std::string& target, std::map<std::string, std::string> headers = {},
                          const std::string& method = "GET") {
    return http(port(), {method, target, std::move(headers)});
  }
  static HttpResponse page(std::int64_t id, const std::string& lang = "fr") {
    return get("/o/" + std::to_string(id) + "?lang=" + lang);
  }

  // Published by SQL, with what its owner has written.
  static std::int64_t publish(const dir::Profile& profile) {
    const auto id = enter(person(), profile).organisation_id();
    sql("update organisations set state = 'published', verified_at = now(), confirmed_at = now() where id = " +
        std::to_string(id));
    return id;
  }

  static google::protobuf::Struct data_of(const std::string& html) {
    const std::string_view start = "<script type=\"application/ld+json\">";
    const auto from = html.find(start) + start.size();
    google::protobuf::Struct out;
    const auto read =
        google::protobuf::util::JsonStringToMessage(html.substr(from, html.find("</script>", from) - from), &out);
    EXPECT_TRUE(read.ok()) << read;
    return out;
  }

  static std::size_t count(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
  }
};

TEST_F(PublicPages, StrangersReadWhatIsPublic) {
  auto p = profile("Association Oasis");
  p.mutable_name()->set_ar("جمعية الواحة");
  p.mutable_mission()->set_fr("Planter des palmiers.");
  p.mutable_locality()->set_fr("Chenini");
  p.set_founded_year(2011);
  p.set_website("https://oasis.tn/");
  const auto id = publish(p);
  const auto answer = page(id);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-type"), "text/html; charset=utf-8");
  EXPECT_THAT(answer.body, HasSubstr("<html lang=\"fr\" dir=\"ltr\">"));
  EXPECT_THAT(answer.body, HasSubstr("<title>Association Oasis · Wasl</title>"));
  for (const auto* told : {"Planter des palmiers.", "جمعية الواحة", "Chenini", "Gabès", "Tunisie", "2011",
                           "bureau@oasis.tn", "href=\"https://oasis.tn/\"", "Environnement et climat", "Vérifiée"})
    EXPECT_THAT(answer.body, HasSubstr(told));
  EXPECT_THAT(answer.body, Not(HasSubstr("75 123 456"))) << "a contact for members";
  const auto policy = answer.header("content-security-policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("script-src")));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
}

TEST_F(PublicPages, ContactsForMembersAreOnNobodysPage) {
  const auto member = Town::person();
  const auto id = publish(profile());
  const auto signed_in = get("/o/" + std::to_string(id), {{"Authorization", "Bearer " + member.token}});
  EXPECT_EQ(signed_in.status, 200);
  EXPECT_THAT(signed_in.body, Not(HasSubstr("75 123 456"))) << "the page is the same for all";
  EXPECT_EQ(signed_in.body, get("/o/" + std::to_string(id)).body);
}

TEST_F(PublicPages, MachinesReadWhatItIs) {
  auto p = profile("Association Oasis");
  p.mutable_mission()->set_fr("Planter des palmiers.");
  p.set_website("https://oasis.tn/");
  p.add_social_links("https://www.facebook.com/oasis");
  auto& address = *p.add_contacts();
  address.set_kind(dir::CONTACT_ADDRESS);
  address.set_value("12, rue de la Liberté");
  address.set_public_(true);
  const auto id = publish(p);
  const auto url = "/o/" + std::to_string(id);
  const auto html = page(id).body;
  for (const auto& told :
       {"<meta property=\"og:title\" content=\"Association Oasis\">",
        "<meta property=\"og:description\" content=\"Planter des palmiers.\">",
        "<meta property=\"og:type\" content=\"website\">", "<meta property=\"og:locale\" content=\"fr_FR\">",
        "<meta property=\"og:site_name\" content=\"Wasl\">", "<meta name=\"twitter:card\" content=\"summary\">",
        "<meta name=\"description\" content=\"Planter des palmiers.\">"})
    EXPECT_THAT(html, HasSubstr(told));
  EXPECT_THAT(html, HasSubstr("/icon-512.png\">"));
  for (const auto* language : {"ar", "fr", "en"})
    EXPECT_THAT(html, testing::ContainsRegex("hreflang=\"" + std::string(language) + "\" href=\"https?://[^/\"]+" +
                                             url + "[?]lang=" + language));
  EXPECT_THAT(html, HasSubstr("hreflang=\"x-default\""));
  EXPECT_THAT(html, HasSubstr("rel=\"canonical\""));
  const auto data = data_of(html);
  EXPECT_EQ(data.fields().at("@type").string_value(), "NGO");
  EXPECT_EQ(data.fields().at("name").string_value(), "Association Oasis");
  EXPECT_EQ(data.fields().at("sameAs").list_value().values_size(), 2);
  const auto& place = data.fields().at("address").struct_value().fields();
  EXPECT_EQ(place.at("addressCountry").string_value(), "TN");
  EXPECT_EQ(place.at("addressRegion").string_value(), "Gabès");
  EXPECT_EQ(place.at("streetAddress").string_value(), "12, rue de la Liberté");
  const auto& points = data.fields().at("contactPoint").list_value();
  ASSERT_EQ(points.values_size(), 1) << "the public one alone";
  EXPECT_EQ(points.values(0).struct_value().fields().at("email").string_value(), "bureau@oasis.tn");
}

TEST_F(PublicPages, TheLanguageIsTheReadersElseTheOrganisations) {
  auto p = profile("Association Oasis");
  p.mutable_mission()->set_fr("Planter.");
  p.add_languages("fr");
  const auto id = publish(p);
  const auto url = "/o/" + std::to_string(id);
  EXPECT_THAT(get(url).body, HasSubstr("<html lang=\"fr\""));
  const auto english = get(url, {{"Accept-Language", "de, en-GB;q=0.8, fr;q=0.3"}});
  EXPECT_THAT(english.body, HasSubstr("<html lang=\"en\" dir=\"ltr\">"));
  EXPECT_THAT(english.body, HasSubstr("Text in French")) << "what it is in, when it is not in the reader's language";
  EXPECT_THAT(english.header("vary"), HasSubstr("Accept-Language"));
  const auto arabic = get(url + "?lang=ar", {{"Accept-Language", "en"}});
  EXPECT_THAT(arabic.body, HasSubstr("<html lang=\"ar\" dir=\"rtl\">"));
  EXPECT_THAT(arabic.body, HasSubstr("<p class=\"text\" lang=\"fr\" dir=\"ltr\">Planter.</p>"));
  EXPECT_THAT(get(url + "?lang=xx%00<", {{"Accept-Language", "\xff;q=9"}}).body, HasSubstr("<html lang=\"fr\""));
}

TEST_F(PublicPages, NothingThatPeopleWriteIsMarkupOrScript) {
  const std::string evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'><!--";
  auto p = profile("Oasis " + evil);
  p.set_kind(dir::ORGANISATION_PARTNER);
  for (auto* text : {p.mutable_name(), p.mutable_locality(), p.mutable_mission(), p.mutable_description(),
                     p.mutable_track_record(), p.mutable_partner()->mutable_priorities(),
                     p.mutable_partner()->mutable_mechanisms(), p.mutable_partner()->mutable_procedures()}) {
    text->set_ar("نص " + evil);
    text->set_fr("\u202Etexte " + evil);
    text->set_en("text " + evil);
  }
  p.set_abbreviation("</title><b>");
  p.set_president(evil);
  p.set_registration_number("\"><svg onload=alert(1)>");
  auto& address = *p.add_contacts();
  address.set_kind(dir::CONTACT_ADDRESS);
  address.set_value(evil);
  address.set_public_(true);
  p.set_website("https://oasis.tn/?a='onmouseover=alert(1)");
  auto& publication = *p.mutable_partner()->add_publications();
  publication.set_title(evil);
  publication.set_url("https://oasis.tn/&quot;");
  const auto id = publish(p);
  for (const auto* language : {"ar", "fr", "en"}) {
    const auto answer = page(id, language);
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(count(answer.body, "<script"), 1U) << "the data";
    EXPECT_EQ(count(answer.body, "</script>"), 1U);
    EXPECT_EQ(count(answer.body, "</title>"), 1U);
    for (const auto* markup : {"<img src=x", "<svg", "<!--", "<b>", "\u202E"})
      EXPECT_EQ(count(answer.body, markup), 0U) << markup;
    EXPECT_THAT(answer.body, HasSubstr("&lt;/script&gt;")) << "it is shown as it was written";
    EXPECT_THAT(data_of(answer.body).fields().at("name").string_value(), HasSubstr("</script>"));
  }
}

// What came in by another way than the form: an import of long ago, or SQL.
TEST_F(PublicPages, LinksOfOtherKindsAreNotFollowedAndDirectionsNotTurned) {
  const auto id = publish(profile());
  sql("update organisations set name_fr = 'a' || chr(8238) || 'b', details = details || "
      R"sql('{"website": "javascript:alert(1)", "socialLinks": ["data:text/html,x"]}' where id = )sql" +
      std::to_string(id));
  const auto answer = page(id);
  ASSERT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, Not(HasSubstr("href=\"javascript:")));
  EXPECT_THAT(answer.body, Not(HasSubstr("href=\"data:")));
  EXPECT_THAT(answer.body, HasSubstr("<title>ab ·"));
}

TEST_F(PublicPages, WhatIsNotPublishedIsNotThereForAnybody) {
  const auto owner = person(), check = verifier();
  const auto draft = enter(owner, profile("Secret oasis")).organisation_id();
  const auto gone = published(person());
  sql("update organisations set state = 'unpublished' where id = " + std::to_string(gone));
  const auto nobody = get("/o/987654321");
  EXPECT_EQ(nobody.status, 404);
  for (const auto* title : {"Cette page n’existe pas", "لا توجد هذه الصفحة", "There is no such page"})
    EXPECT_THAT(nobody.body, HasSubstr(title));
  EXPECT_THAT(nobody.header("content-type"), HasSubstr("text/html"));
  EXPECT_EQ(nobody.header("cache-control"), "no-store");
  for (const auto id : {draft, gone})
    for (const auto& reader : {Person{}, owner, check}) {
      std::map<std::string, std::string> headers;
      if (!reader.token.empty()) headers["Authorization"] = "Bearer " + reader.token;
      const auto answer = get("/o/" + std::to_string(id), headers);
      EXPECT_EQ(answer.status, 404);
      EXPECT_EQ(answer.body, nobody.body);
    }
  for (const auto* odd :
       {"/o/", "/o/x", "/o/-1", "/o/1/2", "/o/01", "/o/99999999999999999999", "/o/%31", "/o/1.html", "/o/../o/1"})
    EXPECT_EQ(get(odd).status, 404) << odd;
}

TEST_F(PublicPages, TheyAreReadOnlyAndValidatedByTheirTag) {
  const auto id = publish(profile());
  const auto url = "/o/" + std::to_string(id) + "?lang=fr";
  const auto whole = get(url);
  const auto head = get(url, {}, "HEAD");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.header("etag"), whole.header("etag"));
  ASSERT_FALSE(whole.header("etag").empty());
  EXPECT_THAT(whole.header("cache-control"), HasSubstr("max-age"));
  const auto same = get(url, {{"If-None-Match", whole.header("etag")}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  sql("update organisations set founded_year = 1999 where id = " + std::to_string(id));
  EXPECT_EQ(get(url, {{"If-None-Match", whole.header("etag")}}).status, 200);
  for (const auto* method : {"POST", "PUT", "DELETE", "PATCH"}) {
    const auto refused = get(url, {}, method);
    EXPECT_EQ(refused.status, 405) << method;
    EXPECT_EQ(refused.header("allow"), "GET, HEAD");
  }
}

TEST_F(PublicPages, SearchEnginesAreLedToWhatIsPublished) {
  const auto id = publish(profile()), draft = enter(person(), profile()).organisation_id();
  EXPECT_THAT(get("/robots.txt").body, HasSubstr("/sitemap.xml"));
  const auto index = get("/sitemap.xml");
  EXPECT_THAT(index.header("content-type"), HasSubstr("xml"));
  const auto page = "/sitemap-" + std::to_string(id / 50'000) + ".xml";
  EXPECT_THAT(index.body, HasSubstr(page + "</loc>"));
  const auto list = get(page).body;
  EXPECT_THAT(list, HasSubstr("/o/" + std::to_string(id) + "</loc>"));
  EXPECT_THAT(list, Not(HasSubstr("/o/" + std::to_string(draft) + "</loc>")));
  for (const auto* odd :
       {"/sitemap", "/sitemap-x.xml", "/sitemap-9999.xml", "/sitemap--1.xml", "/sitemap-99999999999999999999.xml"})
    EXPECT_EQ(get(odd).status, 404) << odd;
}

}  // namespace
}  // namespace wasl::test
