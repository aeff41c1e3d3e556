#include "directory/profiles/diff.hpp"

#include <gtest/gtest.h>

namespace wasl::directory::profiles {
namespace {

v1::Profile partner() {
  v1::Profile p;
  p.set_kind(v1::ORGANISATION_PARTNER);
  p.mutable_name()->set_fr("Avant");
  p.set_country("TN");
  p.mutable_partner()->add_territories("TN-81");
  return p;
}

std::string fields(const v1::Profile& before, const v1::Profile& after) {
  std::string out;
  const auto all = changes(before, after);
  for (const auto& change : all.changes()) out += change.field() + " ";
  return out;
}

TEST(DirectoryDiff, NamesWhatDiffersAndBothSides) {
  auto after = partner();
  EXPECT_EQ(fields(partner(), after), "");
  after.set_website("https://a.tn");
  after.mutable_name()->set_ar("بعد");
  EXPECT_EQ(fields(partner(), after), "name website ");
  const auto change = changes(partner(), after).changes(0);
  EXPECT_EQ(change.before(), R"({"name":{"fr":"Avant"}})");
  EXPECT_EQ(change.after(), R"({"name":{"ar":"بعد","fr":"Avant"}})");
}

TEST(DirectoryDiff, EachImportantFieldIsImportantAlone) {
  const auto change = [](auto set) {
    auto after = partner();
    set(after);
    return changes_important(partner(), after);
  };
  EXPECT_TRUE(change([](auto& p) { p.set_kind(v1::ORGANISATION_AUTHORITY); }));
  EXPECT_TRUE(change([](auto& p) { p.mutable_name()->set_en("x"); }));
  EXPECT_TRUE(change([](auto& p) { p.set_abbreviation("A"); }));
  EXPECT_TRUE(change([](auto& p) { p.set_country("MA"); }));
  EXPECT_TRUE(change([](auto& p) { p.set_region("TN-81"); }));
  EXPECT_TRUE(change([](auto& p) { p.set_registration_number("1"); }));
  EXPECT_TRUE(change([](auto& p) { p.set_president("x"); }));
  EXPECT_FALSE(change([](auto& p) {
    p.set_website("https://a.tn");
    p.mutable_mission()->set_fr("x");
    p.add_contacts()->set_value("x");
  }));
}

TEST(DirectoryDiff, WhatWaitsStaysAsItWas) {
  auto after = partner();
  after.set_kind(v1::ORGANISATION_ASSOCIATION);
  after.clear_partner();
  after.mutable_name()->set_fr("Après");
  after.set_abbreviation("A");
  after.set_website("https://a.tn");
  const auto now = unimportant_part(partner(), after);
  EXPECT_EQ(now.name().fr(), "Avant");
  EXPECT_EQ(now.abbreviation(), "");
  EXPECT_EQ(now.kind(), v1::ORGANISATION_PARTNER);
  EXPECT_EQ(now.website(), "https://a.tn");
  const auto back = unimportant_part(after, partner());
  EXPECT_FALSE(back.has_partner()) << "an association tells of no funding";
}

}  // namespace
}  // namespace wasl::directory::profiles
