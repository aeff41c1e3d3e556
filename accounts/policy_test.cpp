#include "accounts/policy.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::accounts::policy {
namespace {

std::string reason_of(auto f) {
  try {
    f();
  } catch (const Refused& refused) {
    return refused.reason();
  }
  return "";
}

std::string password_reason(std::string_view password) {
  return reason_of([&] { check_password(password, email("Amina@Example.org")); });
}

TEST(AccountsPolicy, AcceptsSaneAddresses) {
  for (const auto* good : {"a@b.tn", "first.last+tag@asso.example.org", "o'neil@example.org", "سلمى@مثال.تونس"})
    EXPECT_EQ(reason_of([&] { email(good); }), "") << good;
}

TEST(AccountsPolicy, RefusesOtherAddresses) {
  for (const auto* bad : {"", "a", "@", "a@", "@b.tn", "a@b", "a@b@c.tn", "a b@c.tn", "a@.tn", "a@b..tn", "a@b.tn.",
                          "A <a@b.tn>", "a@b.tn, c@d.tn", "a;b@c.tn", "\"a\"@b.tn"})
    EXPECT_EQ(reason_of([&] { email(bad); }), "accounts.bad_email") << bad;
  EXPECT_EQ(reason_of([] { email(std::string(65, 'a') + "@b.tn"); }), "accounts.bad_email");
  EXPECT_EQ(reason_of([] { email("a@" + std::string(250, 'b') + ".tn"); }), "accounts.bad_email");
}

TEST(AccountsPolicy, KeepsAddressesAsTypedAndKeysThemWithoutCase) {
  const auto typed = email("  Amina@Example.ORG\n");
  EXPECT_EQ(typed.shown, "Amina@Example.ORG");
  EXPECT_EQ(typed.key, "amina@example.org");
  EXPECT_NE(email("rené@b.tn").key, email("rene@b.tn").key);
}

TEST(AccountsPolicy, CleansNames) {
  EXPECT_EQ(person_name("  Amina \n Ben  Ali "), "Amina Ben Ali");
  EXPECT_EQ(reason_of([] { person_name(" \n "); }), "accounts.bad_name");
  EXPECT_EQ(person_name(std::string(80, 'a')).size(), 80u);
  EXPECT_EQ(reason_of([] { person_name(std::string(81, 'a')); }), "accounts.bad_name");
}

TEST(AccountsPolicy, MakesDevicesPrintable) {
  EXPECT_EQ(device("Mozilla/5.0 (X11)"), "Mozilla/5.0 (X11)");
  EXPECT_EQ(device("a\nb\xff\x7f"), "a?b??");
  EXPECT_EQ(device(std::string(300, 'a')).size(), 200u);
}

TEST(AccountsPolicy, BoundsPasswordsInCharacters) {
  EXPECT_EQ(password_reason("hunter2aa"), "accounts.bad_password");
  EXPECT_EQ(password_reason("hunter2aab"), "");
  EXPECT_EQ(password_reason("كلمةسرطويلة"), "");
  EXPECT_EQ(password_reason(std::string(199, 'a') + "b"), "");
  EXPECT_EQ(password_reason(std::string(200, 'a') + "b"), "accounts.bad_password");
}

TEST(AccountsPolicy, RefusesGuessablePasswords) {
  EXPECT_EQ(password_reason("aaaaaaaaaaaa"), "accounts.common_password");
  EXPECT_EQ(password_reason("Password123"), "accounts.common_password");
  EXPECT_EQ(password_reason("AMINA@example.org"), "accounts.password_is_email");
}

TEST(AccountsPolicy, KnowsTheShapeOfTokens) {
  EXPECT_TRUE(is_token("AZaz09-_" + std::string(35, 'x')));
  EXPECT_FALSE(is_token(std::string(42, 'x')));
  EXPECT_FALSE(is_token(std::string(42, 'x') + "="));
  EXPECT_EQ(reason_of([] { check_token("x"); }), "accounts.bad_token");
}

TEST(AccountsPolicy, NamesLanguages) {
  for (const auto* code : {"ar", "fr", "en"}) EXPECT_EQ(language(language(std::string_view(code))), code);
  EXPECT_EQ(reason_of([] { language(v1::LANGUAGE_UNSPECIFIED); }), "accounts.bad_language");
  EXPECT_EQ(reason_of([] { language(static_cast<v1::Language>(9)); }), "accounts.bad_language");
  EXPECT_EQ(reason_of([] { language(std::string_view("de")); }), "accounts.bad_language");
}

TEST(AccountsPolicy, WaitsLongerAfterEachWrongPassword) {
  EXPECT_EQ(wait(4, 0s), 0s);
  EXPECT_EQ(wait(5, 0s), 30s);
  EXPECT_EQ(wait(5, 12s), 18s);
  EXPECT_EQ(wait(5, 40s), 0s);
  EXPECT_EQ(wait(6, 0s), 60s);
  EXPECT_EQ(wait(9, 0s), 480s);
  EXPECT_EQ(wait(10, 0s), 900s);
  EXPECT_EQ(wait(1'000'000, 1s), 899s);
  EXPECT_EQ(wait(1'000'000, 24h), 0s);
}

TEST(AccountsPolicy, CollectsRoles) {
  EXPECT_EQ(roles({}), 0u);
  EXPECT_EQ(roles({"administrator", "moderator", "unheard-of"}), router::kAdministrator | router::kModerator);
  EXPECT_EQ(role("Administrator"), 0u);
}

}  // namespace
}  // namespace wasl::accounts::policy
