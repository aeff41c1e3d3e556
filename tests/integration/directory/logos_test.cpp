// The picture of an organisation: who may set it, who sees it, and what becomes of the one before.
#include <gmock/gmock.h>

#include "guild.hpp"
#include "integration/media/upload.hpp"
#include "wasl/directory/v1/logos.pb.h"
#include "wasl/directory/v1/seats.pb.h"

namespace wasl::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class Logos : public Guild {
 protected:
  static dir::SetLogoRequest setting(std::int64_t organisation, std::int64_t file) {
    dir::SetLogoRequest request;
    request.set_organisation_id(organisation);
    request.set_picture_id(file);
    return request;
  }
  static Uploader uploader(const Person& p) { return {port(), p.token}; }
  static std::int64_t picture(const Person& p) { return uploader(p).upload(telling_photo(), "logo.jpg"); }
  static std::int64_t logo(const HttpClient& asking, std::int64_t organisation) {
    dir::ListLogosRequest request;
    request.add_organisation_ids(organisation);
    const auto answer = asking.call<dir::ListLogosResponse>(request);
    return answer.logos_size() == 0 ? 0 : answer.logos(0).picture_id();
  }
  static std::int64_t logo(std::int64_t organisation) { return logo(HttpClient(port()), organisation); }
  static std::int64_t set(const Person& by, std::int64_t organisation, std::int64_t file) {
    http_of(by).call<dir::SetLogoResponse>(setting(organisation, file));
    return logo(http_of(by), organisation);
  }
  static std::string refusal(const Person& by, std::int64_t organisation, std::int64_t file) {
    return http_of(by).refusal(setting(organisation, file)).reason();
  }
  static HttpResponse page(std::int64_t id) { return http(port(), {"GET", "/o/" + std::to_string(id), {}}); }
};

TEST_F(Logos, OfAPublishedOneIsSeenByEveryoneAtOnce) {
  const auto owner = person(), other = person();
  const auto id = published(owner);
  const auto file = picture(owner);
  EXPECT_THAT(page(id).body, HasSubstr("/icon-512.png\">")) << "the mark of the app stands in";
  auto phone = ws_of(owner);
  const auto from = phone.subscribe(person_stream(owner.id)).head();
  EXPECT_EQ(set(owner, id, file), file);
  ASSERT_TRUE(phone.wait_event(person_stream(owner.id), from + 1));
  dir::OrganisationChanged event;
  ASSERT_TRUE(event.ParseFromString(phone.events(person_stream(owner.id)).back().body()));
  EXPECT_EQ(event.organisation().id(), id) << "whoever listens asks for it again";
  EXPECT_EQ(event.state(), dir::STATE_PUBLISHED);
  EXPECT_FALSE(event.in_review()) << "no verifier looks at it";
  const HttpClient stranger(port());
  EXPECT_EQ(logo(stranger, id), file);
  EXPECT_EQ(Uploader(port(), "").get(file).status, 200);
  EXPECT_EQ(Uploader(port(), "").get_small(file).status, 200);
  EXPECT_THAT(page(id).body, HasSubstr("src=\"/media/files/" + std::to_string(file) + "/small\""));
  EXPECT_THAT(page(id).body, testing::ContainsRegex("og:image\" content=\"https?://[^\"]+/media/files/" +
                                                    std::to_string(file) + "\""));
  EXPECT_THAT(page(id).body, HasSubstr("\"logo\":"));
  phone.ping();
  const auto heard = phone.events(person_stream(owner.id)).size();
  EXPECT_EQ(set(owner, id, file), file) << "twice is once";
  phone.ping();
  EXPECT_EQ(phone.events(person_stream(owner.id)).size(), heard);
}

TEST_F(Logos, OfOneThatIsNotPublishedIsForThoseWhoMayKnowOfIt) {
  const auto owner = person(), editor = person(), other = Town::person(), check = verifier();
  const auto id = enter(owner, profile()).organisation_id();
  seat(editor, id, "editor");
  const auto file = picture(editor);
  EXPECT_EQ(set(editor, id, file), file);
  const auto seen_by = [&](const Person& p) { return uploader(p).get(file).status; };
  EXPECT_EQ(Uploader(port(), "").get(file).status, 401);
  EXPECT_EQ(Uploader(port(), "").get_small(file).status, 401);
  EXPECT_EQ(seen_by(other), 404);
  EXPECT_EQ(seen_by(owner), 200);
  EXPECT_EQ(seen_by(editor), 200);
  EXPECT_EQ(seen_by(check), 200);
  EXPECT_EQ(logo(id), 0) << "nor is it told";
  EXPECT_EQ(logo(http_of(other), id), 0);
  EXPECT_EQ(logo(http_of(check), id), file);
  sql("update organisations set state = 'published', confirmed_at = now() where id = " + std::to_string(id));
  EXPECT_EQ(Uploader(port(), "").get(file).status, 200) << "with the organisation";
  EXPECT_EQ(seen_by(other), 200);
  sql("update organisations set state = 'unpublished' where id = " + std::to_string(id));
  EXPECT_EQ(Uploader(port(), "").get(file).status, 401) << "and gone with it";
  EXPECT_EQ(seen_by(other), 404);
}

TEST_F(Logos, OwnersAndEditorsSetIt) {
  const auto owner = person(), member = person(), stranger = person(), check = verifier();
  const auto id = published(owner), hidden = enter(owner, profile()).organisation_id();
  seat(member, id, "member");
  EXPECT_EQ(refusal(member, id, picture(member)), "organisations.editors_only");
  EXPECT_EQ(refusal(stranger, id, picture(stranger)), "organisations.editors_only");
  EXPECT_EQ(refusal(check, id, picture(check)), "organisations.editors_only");
  EXPECT_EQ(refusal(stranger, hidden, picture(stranger)), "organisation_not_found");
  EXPECT_EQ(refusal(stranger, 987654321, 0), "organisation_not_found");
  EXPECT_EQ(HttpClient(port()).refusal(setting(id, 0)).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(logo(id), 0);
}

TEST_F(Logos, OnlyPicturesThatCanBeShownAreTakenAndDrawingsWithScriptsAreNeverServed) {
  const auto owner = person(), other = person();
  const auto id = published(owner);
  const auto drawing = uploader(owner).upload(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script></svg>", "logo.svg");
  const auto text = uploader(owner).upload("no picture at all", "logo.png");
  const std::map<std::int64_t, std::string> refusals{{drawing, "media.not_a_picture"},
                                                     {text, "media.not_a_picture"},
                                                     {picture(other), "file_not_found"},
                                                     {987654321, "file_not_found"},
                                                     {-1, "file_not_found"}};
  for (const auto& [file, reason] : refusals) EXPECT_EQ(refusal(owner, id, file), reason) << file;
  EXPECT_EQ(http_of(owner).refusal(setting(id, drawing)).field(), "picture_id");
  EXPECT_EQ(logo(id), 0) << "nothing was changed";
  EXPECT_EQ(Uploader(port(), "").get(drawing).status, 401);
  const auto own = uploader(owner).get(drawing);
  EXPECT_THAT(own.header("content-disposition"), HasSubstr("attachment"));
  EXPECT_THAT(own.header("content-security-policy"), HasSubstr("sandbox"));
  EXPECT_THAT(own.header("content-type"), Not(HasSubstr("svg")));
}

TEST_F(Logos, TheOneBeforeIsReleased) {
  const auto owner = person();
  const auto id = published(owner);
  const auto first = picture(owner), second = picture(owner);
  const auto unused = [](std::int64_t file) {
    return database().sql().number("select count(*) from media_files where unused_since is not null and id = " +
                                   std::to_string(file)) == 1;
  };
  set(owner, id, first);
  EXPECT_FALSE(unused(first));
  set(owner, id, second);
  EXPECT_TRUE(unused(first)) << "collected a day later";
  EXPECT_EQ(Uploader(port(), "").get(first).status, 401);
  EXPECT_FALSE(unused(second));
  EXPECT_EQ(set(owner, id, 0), 0);
  EXPECT_TRUE(unused(second));
  EXPECT_EQ(Uploader(port(), "").get(second).status, 401);
  EXPECT_THAT(page(id).body, Not(HasSubstr("/media/files/")));
  dir::ListHistoryRequest history;
  history.set_organisation_id(id);
  const auto entries = http_of(owner).call<dir::ListHistoryResponse>(history);
  ASSERT_GE(entries.entries_size(), 3);
  EXPECT_EQ(entries.entries(0).action(), "logo_removed");
  EXPECT_EQ(entries.entries(1).action(), "logo_set");
}

TEST_F(Logos, AHundredAreAskedForAtOnce) {
  dir::ListLogosRequest request;
  for (int i = 0; i < 100; ++i) request.add_organisation_ids(i);
  EXPECT_EQ(HttpClient(port()).refusal(request).code(), v1::OK);
  request.add_organisation_ids(100);
  EXPECT_EQ(HttpClient(port()).refusal(request).reason(), "directory.bad_limit");
}

}  // namespace
}  // namespace wasl::test
