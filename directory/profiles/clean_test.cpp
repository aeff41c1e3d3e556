#include "directory/profiles/clean.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "core/error.hpp"
#include "directory/profiles/record.hpp"
#include "directory/profiles/shapes.hpp"
#include "directory/profiles/warnings.hpp"

namespace wasl::directory::profiles {
namespace {

const Known kKnown{{{"TN-81", "TN"}, {"MA-04", "MA"}}, {"health", "youth", "women"}, 2026};

v1::Profile association() {
  v1::Profile p;
  p.set_kind(v1::ORGANISATION_ASSOCIATION);
  p.mutable_name()->set_ar("جمعية الواحة");
  return p;
}

using Change = std::function<void(v1::Profile&)>;

// Reason and field of the refusal; empty when there was none.
std::string refusal(const Change& change) {
  auto p = association();
  change(p);
  try {
    clean(p, kKnown);
  } catch (const Refused& refused) {
    EXPECT_EQ(refused.code(), Code::kInvalidArgument);
    return refused.reason() + " " + refused.field();
  }
  return "";
}

v1::Profile cleaned(const Change& change) {
  auto p = association();
  change(p);
  return clean(p, kKnown);
}

v1::Contact contact(v1::ContactKind kind, const std::string& value) {
  v1::Contact c;
  c.set_kind(kind);
  c.set_value(value);
  return c;
}

TEST(DirectoryProfile, OneNameIsEnoughAndOneIsNeeded) {
  EXPECT_EQ(refusal([](auto&) {}), "");
  EXPECT_EQ(refusal([](auto& p) { p.clear_name(); }), "organisations.name_missing name");
  EXPECT_EQ(refusal([](auto& p) { p.mutable_name()->set_ar(" \u202e\u0007 "); }), "organisations.name_missing name");
  EXPECT_EQ(refusal([](auto& p) { p.mutable_name()->set_fr("A"); }), "organisations.name_missing name");
  EXPECT_EQ(refusal([](auto& p) { p.mutable_name()->set_fr(std::string(201, 'a')); }),
            "organisations.too_long name.fr");
  EXPECT_EQ(refusal([](auto& p) { p.mutable_name()->set_fr("a\xff"); }), "not_utf8 ");
}

TEST(DirectoryProfile, ControlAndDirectionMarksAreDroppedAndHtmlIsText) {
  const auto p = cleaned([](auto& q) {
    q.mutable_name()->set_fr("  Oasis\u202e \n verte\u0007 ");
    q.mutable_description()->set_fr("<b onclick=x>Bonjour</b>\r\nà tous\u0007");
    q.mutable_mission();
  });
  EXPECT_EQ(p.name().fr(), "Oasis verte");
  EXPECT_EQ(p.description().fr(), "<b onclick=x>Bonjour</b>\nà tous");
  EXPECT_FALSE(p.has_mission()) << "an empty text is as good as none";
}

TEST(DirectoryProfile, OnlyWhatExistsMayBeReferredTo) {
  EXPECT_EQ(refusal([](auto& p) { p.set_kind(v1::ORGANISATION_PLATFORM); }), "organisations.bad_kind kind");
  EXPECT_EQ(refusal([](auto& p) { p.clear_kind(); }), "organisations.bad_kind kind");
  EXPECT_EQ(refusal([](auto& p) { p.add_sectors("health"), p.add_sectors("golf"); }),
            "organisations.bad_sector sectors[1]");
  EXPECT_EQ(refusal([](auto& p) { p.set_region("TN-99"); }), "organisations.bad_region region");
  EXPECT_EQ(refusal([](auto& p) { p.set_region("TN-81"), p.set_country("MA"); }), "organisations.bad_country country");
  EXPECT_EQ(refusal([](auto& p) { p.set_country("XX"); }), "organisations.bad_country country");
  EXPECT_EQ(refusal([](auto& p) { p.set_country("be"); }), "organisations.bad_country country");
  EXPECT_EQ(cleaned([](auto& p) { p.set_region("TN-81"); }).country(), "TN");
  EXPECT_EQ(cleaned([](auto& p) { p.set_country("BE"); }).country(), "BE");
  EXPECT_EQ(
      cleaned([](auto& p) { p.add_sectors("women"), p.add_sectors("health"), p.add_sectors("women"); }).sectors_size(),
      2);
  EXPECT_EQ(refusal([](auto& p) { p.add_languages("ar"), p.add_languages("klingon"); }),
            "organisations.bad_language languages[1]");
  EXPECT_EQ(refusal([](auto& p) { p.add_languages("aa"), p.add_languages("zgh"); }), "");
  EXPECT_EQ(refusal([](auto& p) { p.mutable_size()->set_staff(static_cast<v1::CountBand>(9)); }),
            "organisations.bad_size size");
  EXPECT_EQ(refusal([](auto& p) { p.set_founded_year(2027); }), "organisations.bad_year founded_year");
  EXPECT_EQ(refusal([](auto& p) { p.set_founded_year(1799); }), "organisations.bad_year founded_year");
  EXPECT_EQ(refusal([](auto& p) { p.set_founded_year(1956); }), "");
}

TEST(DirectoryProfile, APlaceIsOnEarth) {
  const auto at = [](double latitude, double longitude) {
    return [=](auto& p) { p.mutable_place()->set_latitude(latitude), p.mutable_place()->set_longitude(longitude); };
  };
  EXPECT_EQ(refusal(at(33.9, 10.1)), "");
  for (const double bad : {90.1, std::nan(""), std::numeric_limits<double>::infinity()})
    EXPECT_EQ(refusal(at(bad, 0)), "organisations.bad_place place") << bad;
  EXPECT_EQ(refusal(at(0, -180.5)), "organisations.bad_place place");
}

TEST(DirectoryProfile, ContactsHaveTheShapeOfTheirKind) {
  const auto with = [](v1::ContactKind kind, const std::string& value) {
    return refusal([&](auto& p) { *p.add_contacts() = contact(kind, value); });
  };
  EXPECT_EQ(with(v1::CONTACT_EMAIL, "bureau@oasis.tn"), "");
  for (const auto* bad :
       {"", "bureau", "bureau@oasis", "a@b@c.tn", "a b@c.tn", "<a@c.tn>", "@c.tn", "a@.tn", "a@c..tn"})
    EXPECT_EQ(with(v1::CONTACT_EMAIL, bad), "organisations.bad_contact contacts[0].value") << bad;
  EXPECT_EQ(with(v1::CONTACT_PHONE, "+216 (75) 123-456"), "");
  for (const auto* bad : {"12345", "1234567890123456", "75 123 456 ext 2", "7512+3456", "tel:75123456"})
    EXPECT_EQ(with(v1::CONTACT_PHONE, bad), "organisations.bad_contact contacts[0].value") << bad;
  EXPECT_EQ(with(v1::CONTACT_UNSPECIFIED, "75123456"), "organisations.bad_contact contacts[0].value");
  EXPECT_EQ(cleaned([](auto& p) { *p.add_contacts() = contact(v1::CONTACT_PHONE, "٧٥ ١٢٣ ٤٥٦"); }).contacts(0).value(),
            "75 123 456");
  EXPECT_EQ(refusal([](auto& p) {
              for (int i = 0; i < 21; ++i) *p.add_contacts() = contact(v1::CONTACT_PHONE, "75123456");
            }),
            "organisations.too_many contacts");
}

TEST(DirectoryProfile, LinksAreOfTheWeb) {
  for (const auto* good : {"https://oasis.tn", "http://www.oasis.tn:8080/a?b=c#d", "https://جمعية.تونس/"})
    EXPECT_EQ(shapes::url(good), good) << good;
  EXPECT_EQ(shapes::url("www.oasis.tn"), "https://www.oasis.tn");
  for (const auto* bad :
       {"javascript:alert(1)", "javascript://oasis.tn/%0aalert(1)", "data:text/html,x", "ftp://oasis.tn", "https://",
        "https://user:secret@oasis.tn", "https://oasis tn", "mailto:a@oasis.tn", "//oasis", "https://localhost", "x"})
    EXPECT_EQ(shapes::url(bad), std::nullopt) << bad;
  EXPECT_EQ(refusal([](auto& p) { p.set_website("javascript:alert(1)"); }), "organisations.bad_url website");
  EXPECT_EQ(refusal([](auto& p) { p.add_social_links("https://oasis.tn"), p.add_social_links(""); }),
            "organisations.bad_url social_links[1]");
}

TEST(DirectoryProfile, OnlyPartnersTellOfTheirFunding) {
  const auto funds = [](auto& p) {
    p.mutable_partner()->mutable_priorities()->set_fr("Jeunesse");
    p.mutable_partner()->add_territories("TN-81");
    p.mutable_partner()->add_territories("DJ");
    auto& publication = *p.mutable_partner()->add_publications();
    publication.set_title("Rapport");
    publication.set_url("https://oasis.tn/rapport.pdf");
  };
  const auto partner = [&](auto& p) { p.set_kind(v1::ORGANISATION_PARTNER), funds(p); };
  EXPECT_EQ(refusal(funds), "organisations.not_a_partner partner");
  EXPECT_EQ(refusal(partner), "");
  EXPECT_EQ(refusal([&](auto& p) { partner(p), p.mutable_partner()->add_territories("XX-1"); }),
            "organisations.bad_region partner.territories[2]");
  EXPECT_EQ(refusal([&](auto& p) { partner(p), p.mutable_partner()->mutable_publications(0)->clear_title(); }),
            "organisations.title_missing partner.publications[0].title");
  EXPECT_EQ(refusal([&](auto& p) { partner(p), p.mutable_partner()->mutable_publications(0)->set_url("file:///etc"); }),
            "organisations.bad_url partner.publications[0].url");
}

TEST(DirectoryProfile, VerifiersNeedAPlaceASectorAndAContact) {
  const auto missing = [](const v1::Profile& p) -> std::string {
    try {
      require_complete(p);
    } catch (const Refused& refused) {
      return refused.field();
    }
    return "";
  };
  auto p = association();
  EXPECT_EQ(missing(p), "country");
  p.set_country("TN");
  EXPECT_EQ(missing(p), "sectors");
  p.add_sectors("health");
  EXPECT_EQ(missing(p), "contacts");
  *p.add_contacts() = contact(v1::CONTACT_PHONE, "75123456");
  EXPECT_EQ(missing(p), "");
}

std::string warned(const Change& change) {
  auto p = association();
  change(p);
  std::string out;
  for (const auto& w : warnings(p)) out += w.field() + " " + w.reason() + ";";
  return out;
}

TEST(DirectoryProfile, ImitatedNamesAndFarPlacesAreMarked) {
  EXPECT_EQ(warned([](auto&) {}), "");
  EXPECT_EQ(warned([](auto& p) { p.mutable_name()->set_fr("Jamaïty جمعيتي 2 – Tunis"); }), "")
      << "two scripts in two words";
  EXPECT_EQ(warned([](auto& p) { p.mutable_name()->set_fr("J\u0430maity"); }),
            "name.fr mixed_script;name.fr unusual_script;");
  EXPECT_EQ(warned([](auto& p) { p.mutable_name()->set_ar("جمعa"); }), "name.ar mixed_script;");
  EXPECT_EQ(warned([](auto& p) { p.set_abbreviation("\u0410\u0421"); }), "abbreviation unusual_script;");
  EXPECT_EQ(warned([](auto& p) { p.mutable_name()->set_en("Jama\u200bity"); }), "name.en invisible_character;");
  EXPECT_EQ(warned([](auto& p) { p.mutable_name()->set_ar("جَمْعِيَّة ⵜⴰⵎⴰⵣⵉⵖⵜ"); }), "");
  const auto at = [](const char* country, double latitude, double longitude) {
    return [=](auto& p) {
      p.set_country(country);
      p.mutable_place()->set_latitude(latitude);
      p.mutable_place()->set_longitude(longitude);
    };
  };
  EXPECT_EQ(warned(at("TN", 33.88, 10.09)), "");
  EXPECT_EQ(warned(at("TN", 48.85, 2.35)), "place place_outside_country;");
  EXPECT_EQ(warned(at("DJ", 33.88, 10.09)), "place place_outside_country;");
  EXPECT_EQ(warned(at("FR", 33.88, 10.09)), "") << "where that country lies is not known here";
}

TEST(DirectoryProfile, WhatIsForMembersIsNotInThePublicPart) {
  auto p = association();
  *p.add_contacts() = contact(v1::CONTACT_PHONE, "75123456");
  *p.add_contacts() = contact(v1::CONTACT_EMAIL, "a@b.tn");
  p.mutable_contacts(1)->set_public_(true);
  const auto shown = public_part(p);
  ASSERT_EQ(shown.contacts_size(), 1);
  EXPECT_EQ(shown.contacts(0).value(), "a@b.tn");
}

}  // namespace
}  // namespace wasl::directory::profiles
