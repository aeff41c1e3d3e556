// The end of an account: what goes, what stays, and who hears of it.
#include <algorithm>

#include "integration/media/upload.hpp"
#include "support/mailbox.hpp"
#include "wasl/accounts/v1/deletion.pb.h"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/directory/v1/directory.pb.h"
#include "wasl/messaging/v1/departures.pb.h"
#include "wasl/messaging/v1/groups.pb.h"
#include "wasl/messaging/v1/invitations.pb.h"
#include "wasl/messaging/v1/personal.pb.h"
#include "wasl/mydata/v1/mydata.pb.h"

namespace wasl::test {
namespace {

namespace dir = ::wasl::directory::v1;

acc::DeleteAccountRequest delete_account(const std::string& password = kPassword) {
  acc::DeleteAccountRequest request;
  request.set_password(password);
  return request;
}

template <class Request>
Request about(std::int64_t conversation) {
  Request request;
  request.set_conversation_id(conversation);
  return request;
}

class Deletion : public Town {
 protected:
  void SetUp() override {
    alice = person("Alice");
    bob = person("Bob");
  }
  static void end(const Person& p) { http_of(p).call<acc::DeleteAccountResponse>(delete_account()); }
  static wasl::v1::PersonCard card(const auto& people, std::int64_t id) {
    for (const auto& one : people)
      if (one.id() == id) return one;
    return {};
  }
  static msg::GetConversationResponse look(const Person& p, std::int64_t id) {
    return http_of(p).call<msg::GetConversationResponse>(about<msg::GetConversationRequest>(id));
  }
  // By themselves, as on the page; findable at once.
  static Person signed_up(const std::string& name, const std::string& email) {
    acc::SignUpRequest request;
    request.set_name(name);
    request.set_email(email);
    request.set_password(kPassword);
    request.set_language(acc::LANGUAGE_FR);
    HttpClient(port()).call<acc::SignUpResponse>(request);
    acc::ConfirmEmailRequest confirm;
    confirm.set_token(Mailbox(server()).token(email, "confirm"));
    HttpClient(port()).call<acc::ConfirmEmailResponse>(confirm);
    Person p{0, name, email, sign_in(port(), email)};
    p.id = http_of(p).call<acc::GetMeResponse>(acc::GetMeRequest{}).me().card().id();
    return p;
  }
  // The jobs that a deletion leaves behind, at once.
  static void settle() {
    database().sql().rows("update jobs set run_at = now() where kind = 'accounts.deleted'");
    EXPECT_EVENTUALLY(database().sql().number("select count(*) from jobs where kind = 'accounts.deleted'") == 0);
  }
  static std::vector<msg::Conversation> list(const Person& p) {
    const auto all = http_of(p).call<msg::ListConversationsResponse>(msg::ListConversationsRequest{});
    return {all.conversations().begin(), all.conversations().end()};
  }
  Person alice, bob;
};

TEST_F(Deletion, AWrongPasswordChangesNothingAndCountsAsOneAtSignIn) {
  for (int i = 0; i < 5; ++i) {
    const auto refused = http_of(alice).refusal(delete_account("not the password"));
    EXPECT_EQ(refused.reason(), "accounts.not_your_password");
    EXPECT_EQ(refused.code(), v1::INVALID_ARGUMENT) << "the session goes on";
    EXPECT_EQ(refused.field(), "password");
  }
  EXPECT_EQ(http_of(alice).refusal(delete_account()).reason(), "accounts.too_many_attempts");
  EXPECT_EQ(http_of(alice).call<acc::GetMeResponse>(acc::GetMeRequest{}).me().card().name(), "Alice");
  EXPECT_EQ(HttpClient(port()).refusal(delete_account()).code(), v1::UNAUTHENTICATED);
}

TEST_F(Deletion, EndsEverySessionAndLineAndSaysSoByMail) {
  auto phone = ws_of(alice);
  const auto other = sign_in(port(), alice.email);
  end(alice);
  ASSERT_TRUE(phone.wait_closed());
  EXPECT_EQ(phone.close_code(), 4100);
  for (const auto& token : {alice.token, other})
    EXPECT_EQ(HttpClient(port(), token).refusal(acc::GetMeRequest{}).code(), v1::UNAUTHENTICATED);
  acc::SignInRequest again;
  again.set_email(alice.email);
  again.set_password(kPassword);
  EXPECT_EQ(HttpClient(port()).refusal(again).reason(), "accounts.wrong_password");
  const Mailbox mailbox(server());
  EXPECT_EVENTUALLY(std::ranges::any_of(
      mailbox.to(alice.email), [](const auto& l) { return l.body.find("ancien membre") != std::string::npos; }));
}

TEST_F(Deletion, LeavesNothingOfThePersonAndTheAddressIsFree) {
  const auto carol = person("Carol");
  acc::BlockPersonRequest block;
  block.set_person_id(carol.id);
  http_of(alice).call<acc::BlockPersonResponse>(block);
  block.set_person_id(alice.id);
  http_of(bob).call<acc::BlockPersonResponse>(block);
  database().sql().rows("insert into platform_roles (person_id, role) values (" + std::to_string(alice.id) +
                        ", 'moderator')");
  end(alice);
  settle();
  auto& sql = database().sql();
  const auto id = std::to_string(alice.id);
  EXPECT_EQ(sql.number("select count(*) from people where id = " + id +
                       " and name = '' and email is null and email_key is null and "
                       "password_hash is null and confirmed_at is null and search = '' and deleted_at is not null"),
            1);
  for (const auto* table :
       {"sign_in_sessions", "account_tokens", "platform_roles", "seats", "blocks", "presence", "drafts", "exports"})
    EXPECT_EQ(sql.number(std::string("select count(*) from ") + table + " where person_id = " + id), 0) << table;
  EXPECT_EQ(sql.number("select count(*) from blocks where blocked_id = " + id), 0);
  EXPECT_EQ(sql.number("select count(*) from stream_events where kind = 1 and key = " + id), 0)
      << "nor what was announced to them alone";
  EXPECT_EQ(http_of(bob).call<acc::ListBlockedResponse>(acc::ListBlockedRequest{}).people_size(), 0);

  const auto fresh = http_of(signed_up("Another", alice.email));
  EXPECT_NE(fresh.call<acc::GetMeResponse>(acc::GetMeRequest{}).me().card().id(), alice.id);
  EXPECT_EQ(fresh.call<msg::ListConversationsResponse>(msg::ListConversationsRequest{}).conversations_size(), 0);
}

TEST_F(Deletion, ADirectConversationStaysReadableOfAFormerMemberAndNobodyWritesThere) {
  const auto id = direct(alice, bob);
  http_of(alice).call<msg::SendMessageResponse>(send_request(id, "I was here"));
  http_of(bob).call<msg::SendMessageResponse>(send_request(id, "so was I"));
  auto ws = ws_of(bob);
  const auto from = ws.subscribe(conversation_stream(id)).head();
  end(alice);
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), from + 2));
  const auto events = ws.events(conversation_stream(id));
  EXPECT_EQ(events[0].type(), msg::EVENT_RIGHTS_CHANGED);
  EXPECT_EQ(events[1].type(), msg::EVENT_PERSON_DELETED);
  msg::PersonDeleted who;
  ASSERT_TRUE(who.ParseFromString(events[1].body()));
  EXPECT_EQ(who.person_id(), alice.id);

  const auto seen = look(bob, id);
  EXPECT_FALSE(seen.conversation().may_write());
  const auto former = card(seen.people(), alice.id);
  EXPECT_TRUE(former.former());
  EXPECT_EQ(former.name() + former.organisation_name().fr(), "");
  EXPECT_EQ(former.organisation_id() + former.picture_id(), 0);
  const auto page = http_of(bob).call<msg::ListMessagesResponse>(history_request(id));
  EXPECT_EQ(texts(std::vector<msg::Message>(page.messages().begin(), page.messages().end())),
            (std::vector<std::string>{"so was I", "I was here"}));
  EXPECT_TRUE(card(page.people(), alice.id).former());
  EXPECT_EQ(http_of(bob).refusal(send_request(id, "hello?")).reason(), "messaging.read_only");
  EXPECT_EQ(http_of(bob).refusal(direct_request(alice.id)).reason(), "person_not_found");
  acc::BlockPersonRequest block;
  block.set_person_id(alice.id);
  EXPECT_EQ(http_of(bob).refusal(block).reason(), "person_not_found");
  settle();
  EXPECT_EQ(head(id), from + 2) << "once";
}

TEST_F(Deletion, GroupsAreLeftWithANoteAndHandedOver) {
  const auto carol = person("Carol");
  const auto id = group(alice, {bob, carol});
  http_of(alice).call<msg::SendMessageResponse>(send_request(id, "@Bob hello"));
  http_of(bob).call<msg::ReactResponse>(react_request(id, history(http_of(bob), id).back().offset(), "👍"));
  end(alice);
  settle();
  const auto seen = look(bob, id);
  EXPECT_EQ(seen.conversation().member_count(), 2U);
  EXPECT_TRUE(card(seen.people(), alice.id).former()) << "who made the group";
  const auto messages = history(http_of(bob), id);
  const auto note = [&](msg::Note::Kind kind) {
    return std::ranges::count_if(
        messages, [&](const auto& m) { return m.content().note().kind() == kind && m.author_id() == alice.id; });
  };
  EXPECT_EQ(note(msg::Note::LEFT), 1);
  EXPECT_EQ(note(msg::Note::OWNER), 1);
  EXPECT_EQ(seen.conversation().role(), msg::ROLE_OWNER);
  const auto listed = http_of(bob).call<msg::ListMembersResponse>(about<msg::ListMembersRequest>(id));
  for (const auto& m : listed.members()) EXPECT_NE(m.person().id(), alice.id);
  EXPECT_EQ(http_of(bob).refusal(send_request(id, "we go on")).code(), v1::OK);
}

TEST_F(Deletion, WhoIsGoneIsNotFound) {
  const auto named = signed_up("Zenobia Unheard", "zenobia@example.org");
  dir::FindPeopleRequest find;
  find.set_query("Zenobia");
  EXPECT_EQ(http_of(bob).call<dir::FindPeopleResponse>(find).people_size(), 1);
  const auto id = group(bob, {alice});
  direct(bob, named);
  end(named);
  EXPECT_EQ(http_of(bob).call<dir::FindPeopleResponse>(find).people_size(), 0);
  msg::AddMembersRequest add;
  add.set_conversation_id(id);
  add.add_person_ids(named.id);
  EXPECT_EQ(http_of(bob).refusal(add).reason(), "person_not_found");
}

TEST_F(Deletion, ARequestThatNobodyHasAnsweredVanishes) {
  const auto stranger = Town::stranger("Stranger");
  const auto id = direct(stranger, bob);
  http_of(stranger).call<msg::SendMessageResponse>(send_request(id, "may I?"));
  ASSERT_TRUE(std::ranges::any_of(list(bob), [&](const auto& c) { return c.id() == id; }));
  const auto waiting = direct(Town::stranger(), stranger);  // the other way round: whoever asked reads on
  end(stranger);
  settle();
  EXPECT_FALSE(std::ranges::any_of(list(bob), [&](const auto& c) { return c.id() == id; }));
  EXPECT_EQ(database().sql().number("select count(*) from conversation_members where may_write and conversation_id = " +
                                    std::to_string(waiting)),
            0);

  const auto asking = Town::stranger();
  const auto club = group(bob, {alice});
  msg::CreateLinkRequest create;
  create.set_conversation_id(club);
  create.set_needs_approval(true);
  msg::JoinByLinkRequest join;
  join.set_token(http_of(bob).call<msg::CreateLinkResponse>(create).link().token());
  http_of(asking).call<msg::JoinByLinkResponse>(join);
  EXPECT_EQ(look(bob, club).conversation().request_count(), 1U);
  end(asking);
  settle();
  EXPECT_EQ(look(bob, club).conversation().request_count(), 0U);
}

TEST_F(Deletion, DraftsScheduledMessagesAndUnshownFilesGoAndShownOnesStay) {
  const auto id = direct(alice, bob);
  const Uploader files{port(), alice.token};
  const auto shown = files.upload("a document that a message shows", "shown.txt"),
             unshown = files.upload("a document that none shows", "none.txt");
  auto send = send_request(id, "");
  send.add_attachment_ids(shown);
  http_of(alice).call<msg::SendMessageResponse>(send);
  msg::SetDraftRequest draft;
  draft.set_conversation_id(id);
  draft.set_text("never sent");
  http_of(alice).call<msg::SetDraftResponse>(draft);
  end(alice);
  settle();
  const Uploader bobs{port(), bob.token};
  EXPECT_EQ(bobs.get(shown).body, "a document that a message shows");
  auto& sql = database().sql();
  EXPECT_EQ(sql.number("select count(*) from media_files where id = " + std::to_string(unshown)), 0);
  EXPECT_EQ(sql.number("select count(*) from drafts where person_id = " + std::to_string(alice.id)), 0);
}

// What a process leaves undone between the commit and the job's end, the next one does; and doing it twice is once.
TEST_F(Deletion, IsFinishedByWhoeverComesAfterACrash) {
  const auto id = group(alice, {bob});
  server().kill();
  auto& sql = database().sql();
  const auto who = std::to_string(alice.id);
  sql.rows(
      "update people set name = '', email = null, email_key = null, password_hash = null, confirmed_at = null, search "
      "= '', deleted_at = now() where id = " +
      who);
  sql.rows("delete from sign_in_sessions where person_id = " + who);
  sql.rows("insert into jobs (kind, payload) values ('accounts.deleted', '{\"person\": \"" + who +
           "\"}'), ('accounts.deleted', '{\"person\": \"" + who + "\"}')");
  server().start();
  settle();
  const auto messages = history(http_of(bob), id);
  EXPECT_EQ(std::ranges::count_if(messages, [](const auto& m) { return m.content().note().kind() == msg::Note::LEFT; }),
            1);
  EXPECT_EQ(look(bob, id).conversation().role(), msg::ROLE_OWNER);
}

}  // namespace
}  // namespace wasl::test
