#include "directory/verification/policy.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::directory::verification::policy {
namespace {

template <class Check>
std::string refused(Check check) {
  try {
    check();
  } catch (const Refused& refusal) {
    return refusal.reason() + (refusal.field().empty() ? "" : " " + refusal.field());
  }
  return "";
}

TEST(DirectoryVerification, OnlyVerifiersVerify) {
  const auto as = [](std::uint32_t roles) { return refused([=] { is_verifier({PersonId{1}, SessionId{1}, roles}); }); };
  EXPECT_EQ(as(router::kVerifier), "");
  EXPECT_EQ(as(router::kNoRole), "verification.verifiers_only");
  EXPECT_EQ(as(router::kAdministrator | router::kModerator | router::kSpecialist), "verification.verifiers_only");
}

TEST(DirectoryVerification, TheLastResultOfEachKindCounts) {
  std::vector<v1::Evidence> found;
  const auto add = [&](v1::EvidenceKind kind, v1::EvidenceResult result) {
    found.emplace_back().set_kind(kind);
    found.back().set_result(result);
  };
  const auto missing = [&] { return refused([&] { all_checked(checklist(found)); }); };
  EXPECT_EQ(missing(), "verification.checklist receipt");
  add(v1::EVIDENCE_RECEIPT, v1::RESULT_PASSED);
  EXPECT_EQ(missing(), "verification.checklist phone");
  add(v1::EVIDENCE_PHONE, v1::RESULT_PASSED);
  add(v1::EVIDENCE_ADDRESS, v1::RESULT_WAIVED);
  add(v1::EVIDENCE_NOTE, v1::RESULT_NONE);
  EXPECT_EQ(missing(), "");
  add(v1::EVIDENCE_PHONE, v1::RESULT_FAILED);
  EXPECT_EQ(missing(), "verification.checklist phone");
}

TEST(DirectoryVerification, WhoHasItNotIsToldWho) {
  Case review;
  const router::Viewer me{PersonId{1}, SessionId{1}, router::kVerifier};
  const auto told = [&](const std::string& name) {
    try {
      has_it(me, review, name);
    } catch (const Refused& refusal) {
      return refusal.reason() + ": " + refusal.message();
    }
    return std::string("mine");
  };
  EXPECT_EQ(told("").substr(0, 23), "verification.take_first");
  review.assignee = PersonId{2};
  EXPECT_EQ(told("Rim"), "verification.taken: Rim has taken it.");
  review.assignee = PersonId{1};
  EXPECT_EQ(told("you"), "mine");
  review.outcome = v1::OUTCOME_PUBLISHED;
  EXPECT_EQ(told("Rim"), "verification.decided: Decided already, by Rim.");
}

}  // namespace
}  // namespace wasl::directory::verification::policy
