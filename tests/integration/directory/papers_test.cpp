// What proves an organisation: who may read it, and for how long.
#include "guild.hpp"
#include "integration/media/upload.hpp"
#include "wasl/directory/v1/verification.pb.h"

namespace wasl::test {
namespace {

class Papers : public Guild {
 protected:
  static std::int64_t file_of(const Person& p) {
    return Uploader(port(), p.token).upload(picture_file("photo.jpg"), "recepisse.jpg");
  }
  static int reads(const Person& p, std::int64_t file) { return Uploader(port(), p.token).get(file).status; }
  static dir::AddPaperRequest adding(std::int64_t organisation, std::int64_t file) {
    dir::AddPaperRequest request;
    request.set_organisation_id(organisation);
    request.set_file_id(file);
    return request;
  }
  static dir::AddPaperResponse add(const Person& p, std::int64_t organisation, std::int64_t file) {
    return http_of(p).call<dir::AddPaperResponse>(adding(organisation, file));
  }
  static std::int64_t submit(const Person& p, std::int64_t organisation) {
    dir::SubmitDraftRequest request;
    request.set_organisation_id(organisation);
    request.set_version(draft(p, organisation).version());
    http_of(p).call<dir::SubmitDraftResponse>(request);
    return database().sql().number("select id from reviews where outcome is null and organisation_id = " +
                                   std::to_string(organisation));
  }
  static void take(const Person& p, std::int64_t review, bool over = false) {
    dir::TakeReviewRequest request;
    request.set_review_id(review);
    request.set_take_over(over);
    http_of(p).call<dir::TakeReviewResponse>(request);
  }
};

TEST_F(Papers, AreReadByWhoAddedThemAndByTheVerifierWhoHasTheReview) {
  const auto owner = person(), karim = verifier(), rim = verifier(), outsider = Town::person();
  const auto id = enter(owner, profile()).organisation_id();
  const auto file = file_of(owner);
  ASSERT_NE(file, 0);
  const auto papers = add(owner, id, file).papers();
  ASSERT_EQ(papers.size(), 1);
  EXPECT_EQ(papers[0].file().name(), "recepisse.jpg");
  EXPECT_EQ(draft(owner, id).papers_size(), 1);
  const auto review = submit(owner, id);
  dir::GetReviewRequest look;
  look.set_review_id(review);
  EXPECT_EQ(http_of(karim).call<dir::GetReviewResponse>(look).papers_size(), 1);
  EXPECT_EQ(reads(owner, file), 200);
  EXPECT_EQ(reads(outsider, file), 404);
  EXPECT_EQ(reads(karim, file), 404) << "not before it is theirs";
  take(karim, review);
  EXPECT_EQ(reads(karim, file), 200);
  EXPECT_EQ(reads(rim, file), 404);
  const auto second = file_of(owner);
  add(owner, id, second);
  EXPECT_EQ(reads(karim, second), 200) << "what is added meanwhile, too";
  take(rim, review, true);
  EXPECT_EQ(reads(karim, file), 404);
  EXPECT_EQ(reads(rim, second), 200);
  dir::RemovePaperRequest remove;
  remove.set_organisation_id(id);
  remove.set_paper_id(papers[0].id());
  EXPECT_EQ(http_of(owner).refusal(remove).reason(), "organisations.in_review");
  dir::DecideReviewRequest decide;
  decide.set_review_id(review);
  decide.set_verdict(dir::VERDICT_RETURN);
  decide.set_note("illisible");
  http_of(rim).call<dir::DecideReviewResponse>(decide);
  EXPECT_EQ(reads(rim, file), 404) << "it is decided";
  EXPECT_EQ(reads(owner, file), 200);
  EXPECT_EQ(http_of(owner).call<dir::RemovePaperResponse>(remove).papers_size(), 1);
  EXPECT_EQ(http_of(owner).refusal(remove).reason(), "paper_not_found");
}

TEST_F(Papers, NoMessageTakesThemAwayFromTheVerifier) {
  const auto owner = Town::person(), karim = verifier();
  const auto id = enter(owner, profile()).organisation_id();
  const auto file = file_of(owner);
  const auto paper = add(owner, id, file).papers(0).id();
  take(karim, submit(owner, id));
  ASSERT_EQ(reads(karim, file), 200);
  const auto chat = group(owner, {karim});
  for (const std::int64_t use : {-2 * paper, -2 * paper - 1}) {
    auto message = send_request(chat, "mine", static_cast<std::uint64_t>(use));
    message.add_attachment_ids(file_of(owner));
    EXPECT_EQ(http_of(owner).refusal(message).reason(), "client_id_missing");
    http_of(owner).refusal(delete_request(chat, head(chat)));  // had it been sent
    EXPECT_EQ(reads(karim, file), 200);
  }
}

TEST_F(Papers, WhoIsNoVerifierAnyMoreReadsThemNoMore) {
  const auto owner = person(), karim = verifier();
  const auto id = enter(owner, profile()).organisation_id();
  const auto file = file_of(owner);
  add(owner, id, file);
  const auto review = submit(owner, id);
  take(karim, review);
  ASSERT_EQ(reads(karim, file), 200);
  const auto revoked =
      run_wasl({"admin", "revoke-role", karim.email, "verifier"}, {{"WASL_DATABASE", database().conninfo()}});
  ASSERT_EQ(revoked.status, 0) << revoked.output;
  auto again = karim;
  again.token = sign_in(port(), karim.email);
  EXPECT_EQ(reads(again, file), 404);
  take(verifier(), review);  // it is free
}

TEST_F(Papers, OnlyOnesOwnFilesAndOrganisations) {
  const auto owner = person(), other = person(), member = person();
  const auto id = enter(owner, profile()).organisation_id();
  seat(member, id, "member");
  const auto file = file_of(other);
  EXPECT_EQ(http_of(owner).refusal(adding(id, file)).reason(), "file_not_found");
  EXPECT_EQ(http_of(owner).refusal(adding(id, 987'654'321)).reason(), "file_not_found");
  EXPECT_EQ(http_of(other).refusal(adding(id, file)).reason(), "organisation_not_found");
  EXPECT_EQ(http_of(member).refusal(adding(id, file_of(member))).reason(), "organisations.editors_only");
  EXPECT_EQ(draft(owner, id).papers_size(), 0);
  const auto own = file_of(owner);
  for (int i = 0; i < 10; ++i) add(owner, id, own);
  EXPECT_EQ(http_of(owner).refusal(adding(id, own)).reason(), "organisations.papers");
}

}  // namespace
}  // namespace wasl::test
