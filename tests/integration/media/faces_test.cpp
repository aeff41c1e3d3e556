// The pictures of people and of groups: who may set them, who sees them, and what becomes of those before.
#include <algorithm>

#include "integration/media/upload.hpp"
#include "wasl/accounts/v1/pictures.pb.h"
#include "wasl/messaging/v1/groups.pb.h"

namespace wasl::test {
namespace {

acc::SetMyPictureRequest my_picture(std::int64_t file) {
  acc::SetMyPictureRequest request;
  request.set_picture_id(file);
  return request;
}
msg::ChangeGroupRequest group_picture(std::int64_t id, std::int64_t file) {
  msg::ChangeGroupRequest request;
  request.set_conversation_id(id);
  request.set_picture_id(file);
  return request;
}

class Faces : public Town {
 protected:
  static Uploader uploader(const Person& p) { return {port(), p.token}; }
  static std::int64_t picture(const Person& p) { return uploader(p).upload(telling_photo(), "photo.jpg"); }
  static msg::Conversation look(const Person& p, std::int64_t id) {
    msg::GetConversationRequest get;
    get.set_conversation_id(id);
    return http_of(p).call<msg::GetConversationResponse>(get).conversation();
  }
  static std::int64_t face_of(const Person& p) {
    return http_of(p).call<acc::GetMeResponse>(acc::GetMeRequest{}).me().card().picture_id();
  }
  static bool collected_after_a_day(std::int64_t file) {
    const auto id = std::to_string(file);
    database().sql().rows("update media_files set unused_since = unused_since - interval '2 days' where id = " + id);
    run_wasl({"admin", "collect-files"}, {{"WASL_DATABASE", database().conninfo()}});
    return database().sql().number("select count(*) from media_files where id = " + id) == 0;
  }
  Person amel = person("Amel"), bilal = person("Bilal"), chama = person("Chama");
};

TEST_F(Faces, APersonsPictureIsSeenByWhoeverIsSignedIn) {
  const auto id = picture(amel);
  auto phone = ws_of(amel);
  const auto from = phone.subscribe(person_stream(amel.id)).head();
  EXPECT_EQ(uploader(bilal).get(id).status, 404);
  http_of(amel).call<acc::SetMyPictureResponse>(my_picture(id));
  ASSERT_TRUE(phone.wait_event(person_stream(amel.id), from + 1));
  EXPECT_EQ(phone.events(person_stream(amel.id)).back().type(), acc::EVENT_PICTURE_CHANGED);
  EXPECT_EQ(face_of(amel), id);
  EXPECT_EQ(uploader(bilal).get(id).status, 200);
  EXPECT_EQ(uploader(bilal).get_small(id).status, 200);
  EXPECT_EQ(Uploader(port(), "").get(id).status, 401);
  const auto opened = http_of(bilal).call<msg::OpenDirectResponse>(direct_request(amel.id));
  EXPECT_TRUE(std::ranges::any_of(opened.people(), [&](const auto& card) { return card.picture_id() == id; }));
  http_of(amel).call<acc::SetMyPictureResponse>(my_picture(id));  // twice is once
  phone.ping();
  EXPECT_EQ(std::ranges::count(phone.events(person_stream(amel.id)),
                               static_cast<std::uint32_t>(acc::EVENT_PICTURE_CHANGED), &v1::Event::type),
            1);
}

TEST_F(Faces, TheOneBeforeIsCollectedAndTheOneThatStandsStays) {
  const auto first = picture(amel), second = picture(amel);
  http_of(amel).call<acc::SetMyPictureResponse>(my_picture(first));
  EXPECT_FALSE(collected_after_a_day(first));
  http_of(amel).call<acc::SetMyPictureResponse>(my_picture(second));
  EXPECT_EQ(uploader(bilal).get(first).status, 404);
  EXPECT_TRUE(collected_after_a_day(first));
  EXPECT_EQ(uploader(bilal).get(second).status, 200);
  http_of(amel).call<acc::SetMyPictureResponse>(my_picture(0));
  EXPECT_EQ(face_of(amel), 0);
  EXPECT_EQ(uploader(bilal).get(second).status, 404);
  EXPECT_TRUE(collected_after_a_day(second));
}

TEST_F(Faces, OnlyOnesOwnWholePicturesMadeAnewAreTaken) {
  const auto theirs = picture(bilal), text = uploader(amel).upload("no picture at all", "photo.jpg");
  const auto where = uploader(amel).create(100, "photo.jpg").header("location");
  const auto unfinished = std::stoll(where.substr(where.rfind('/') + 1));
  const auto id = group(amel, {bilal});
  const std::map<std::int64_t, std::string> refusals{{theirs, "file_not_found"},
                                                     {theirs + 1000, "file_not_found"},
                                                     {-1, "file_not_found"},
                                                     {text, "media.not_a_picture"},
                                                     {unfinished, "media.not_ready"}};
  for (const auto& [file, reason] : refusals) {
    EXPECT_EQ(http_of(amel).refusal(my_picture(file)).reason(), reason) << file;
    EXPECT_EQ(http_of(amel).refusal(group_picture(id, file)).reason(), reason) << file;
  }
  EXPECT_EQ(face_of(amel), 0);
  EXPECT_EQ(look(amel, id).picture_id(), 0);
  EXPECT_EQ(history(http_of(amel), id).size(), 0U) << "nothing is said of it";
  EXPECT_EQ(HttpClient(port()).refusal(my_picture(0)).code(), v1::UNAUTHENTICATED);
}

TEST_F(Faces, AGroupsPictureIsSetByWhoLeadsItAndSeenByItsMembersAlone) {
  const auto id = group(amel, {bilal});
  const auto file = picture(amel);
  EXPECT_EQ(http_of(bilal).refusal(group_picture(id, picture(bilal))).reason(), "groups.not_leading");
  EXPECT_EQ(http_of(chama).refusal(group_picture(id, picture(chama))).reason(), "conversation_not_found");
  auto ws = ws_of(bilal);
  const auto from = ws.subscribe(conversation_stream(id)).head();
  http_of(amel).call<msg::ChangeGroupResponse>(group_picture(id, file));
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), from + 2));
  const auto events = ws.events(conversation_stream(id));
  msg::GroupChanged changed;
  ASSERT_TRUE(changed.ParseFromString(events[0].body()));
  EXPECT_EQ(changed.picture_id(), file);
  EXPECT_EQ(changed.title(), look(bilal, id).title()) << "what was not asked for stays";
  EXPECT_EQ(history(http_of(bilal), id).back().content().note().kind(), msg::Note::PICTURED);
  EXPECT_EQ(look(bilal, id).picture_id(), file);
  EXPECT_EQ(uploader(bilal).get_small(file).status, 200);
  EXPECT_EQ(uploader(chama).get(file).status, 404);
  http_of(amel).call<msg::ChangeGroupResponse>(group_picture(id, 0));
  EXPECT_EQ(look(bilal, id).picture_id(), 0);
  EXPECT_EQ(uploader(bilal).get(file).status, 404);
}

TEST_F(Faces, WhatIsForAnyoneNeedsNoSessionAndNothingElseIs) {
  const auto shown = picture(amel), other = picture(bilal);
  http_of(amel).call<acc::SetMyPictureResponse>(my_picture(shown));
  const Uploader nobody{port(), ""};
  EXPECT_EQ(nobody.get(shown).status, 401);
  database().sql().rows("update media_pictures set audience = 3 where file_id = " + std::to_string(shown));  // as a logo's
  EXPECT_EQ(nobody.get(shown).status, 200);
  EXPECT_EQ(nobody.get_small(shown).status, 200);
  ASSERT_EQ(uploader(bilal).create(10).status, 201);
  const auto begun = database().sql().number("select max(id) from media_files");
  for (const auto file : {other, begun, begun + 1000}) EXPECT_EQ(nobody.get(file).status, 401);
  EXPECT_EQ(nobody.create(10).status, 401);
}

TEST_F(Faces, AFileThatAMessageShowsTooStaysWithTheMessage) {
  const auto id = direct(amel, bilal);
  const auto file = picture(amel);
  auto send = send_request(id, "");
  send.add_attachment_ids(file);
  http_of(amel).call<msg::SendMessageResponse>(send);
  http_of(amel).call<acc::SetMyPictureResponse>(my_picture(file));
  EXPECT_EQ(uploader(chama).get(file).status, 200);
  http_of(amel).call<acc::SetMyPictureResponse>(my_picture(0));
  EXPECT_EQ(uploader(chama).get(file).status, 404);
  EXPECT_FALSE(collected_after_a_day(file));
  EXPECT_EQ(uploader(bilal).get(file).status, 200);
}

}  // namespace
}  // namespace wasl::test
