#include "accounts/mails.hpp"

#include <gtest/gtest.h>

#include "accounts/job_payload.hpp"

namespace wasl::accounts::mails {
namespace {

constexpr Kind kAll[] = {Kind::kConfirm,         Kind::kFinishSignUp, Kind::kAlreadyMember,  Kind::kReset,
                         Kind::kPasswordChanged, Kind::kNewDevice,    Kind::kAccountDeleted, Kind::kRoleGranted,
                         Kind::kRoleRevoked,     Kind::kSuspended,    Kind::kSuspendedUntil, Kind::kRestored};

TEST(AccountsMails, EveryMailExistsInEveryLanguageWithItsLink) {
  for (const auto kind : kAll)
    for (const auto* language : {"ar", "fr", "en"}) {
      const auto mail = write(kind, "a@b.tn", language, {"https://wasl.example/x#token=t", "Firefox"});
      EXPECT_EQ(mail.to, "a@b.tn");
      EXPECT_FALSE(mail.subject.empty());
      EXPECT_EQ(mail.subject.find('\n'), std::string::npos);
      EXPECT_NE(mail.body.find("\n\nhttps://wasl.example/x#token=t\n\n"), std::string::npos) << language << mail.body;
      EXPECT_EQ(mail.body.find('{'), std::string::npos) << mail.body;
    }
}

TEST(AccountsMails, LanguagesDiffer) {
  for (const auto kind : kAll) {
    EXPECT_NE(write(kind, "", "ar", {}).body, write(kind, "", "fr", {}).body);
    EXPECT_NE(write(kind, "", "fr", {}).body, write(kind, "", "en", {}).body);
  }
}

TEST(AccountsMails, ADeviceCannotSmuggleASlot) {
  EXPECT_NE(write(Kind::kNewDevice, "", "en", {"https://x", "{link}"}).body.find("{link}"), std::string::npos);
}

TEST(AccountsMails, AReasonStandsAsItWasWritten) {
  for (const auto* language : {"ar", "fr", "en"})
    for (const auto kind : {Kind::kRoleRevoked, Kind::kSuspended, Kind::kSuspendedUntil})
      EXPECT_NE(write(kind, "", language, {"x", "", "", "", "two\nlines {link} {reason}"})
                    .body.find("two\nlines {link} {reason}"),
                std::string::npos);
}

TEST(AccountsMails, EveryRoleHasANameInEveryLanguage) {
  for (const auto* role : {"administrator", "verifier", "moderator", "specialist"}) {
    EXPECT_NE(role_name(role, "ar"), role);
    EXPECT_NE(role_name(role, "fr"), role);
    EXPECT_EQ(role_name(role, "en"), role);
  }
}

TEST(AccountsMails, PayloadSurvivesAnyText) {
  const Mail mail{"\"quoted\"@b.tn", "سطر\\", "line\n\"two\"\t</script>\x01 é"};
  const auto fields = job_payload::read(as_job(mail));
  EXPECT_EQ(fields.at("to"), mail.to);
  EXPECT_EQ(fields.at("subject"), mail.subject);
  EXPECT_EQ(fields.at("body"), mail.body);
}

}  // namespace
}  // namespace wasl::accounts::mails
