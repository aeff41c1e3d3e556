#include "directory/imports/fields.hpp"

#include <gtest/gtest.h>

#include "core/text.hpp"

namespace wasl::directory::imports {
namespace {

Vocabulary vocabulary() {
  Vocabulary v;
  v.known = {{{"TN-81", "TN"}}, {"health", "youth"}, 2026};
  for (const auto* word : {"health", "Santé", "الصحة"}) v.sectors[text::fold(word)] = "health";
  for (const auto* word : {"youth", "Jeunesse"}) v.sectors[text::fold(word)] = "youth";
  for (const auto* word : {"TN-81", "Gabès", "قابس"}) v.regions[text::fold(word)] = "TN-81";
  return v;
}

std::string complaints(const Made& made) {
  std::string out;
  for (const auto& e : made.errors)
    out += e.field() + " " + e.reason() + (e.value().empty() ? "" : " " + e.value()) + ";";
  return out;
}

TEST(DirectoryImportFields, HeadersSuggestTheirFields) {
  EXPECT_EQ(
      suggest({"Nom", "الاسم", "Gouvernorat", "Domaine(s) d'activité", "Tél.", "E-mail", "Année de création", "???"}),
      (std::vector<std::string>{"name.fr", "name.ar", "region", "", "phone", "email", "founded_year", ""}));
  EXPECT_EQ(suggest({"NAME_FR", "name.ar", "Latitude", "lng"}),
            (std::vector<std::string>{"name.fr", "name.ar", "latitude", "longitude"}));
  EXPECT_EQ(suggest({"nom", "Nom FR"}), (std::vector<std::string>{"name.fr", ""})) << "each field once";
}

TEST(DirectoryImportFields, WordsInAnyLanguageBecomeCodes) {
  const auto made =
      make({"جمعية الواحة", "GABES", "Santé ; jeunesse", "33,88", "١٠٫٠٩", "75 123 456 / 98 111 222", "2011", "ONG"},
           {"name.ar", "region", "sectors", "latitude", "", "phone", "founded_year", "kind"}, vocabulary());
  EXPECT_EQ(complaints(made), "");
  EXPECT_EQ(made.profile.region(), "TN-81");
  EXPECT_EQ(made.profile.country(), "TN");
  ASSERT_EQ(made.profile.sectors_size(), 2);
  EXPECT_EQ(made.profile.sectors(1), "youth");
  EXPECT_DOUBLE_EQ(made.profile.place().latitude(), 33.88);
  ASSERT_EQ(made.profile.contacts_size(), 2);
  EXPECT_FALSE(made.profile.contacts(0).public_()) << "for members, unless the column says otherwise";
  EXPECT_EQ(made.profile.founded_year(), 2011U);
}

TEST(DirectoryImportFields, EveryFaultOfARowIsTold) {
  const auto made = make({"Oasis", "Atlantis", "golf", "north", "x@"},
                         {"name.fr", "region", "sectors", "latitude", "email"}, vocabulary());
  EXPECT_EQ(complaints(made),
            "region imports.unknown_word Atlantis;sectors imports.unknown_word golf;latitude imports.bad_number north;"
            "contacts[0].value organisations.bad_contact;");
  EXPECT_EQ(complaints(make({""}, {"name.fr"}, vocabulary())), "name organisations.name_missing;");
}

TEST(DirectoryImportFields, FormulasAndHtmlAreText) {
  const auto made = make({"=HYPERLINK(\"http://x\")", "<script>"}, {"name.fr", "description.fr"}, vocabulary());
  EXPECT_EQ(complaints(made), "");
  EXPECT_EQ(made.profile.name().fr(), "=HYPERLINK(\"http://x\")");
  EXPECT_EQ(made.profile.description().fr(), "<script>");
}

}  // namespace
}  // namespace wasl::directory::imports
