// Questions to specialists: asked, offered, taken by one, handed on, done, thanked for.
#include <map>
#include <set>

#include "support/aside.hpp"
#include "support/process.hpp"
#include "support/town.hpp"
#include "wasl/accounts/v1/deletion.pb.h"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/accounts/v1/team.pb.h"
#include "wasl/directory/v1/specialists.pb.h"
#include "wasl/messaging/v1/groups.pb.h"
#include "wasl/messaging/v1/marks.pb.h"
#include "wasl/messaging/v1/questions.pb.h"

namespace wasl::test {
namespace {

namespace dir = ::wasl::directory::v1;

using Ids = std::vector<std::int64_t>;

class Questions : public Town {
 protected:
  void SetUp() override {
    sql("delete from questions");
    sql("delete from specialist_offers");
    nour = stranger("Nour");
    amel = specialist("Amel");
    skander = specialist("Skander");
  }
  static void sql(const std::string& statement) { database().sql().rows(statement); }

  // As the directory leaves it once an offer is accepted.
  static Person specialist(const std::string& name, const std::string& sector = "health",
                           const std::string& places = "{}", const std::string& languages = "{fr}") {
    auto p = stranger(name);
    sql("insert into specialist_offers (person_id, state, profile_fr, sectors, places, languages, availability, "
        "at_once) values (" +
        std::to_string(p.id) + ", 'accepted', 'Santé', '{" + sector + "}', '" + places + "', '" + languages +
        "', 'open', 3)");
    return p;
  }
  static Person steward(const std::string& role) {
    auto p = stranger();
    sql("insert into platform_roles (person_id, role) values (" + std::to_string(p.id) + ", '" + role + "')");
    p.token = sign_in(port(), p.email);
    return p;
  }
  static msg::AskSpecialistRequest question(const std::string& text = "Comment obtenir une ambulance ?") {
    msg::AskSpecialistRequest request;
    request.set_client_id(random_id());
    request.set_sector("health");
    request.set_region("TN-81");
    request.set_language("fr");
    request.set_text(text);
    return request;
  }
  static std::int64_t ask(const Person& p, const msg::AskSpecialistRequest& request = question()) {
    return http_of(p).call<msg::AskSpecialistResponse>(request).question().conversation_id();
  }
  template <class Request>
  static Request on(std::int64_t id) {
    Request request;
    request.set_conversation_id(id);
    return request;
  }
  static msg::TakeQuestionRequest taking(std::int64_t id) { return on<msg::TakeQuestionRequest>(id); }
  static void take(const Person& p, std::int64_t id) { http_of(p).call<msg::TakeQuestionResponse>(taking(id)); }
  static msg::HandOnQuestionRequest handing(std::int64_t id, std::int64_t to = 0, const std::string& note = {}) {
    auto request = on<msg::HandOnQuestionRequest>(id);
    request.set_person_id(to);
    request.set_note(note);
    return request;
  }
  static void hand_on(const Person& p, std::int64_t id, std::int64_t to = 0, const std::string& note = {}) {
    http_of(p).call<msg::HandOnQuestionResponse>(handing(id, to, note));
  }
  static void close(const Person& p, std::int64_t id) {
    http_of(p).call<msg::CloseQuestionResponse>(on<msg::CloseQuestionRequest>(id));
  }
  static void reopen(const Person& p, std::int64_t id) {
    http_of(p).call<msg::ReopenQuestionResponse>(on<msg::ReopenQuestionRequest>(id));
  }
  static msg::ThankSpecialistRequest thanking(std::int64_t id, const std::string& text = "Merci !") {
    auto request = on<msg::ThankSpecialistRequest>(id);
    request.set_text(text);
    return request;
  }
  static void thank(const Person& p, std::int64_t id) { http_of(p).call<msg::ThankSpecialistResponse>(thanking(id)); }
  static msg::ListQuestionsResponse queue(const Person& p, msg::QuestionFilter filter = msg::QUESTIONS_WAITING,
                                          const std::string& cursor = {}, std::uint32_t limit = 0) {
    msg::ListQuestionsRequest request;
    request.set_filter(filter);
    request.set_cursor(cursor);
    request.set_limit(limit);
    return http_of(p).call<msg::ListQuestionsResponse>(request);
  }
  static Ids ids(const msg::ListQuestionsResponse& listed) {
    Ids out;
    for (const auto& entry : listed.entries()) out.push_back(entry.question().conversation_id());
    return out;
  }
  static bool is_offered(const Person& p, std::int64_t id) {
    const auto listed = queue(p);
    for (const auto& entry : listed.entries())
      if (entry.question().conversation_id() == id) return entry.offered();
    return false;
  }
  static msg::QuestionEntry entry(const Person& p, std::int64_t id) {
    return http_of(p).call<msg::GetQuestionResponse>(on<msg::GetQuestionRequest>(id)).entry();
  }
  static msg::Question look(const Person& p, std::int64_t id) { return entry(p, id).question(); }
  static std::string reason(const Person& p, const google::protobuf::Message& request) {
    return http_of(p).refusal(request).reason();
  }
  static std::int64_t say(const Person& p, std::int64_t id, const std::string& text) {
    return http_of(p).call<msg::SendMessageResponse>(send_request(id, text)).offset();
  }
  static msg::Conversation conversation(const Person& p, std::int64_t id) {
    return http_of(p).call<msg::GetConversationResponse>(on<msg::GetConversationRequest>(id)).conversation();
  }
  static std::vector<msg::Note::Kind> notes(const Person& p, std::int64_t id) {
    std::vector<msg::Note::Kind> out;
    for (const auto& m : history(http_of(p), id))
      if (m.content().has_note()) out.push_back(m.content().note().kind());
    return out;
  }
  static msg::HelpGiven given(const Person& p) {
    msg::GetHelpGivenRequest request;
    request.add_person_ids(p.id);
    return http_of(p).call<msg::GetHelpGivenResponse>(request).given(0);
  }
  static bool jobs_are_done() {
    return database().sql().number("select count(*) from jobs where kind = 'specialist_changed'") == 0;
  }
  static std::string keep() {
    return run_wasl({"admin", "keep-questions"}, {{"WASL_DATABASE", database().conninfo()}}).output;
  }
  static void block(const Person& who, const Person& whom) {
    acc::BlockPersonRequest request;
    request.set_person_id(whom.id);
    http_of(who).call<acc::BlockPersonResponse>(request);
  }

  Person nour, amel, skander;  // asks; specialists of health
};

TEST_F(Questions, AreTakenByOneSpecialistAnsweredDoneAndThankedFor) {
  const auto id = ask(nour);
  EXPECT_EQ(conversation(nour, id).kind(), msg::CONVERSATION_QUESTION);
  EXPECT_EQ(conversation(nour, id).title(), "Comment obtenir une ambulance ?");
  EXPECT_EQ(texts(history(http_of(nour), id)), std::vector<std::string>{"Comment obtenir une ambulance ?"});
  EXPECT_EQ(reason(amel, on<msg::GetConversationRequest>(id)), "conversation_not_found");
  ASSERT_EQ(ids(queue(amel)), Ids{id});
  EXPECT_EQ(queue(amel).entries(0).text(), "Comment obtenir une ambulance ?");
  const auto asked = look(nour, id);
  EXPECT_EQ(asked.due_at_ms() - asked.asked_at_ms(), 48 * 3600 * 1000);

  take(amel, id);
  take(amel, id);
  EXPECT_EQ(look(nour, id).taker_id(), amel.id);
  EXPECT_EQ(ids(queue(skander)), Ids{});
  EXPECT_EQ(queue(amel).mine_count(), 1u);
  EXPECT_FALSE(queue(amel, msg::QUESTIONS_MINE).entries(0).answered());
  say(amel, id, "Appelez le 190.");
  EXPECT_TRUE(queue(amel, msg::QUESTIONS_MINE).entries(0).answered());
  EXPECT_EQ(reason(nour, thanking(id)), "questions.not_done");
  close(nour, id);
  close(amel, id);
  EXPECT_EQ(reason(nour, send_request(id, "Encore")), "messaging.read_only");
  EXPECT_EQ(reason(amel, thanking(id)), "questions.asker_only");
  thank(nour, id);
  thank(nour, id);
  EXPECT_EQ(reason(nour, thanking(id, "Encore merci")), "questions.thanked");
  EXPECT_EQ(look(amel, id).thanks(), "Merci !");
  EXPECT_EQ(given(amel).answered(), 1u);
  EXPECT_EQ(given(amel).thanks(), 1u);
  EXPECT_EQ(ids(queue(amel, msg::QUESTIONS_DONE)), Ids{id});
  EXPECT_EQ(notes(nour, id), (std::vector{msg::Note::TAKEN, msg::Note::DONE, msg::Note::THANKED}));
}

TEST_F(Questions, AreAskedOnceHoweverOftenTheRequestComes) {
  const auto request = question();
  const auto id = ask(nour, request);
  EXPECT_EQ(ask(nour, request), id);
  EXPECT_EQ(database().sql().number("select count(*) from questions"), 1);
  msg::CreateGroupRequest group;
  group.set_client_id(random_id());
  group.set_title("Groupe");
  group.add_person_ids(amel.id);
  const auto speaker = person();
  http_of(speaker).call<msg::CreateGroupResponse>(group);
  auto again = question();
  again.set_client_id(group.client_id());
  EXPECT_EQ(http_of(speaker).refusal(again).field(), "client_id");
  auto sent = send_request(id, "Urgent");
  http_of(nour).call<msg::SendMessageResponse>(sent);
  again.set_client_id(sent.client_id());
  EXPECT_EQ(http_of(nour).refusal(again).field(), "client_id");
}

TEST_F(Questions, AreRefusedWithTheFieldAtFault) {
  const auto with = [&](auto change) {
    auto request = question();
    change(request);
    const auto refused = http_of(nour).refusal(request);
    return refused.reason() + " " + refused.field();
  };
  EXPECT_EQ(with([](auto& q) { q.set_sector("magic"); }), "questions.bad_sector sector");
  EXPECT_EQ(with([](auto& q) { q.set_region("XX-1"); }), "questions.bad_region region");
  EXPECT_EQ(with([](auto& q) { q.set_language("qq"); }), "questions.bad_language language");
  EXPECT_EQ(with([](auto& q) { q.set_text(" "); }), "text_length text");
  EXPECT_EQ(with([](auto& q) { q.set_text(std::string(4001, 'x')); }), "text_length text");
  EXPECT_EQ(with([](auto& q) { q.set_client_id(0); }), "client_id_missing client_id");
  EXPECT_EQ(database().sql().number("select count(*) from questions"), 0);
  msg::ListQuestionsRequest filter;
  filter.set_filter(static_cast<msg::QuestionFilter>(9));
  EXPECT_EQ(reason(amel, filter), "questions.bad_filter");
  EXPECT_EQ(reason(amel, msg::GetHelpGivenRequest{}), "questions.people_count");
}

TEST_F(Questions, AreAtMostFiveOpenOnesAndTenADay) {
  Ids open;
  for (int i = 0; i < 5; ++i) open.push_back(ask(nour));
  EXPECT_EQ(reason(nour, question()), "questions.too_many");
  close(nour, open[0]);
  open.push_back(ask(nour));
  EXPECT_EQ(reason(nour, on<msg::ReopenQuestionRequest>(open[0])), "questions.too_many");
  for (const auto id : open) close(nour, id);
  for (int i = 0; i < 4; ++i) close(nour, ask(nour));
  EXPECT_EQ(reason(nour, question()), "questions.too_many_today");
}

TEST_F(Questions, OfOneWhoAsksFromManyDevicesAtOnceAreCounted) {
  std::atomic<int> accepted{0};
  {
    std::vector<std::unique_ptr<Aside>> devices;
    for (int i = 0; i < 8; ++i)
      devices.push_back(std::make_unique<Aside>([&] {
        if (http_of(nour).refusal(question()).code() == v1::OK) ++accepted;
      }));
  }
  EXPECT_EQ(accepted, 5);
}

TEST_F(Questions, AreTakenByOneOfTwoWhoTakeAtOnce) {
  for (int round = 0; round < 3; ++round) {
    const auto id = ask(nour);
    v1::Status a, b;
    {
      Aside one([&] { a = http_of(amel).refusal(taking(id)); });
      Aside two([&] { b = http_of(skander).refusal(taking(id)); });
    }
    ASSERT_NE(a.code() == v1::OK, b.code() == v1::OK);
    const auto& second = a.code() == v1::OK ? b : a;
    EXPECT_EQ(second.code(), v1::ABORTED);
    EXPECT_EQ(second.reason(), "questions.taken");
    EXPECT_EQ(look(nour, id).taker_id(), a.code() == v1::OK ? amel.id : skander.id);
    EXPECT_EQ(conversation(nour, id).member_count(), 2u);
    close(nour, id);
  }
}

TEST_F(Questions, GoBackToTheQueueWhileWhoAskedGoesOnWriting) {
  const auto id = ask(nour);
  take(amel, id);
  int written = 0;
  {
    Aside writer([&] {
      for (; written < 30; ++written) say(nour, id, "message " + std::to_string(written));
    });
    for (int i = 0; i < 4; ++i) {
      hand_on(amel, id, 0, "Je pars");
      take(amel, id);
    }
    hand_on(amel, id);
  }
  EXPECT_EQ(written, 30);
  const auto all = history(http_of(nour), id);
  EXPECT_EQ(std::ranges::count_if(all, [](const auto& m) { return m.text().starts_with("message"); }), 30);
  EXPECT_EQ(reason(amel, send_request(id, "Je suis là")), "conversation_not_found");
  EXPECT_EQ(conversation(nour, id).member_count(), 1u);
  EXPECT_TRUE(is_offered(skander, id));
  EXPECT_FALSE(is_offered(amel, id)) << "who gave it back is not asked first";
  EXPECT_EQ(ids(queue(amel)), Ids{id}) << "but may take it again";
}

TEST_F(Questions, AreHandedOnToASpecialistOfTheSectorWithANoteForThem) {
  const auto other = specialist("Youth", "youth"), outsider = stranger();
  const auto id = ask(nour);
  EXPECT_EQ(reason(amel, handing(id)), "question_not_found");
  take(amel, id);
  for (const auto& p : {other, outsider, nour, amel}) {
    const auto refused = http_of(amel).refusal(handing(id, p.id));
    EXPECT_EQ(refused.reason() + " " + refused.field(), "questions.no_specialist person_id");
  }
  EXPECT_EQ(http_of(amel).refusal(handing(id, 0, std::string(1001, 'x'))).field(), "note");
  EXPECT_EQ(reason(nour, handing(id)), "questions.taker_only");
  EXPECT_EQ(reason(skander, handing(id)), "question_not_found");
  hand_on(amel, id, skander.id, "Elle est pressée");
  EXPECT_EQ(look(nour, id).taker_id(), skander.id);
  EXPECT_EQ(entry(skander, id).note(), "Elle est pressée");
  EXPECT_EQ(entry(nour, id).note(), "");
  EXPECT_EQ(reason(amel, on<msg::GetQuestionRequest>(id)), "question_not_found");
  EXPECT_EQ(reason(amel, on<msg::GetConversationRequest>(id)), "conversation_not_found");
  EXPECT_EQ(notes(nour, id), (std::vector{msg::Note::TAKEN, msg::Note::HANDED_ON}));
  say(skander, id, "Bonjour");
}

TEST_F(Questions, AreOfferedFirstToThoseWhoAreNearAndFree) {
  const auto near = specialist("Near", "health", "{TN-81}"), far = specialist("Far", "health", "{MA}"),
             full = specialist("Full");
  sql("update specialist_offers set at_once = 1 where person_id = " + std::to_string(full.id));
  take(full, ask(nour));
  const auto id = ask(nour);
  EXPECT_TRUE(is_offered(near, id));
  EXPECT_TRUE(is_offered(amel, id));
  EXPECT_FALSE(is_offered(far, id));
  EXPECT_FALSE(is_offered(full, id));
  EXPECT_EQ(ids(queue(far)), Ids{id}) << "all of the sector may take it";
  EXPECT_EQ(ids(queue(specialist("Youth", "youth"))), Ids{});
  EXPECT_EQ(ids(queue(nour)), Ids{});
  EXPECT_FALSE(queue(nour).answers());
  EXPECT_EQ(reason(nour, taking(id)), "questions.own");
  EXPECT_EQ(reason(stranger(), taking(id)), "question_not_found");
}

TEST_F(Questions, NeverMeetThoseWhomABlockKeepsApart) {
  block(nour, amel);
  const auto id = ask(nour);
  EXPECT_EQ(ids(queue(amel)), Ids{});
  EXPECT_EQ(reason(amel, taking(id)), "question_not_found");
  take(skander, id);
  EXPECT_EQ(http_of(skander).refusal(handing(id, amel.id)).reason(), "questions.no_specialist");
  block(skander, nour);
  EXPECT_EQ(look(nour, id).state(), msg::QUESTION_WAITING);
  EXPECT_EQ(reason(skander, on<msg::GetConversationRequest>(id)), "conversation_not_found");
  EXPECT_EQ(ids(queue(skander)), Ids{});
}

TEST_F(Questions, NoThankYouPassesABlock) {
  const auto id = ask(nour);
  take(amel, id);
  say(amel, id, "Appelez le 190.");
  close(nour, id);
  block(amel, nour);
  EXPECT_EQ(reason(nour, thanking(id)), "questions.apart");
  EXPECT_EQ(given(amel).thanks(), 0u);
  msg::ReactRequest react;
  react.set_conversation_id(id);
  react.set_offset(2);
  react.set_emoji("👍");
  EXPECT_EQ(reason(amel, react), "messaging.unreachable") << "nor does a sign";
  react.set_remove(true);
  EXPECT_EQ(http_of(amel).refusal(react).code(), v1::OK) << "taking one away reaches nobody";
  msg::GetHelpGivenRequest help;
  help.add_person_ids(amel.id);
  EXPECT_EQ(given(amel).answered(), 1u);
  EXPECT_EQ(http_of(nour).call<msg::GetHelpGivenResponse>(help).given(0).answered(), 0u) << "nor what is told of them";
}

TEST_F(Questions, OnlyWhoOffersHelpHasHelpCounted) {
  const auto id = ask(nour);
  take(amel, id);
  say(amel, id, "Appelez le 190.");
  close(nour, id);
  EXPECT_EQ(given(amel).answered(), 1u);
  sql("delete from specialist_offers where person_id = " + std::to_string(amel.id));
  EXPECT_EQ(given(amel).answered(), 0u);
  EXPECT_EQ(given(amel).person_id(), amel.id);
}

TEST_F(Questions, ThatAreOverdueAreOfferedToTheSectorAndThenToThePlatform) {
  const auto far = specialist("Far", "health", "{MA}", "{en}");
  const auto check = steward("verifier"), admin = steward("administrator");
  const auto id = ask(nour);
  EXPECT_NE(keep().find("0 offered to their sector, 0 to"), std::string::npos);
  EXPECT_FALSE(is_offered(far, id));
  EXPECT_EQ(reason(check, taking(id)), "question_not_found");
  auto ws = ws_of(far);
  ws.subscribe(person_stream(far.id), 0);
  sql("update questions set due_at = now() - interval '1 minute'");
  EXPECT_NE(keep().find("1 offered to their sector, 0 to"), std::string::npos);
  EXPECT_NE(keep().find("0 offered to their sector, 0 to"), std::string::npos) << "once";
  EXPECT_TRUE(is_offered(far, id));
  EXPECT_TRUE(ws.wait_event(person_stream(far.id), 1)) << "though another process has said so";
  EXPECT_EQ(ids(queue(check)), Ids{});
  sql("update questions set due_at = now() - interval '25 hours'");
  EXPECT_NE(keep().find("0 offered to their sector, 1 to"), std::string::npos);
  EXPECT_EQ(ids(queue(check)), Ids{id});
  EXPECT_TRUE(is_offered(admin, id));
  EXPECT_LT(queue(check).entries(0).question().due_at_ms(), queue(check).entries(0).question().asked_at_ms() + 1000)
      << "overdue is told";
  take(check, id);
  EXPECT_EQ(reason(amel, taking(id)), "questions.taken");
}

TEST_F(Questions, OfASectorWithoutSpecialistsGoToThePlatformAtOnce) {
  const auto check = steward("verifier");
  auto request = question();
  request.set_sector("culture");
  EXPECT_TRUE(is_offered(check, ask(nour, request)));
}

TEST_F(Questions, AreOpenedAgainForWhoAnsweredThem) {
  const auto id = ask(nour);
  take(amel, id);
  EXPECT_EQ(reason(amel, on<msg::ReopenQuestionRequest>(id)), "questions.asker_only");
  close(amel, id);
  EXPECT_EQ(given(amel).answered(), 0u) << "they had said nothing";
  reopen(nour, id);
  reopen(nour, id);
  EXPECT_EQ(look(nour, id).state(), msg::QUESTION_TAKEN);
  say(nour, id, "Encore une chose");
  say(amel, id, "Laquelle ?");
  close(nour, id);
  EXPECT_EQ(given(amel).answered(), 1u);
  http_of(amel).call<dir::WithdrawOfferResponse>(dir::WithdrawOfferRequest{});
  reopen(nour, id);
  EXPECT_EQ(look(nour, id).state(), msg::QUESTION_WAITING);
  EXPECT_EQ(reason(amel, on<msg::GetConversationRequest>(id)), "conversation_not_found");
  EXPECT_TRUE(is_offered(skander, id));
}

TEST_F(Questions, OfWhoIsNoSpecialistAnyMoreGoBack) {
  const auto id = ask(nour);
  take(amel, id);
  http_of(amel).call<dir::WithdrawOfferResponse>(dir::WithdrawOfferRequest{});
  EXPECT_EVENTUALLY(jobs_are_done());
  EXPECT_EQ(look(nour, id).state(), msg::QUESTION_WAITING);
  EXPECT_TRUE(is_offered(skander, id));
}

TEST_F(Questions, OfWhoIsSuspendedGoBackAndNobodyGivesThemAny) {
  acc::SuspendPersonRequest suspending;
  suspending.set_person_id(amel.id);
  suspending.set_reason("advertising");
  const auto id = ask(nour), done = ask(nour);
  take(amel, id);
  take(amel, done);
  close(amel, done);
  http_of(steward("administrator")).call<acc::SuspendPersonResponse>(suspending);
  EXPECT_EVENTUALLY(look(nour, id).state() == msg::QUESTION_WAITING);
  EXPECT_EQ(conversation(nour, id).member_count(), 1u);
  take(skander, id);
  const auto refused = http_of(skander).refusal(handing(id, amel.id));
  EXPECT_EQ(refused.reason() + " " + refused.field(), "questions.no_specialist person_id");
  reopen(nour, done);
  EXPECT_EQ(look(nour, done).state(), msg::QUESTION_WAITING);
}

TEST_F(Questions, OfAVerifierWhoIsNoneAnyMoreGoBack) {
  sql("delete from specialist_offers");
  const auto id = ask(nour);
  const auto verifier = steward("verifier");
  take(verifier, id);
  acc::RevokeRoleRequest revoking;
  revoking.set_person_id(verifier.id);
  revoking.set_role("verifier");
  revoking.set_reason("the year is over");
  http_of(steward("administrator")).call<acc::RevokeRoleResponse>(revoking);
  EXPECT_EVENTUALLY(look(nour, id).state() == msg::QUESTION_WAITING);
  EXPECT_EQ(conversation(nour, id).member_count(), 1u);
}

TEST_F(Questions, OfForgottenPeopleGoBackOrEnd) {
  acc::DeleteAccountRequest request;
  request.set_password(kPassword);
  const auto id = ask(nour);
  take(amel, id);
  http_of(amel).call<acc::DeleteAccountResponse>(request);
  EXPECT_EVENTUALLY(look(nour, id).state() == msg::QUESTION_WAITING);
  EXPECT_EQ(conversation(nour, id).member_count(), 1u);
  take(skander, id);
  http_of(nour).call<acc::DeleteAccountResponse>(request);
  EXPECT_EVENTUALLY(conversation(skander, id).member_count() == 1);
  EXPECT_EQ(look(skander, id).state(), msg::QUESTION_DONE);
  EXPECT_FALSE(conversation(skander, id).may_write());
}

TEST_F(Questions, AreNoGroupThatSomebodyMightLead) {
  const auto id = ask(nour);
  take(amel, id);
  for (const auto& p : {nour, amel}) {
    auto add = on<msg::AddMembersRequest>(id);
    add.add_person_ids(skander.id);
    EXPECT_EQ(reason(p, add), "groups.not_a_group");
    EXPECT_EQ(reason(p, on<msg::LeaveGroupRequest>(id)), "groups.not_a_group");
  }
}

TEST_F(Questions, AreListedByPages) {
  Ids asked;
  for (int i = 0; i < 5; ++i) asked.push_back(ask(nour));
  for (const auto filter : {msg::QUESTIONS_WAITING, msg::QUESTIONS_MINE, msg::QUESTIONS_DONE}) {
    Ids paged;
    for (std::string cursor;;) {
      const auto page = queue(amel, filter, cursor, 2);
      for (const auto id : ids(page)) paged.push_back(id);
      if ((cursor = page.next_cursor()).empty()) break;
    }
    EXPECT_EQ(paged, asked);
    for (const auto id : asked) filter == msg::QUESTIONS_WAITING ? take(amel, id) : close(amel, id);
    if (filter == msg::QUESTIONS_MINE) std::ranges::reverse(asked);
  }
}

// What a client holds: of its questions, and of what is offered to it.
struct Held {
  std::map<std::int64_t, std::string> questions;
  std::set<std::int64_t> offered;
  bool operator==(const Held&) const = default;
};

TEST_F(Questions, OldSnapshotsAndTheEventsSinceMakeFreshOnes) {
  const auto id = ask(nour);
  const auto head = [&](const std::string& kind, std::int64_t key) {
    return database().sql().number("select coalesce(max(head), 0) from streams where kind = " + kind +
                                   " and key = " + std::to_string(key));
  };
  struct Moment {
    Held state;
    std::int64_t conversation, person;
  };
  const auto fresh = [&](const Person& p) {
    Held out;
    if (http_of(p).refusal(on<msg::GetConversationRequest>(id)).code() == v1::OK)
      out.questions[id] = look(p, id).ShortDebugString();
    if (is_offered(p, id)) out.offered.insert(id);
    return out;
  };
  std::map<std::int64_t, std::vector<Moment>> moments;
  const auto remember = [&] {
    for (const auto& p : {nour, amel, skander}) moments[p.id].push_back({fresh(p), head("2", id), head("1", p.id)});
  };
  remember();
  take(amel, id), remember();
  say(amel, id, "Bonjour"), remember();
  hand_on(amel, id, 0, "Note"), remember();
  take(skander, id), remember();
  hand_on(skander, id, amel.id), remember();
  close(amel, id), remember();
  reopen(nour, id), remember();
  hand_on(amel, id), remember();
  close(nour, id), remember();
  reopen(nour, id), remember();
  sql("update questions set due_at = date_trunc('second', now()) - interval '1 hour'");
  remember();
  keep(), remember();
  take(skander, id), remember();
  say(skander, id, "Voilà"), remember();
  close(skander, id), remember();
  thank(nour, id), remember();

  std::set<std::uint32_t> types;
  int compared = 0;
  for (const auto& p : {nour, amel, skander}) {
    const auto now = fresh(p);
    for (const auto& moment : moments[p.id]) {
      auto state = moment.state;
      auto ws = ws_of(p);
      const auto own = ws.subscribe(person_stream(p.id), moment.person).head();
      if (own > moment.person) ASSERT_TRUE(ws.wait_event(person_stream(p.id), own));
      for (const auto& event : ws.events(person_stream(p.id))) {
        msg::QuestionOffered offered;
        msg::ConversationRemoved removed;
        if (event.type() == msg::EVENT_QUESTION_OFFERED) {
          ASSERT_TRUE(offered.ParseFromString(event.body()));
          types.insert(event.type());
          if (offered.offered())
            state.offered.insert(offered.conversation_id());
          else
            state.offered.erase(offered.conversation_id());
        } else if (event.type() == msg::EVENT_CONVERSATION_REMOVED) {
          ASSERT_TRUE(removed.ParseFromString(event.body()));
          state.questions.erase(removed.conversation_id());
        } else if (event.type() == msg::EVENT_CONVERSATION_ADDED) {
          state.questions[id] = "to be loaded";
        }
      }
      if (now.questions.contains(id)) {
        if (state.questions[id] == "to be loaded") state.questions[id] = now.questions.at(id);
        const auto stream = conversation_stream(id);
        const auto upto = ws.subscribe(stream, moment.conversation).head();
        if (upto > moment.conversation) ASSERT_TRUE(ws.wait_event(stream, upto));
        for (const auto& event : ws.events(stream)) {
          msg::QuestionChanged changed;
          if (event.type() != msg::EVENT_QUESTION_CHANGED) continue;
          ASSERT_TRUE(changed.ParseFromString(event.body()));
          types.insert(event.type());
          state.questions[id] = changed.question().ShortDebugString();
        }
      }
      EXPECT_EQ(state.questions, now.questions)
          << p.name << " from " << moment.person << " and " << moment.conversation;
      EXPECT_EQ(state.offered, now.offered) << p.name << " from " << moment.person;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 51);
  EXPECT_EQ(types, (std::set<std::uint32_t>{msg::EVENT_QUESTION_CHANGED, msg::EVENT_QUESTION_OFFERED}));
}

}  // namespace
}  // namespace wasl::test
