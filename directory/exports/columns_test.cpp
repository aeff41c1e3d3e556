#include "directory/exports/columns.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>

#include "directory/csv.hpp"
#include "directory/imports/fields.hpp"

namespace wasl::directory::exports {
namespace {

using google::protobuf::util::MessageDifferencer;
using testing::Contains;
using testing::Not;

v1::Contact contact(v1::ContactKind kind, const std::string& value, bool is_public) {
  v1::Contact out;
  out.set_kind(kind);
  out.set_value(value);
  out.set_public_(is_public);
  return out;
}

v1::PublicProfile whole() {
  v1::PublicProfile out;
  out.set_id(12);
  out.set_confirmed_at_ms(1'700'000'000'000);
  auto& p = *out.mutable_profile();
  p.set_kind(v1::ORGANISATION_PARTNER);
  for (auto* text : {p.mutable_name(), p.mutable_locality(), p.mutable_description(), p.mutable_mission(),
                     p.mutable_track_record()}) {
    text->set_ar("=نص، بالعربية");
    text->set_fr("-l’été, « à \"deux\" »");
    text->set_en("@text; in\nEnglish");
  }
  p.mutable_name()->set_en("@text; in English");
  p.mutable_locality()->set_en("+");
  p.set_abbreviation("+AB");
  p.add_sectors("youth");
  p.add_sectors("health");
  p.set_region("MA-08");
  p.set_country("MA");
  p.mutable_place()->set_latitude(31.931412345);
  p.mutable_place()->set_longitude(-4.4244);
  p.set_founded_year(1999);
  p.set_registration_number("=1+1");
  p.set_president("Hélène, آمنة");
  p.add_languages("ar");
  p.add_languages("aa");
  *p.add_contacts() = contact(v1::CONTACT_EMAIL, "a@b.ma", true);
  *p.add_contacts() = contact(v1::CONTACT_EMAIL, "c@d.ma", true);
  *p.add_contacts() = contact(v1::CONTACT_PHONE, "+212 5 22 00 00 00", true);
  *p.add_contacts() = contact(v1::CONTACT_WHATSAPP, "+212600000000", true);
  *p.add_contacts() = contact(v1::CONTACT_FAX, "+212 5 22 00 00 01", true);
  *p.add_contacts() = contact(v1::CONTACT_ADDRESS, "12, rue de la Liberté", true);
  *p.add_contacts() = contact(v1::CONTACT_ADDRESS, "BP 4; Errachidia", true);
  *p.add_contacts() = contact(v1::CONTACT_PHONE, "+212 5 22 99 99 99", false);
  p.set_website("https://example.ma/?a=1,2;3");
  p.add_social_links("https://facebook.com/a,b");
  p.add_social_links("https://x.com/c");
  return out;
}

imports::Vocabulary vocabulary() {
  imports::Vocabulary v;
  v.known = {{{"MA-08", "MA"}}, {"health", "youth"}, 2026};
  v.sectors = {{"health", "health"}, {"youth", "youth"}};
  v.regions = {{"ma-08", "MA-08"}};
  return v;
}

TEST(DirectoryExportColumns, AnImportUnderstandsWhatWasExported) {
  const auto file = csv::row(header(Contacts::kAll)) + csv::row(cells(whole(), "https://wasl.tn", Contacts::kAll));
  const auto table = imports::parse(imports::decode(std::string(csv::kByteOrderMark) + file, "utf-8"),
                                    imports::detect_delimiter(file));
  ASSERT_EQ(table.rows.size(), 1U);
  const auto fields = imports::suggest(table.header);
  for (std::size_t i = 0; i < fields.size(); ++i)
    EXPECT_EQ(fields[i], table.header[i].starts_with("wasl_") ? "" : table.header[i]);
  const auto made = imports::make(table.rows[0], fields, vocabulary());
  EXPECT_TRUE(made.errors.empty()) << made.errors.front().DebugString();
  EXPECT_TRUE(MessageDifferencer::Equals(made.profile, whole().profile())) << made.profile.DebugString();
}

TEST(DirectoryExportColumns, NoCellIsAFormula) {
  const auto names = header(Contacts::kAll);
  const auto row = cells(whole(), "https://wasl.tn", Contacts::kAll);
  ASSERT_EQ(names.size(), row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (names[i] == "longitude") continue;  // a number of our own
    EXPECT_EQ(row[i].find_first_of("=+-@\t\r") == 0, false) << names[i] << ": " << row[i];
  }
}

TEST(DirectoryExportColumns, ContactsForMembersHaveNoColumnForMembers) {
  EXPECT_THAT(header(Contacts::kPublic), Not(Contains("phone")));
  EXPECT_THAT(header(Contacts::kAll), Contains("phone"));
  EXPECT_EQ(header(Contacts::kPublic).size(), cells(whole(), "", Contacts::kPublic).size());
  for (const auto& cell : cells(whole(), "", Contacts::kPublic)) EXPECT_EQ(cell.find("99 99 99"), std::string::npos);
}

}  // namespace
}  // namespace wasl::directory::exports
