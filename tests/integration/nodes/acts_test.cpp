// What the team does is done once, and is in the log once, whenever the server dies.
#include <random>
#include <thread>

#include "support/town.hpp"
#include "wasl/accounts/v1/team.pb.h"
#include "wasl/directory/v1/organisations.pb.h"
#include "wasl/directory/v1/oversight.pb.h"
#include "wasl/messaging/v1/questions.pb.h"

namespace wasl::test {
namespace {

namespace dir = ::wasl::directory::v1;

class ActsWhileTheServerDies : public testing::Test {
 protected:
  static constexpr int kRounds = 40, kKills = 6;

  void SetUp() override {
    server = std::make_unique<Server>(Environment{{"WASL_DATABASE", database.conninfo()}, {"WASL_REDIS", ""}});
    admin = make_person(database, "", server->port());
    nour = make_person(database, "", server->port());
    amel = make_person(database, "", server->port());
    database.sql().rows(
        "insert into specialist_offers (person_id, state, profile_fr, sectors, places, languages, availability, "
        "at_once) "
        "values (" +
        std::to_string(amel.id) + ", 'accepted', 'Santé', '{health}', '{}', '{fr}', 'open', 3)");
    database.sql().rows("insert into platform_roles (person_id, role) values (" + std::to_string(admin.id) +
                        ", 'administrator')");
    organisation = database.sql().number(
        "insert into organisations (kind, name_fr, region, state, verified_at) values ('association', 'Oasis', "
        "'TN-81', 'published', "
        "now()) returning id");
  }
  void TearDown() override {
    if (HasFailure()) print_logs();
  }

  // Again and again, as a client would, until it is acknowledged.
  void insist(const google::protobuf::Message& request) const { insist(request, admin); }
  void insist(const google::protobuf::Message& request, const Person& by) const {
    for (;;) {
      const auto status = HttpClient(server->port(), by.token).refusal(request);
      if (status.code() == v1::OK) return;
      const bool nobody_there = status.reason() == "HTTP 0";
      ASSERT_TRUE(nobody_there || status.code() == v1::UNAVAILABLE) << status.ShortDebugString();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  void act(int rounds) const {
    for (int n = 0; n < rounds; ++n) {
      acc::GrantRoleRequest grant;
      grant.set_person_id(nour.id);
      grant.set_role("moderator");
      grant.set_reason("round " + std::to_string(n));
      insist(grant);
      dir::SuspendOrganisationRequest suspend;
      suspend.set_organisation_id(organisation);
      suspend.set_reason("round " + std::to_string(n));
      insist(suspend);
      acc::RevokeRoleRequest revoke;
      revoke.set_person_id(nour.id);
      revoke.set_role("moderator");
      revoke.set_reason("round " + std::to_string(n));
      insist(revoke);
      dir::LiftOrganisationRequest lift;
      lift.set_organisation_id(organisation);
      lift.set_reason("round " + std::to_string(n));
      insist(lift);
    }
  }

  template <class Request>
  static Request on(std::int64_t question) {
    Request request;
    request.set_conversation_id(question);
    return request;
  }

  // Asked, taken, done and thanked for.
  void help() const {
    msg::AskSpecialistRequest ask;
    ask.set_client_id(random_id());
    ask.set_sector("health");
    ask.set_language("fr");
    ask.set_text("Comment ?");
    insist(ask, nour);
    const auto id = database.sql().number("select max(conversation_id) from questions");
    insist(on<msg::TakeQuestionRequest>(id), amel);
    insist(on<msg::CloseQuestionRequest>(id), nour);
    auto thanks = on<msg::ThankSpecialistRequest>(id);
    thanks.set_text("Merci !");
    insist(thanks, nour);
    database.sql().rows("update questions set asked_at = asked_at - interval '2 days'");  // ten a day are enough
  }

  // "role_granted round 0", "role_revoked round 0", ...
  std::vector<std::string> log(const std::string& acts) {
    std::vector<std::string> out;
    for (const auto& row : database.sql().rows("select act || ' ' || reason from privileged_acts where act like '" +
                                               acts + "' order by id"))
      out.push_back(row.at(0));
    return out;
  }
  static std::vector<std::string> expected(const std::string& on, const std::string& off) {
    std::vector<std::string> out;
    for (int n = 0; n < kRounds; ++n)
      for (const auto& act : {on, off}) out.push_back(act + " round " + std::to_string(n));
    return out;
  }

  mutable Database database;
  std::unique_ptr<Server> server;
  Person admin, nour, amel;
  std::int64_t organisation = 0;
};

TEST_F(ActsWhileTheServerDies, AreDoneOnceAndLoggedOnce) {
  std::mt19937 random(11);
  {
    std::jthread team([this] { act(kRounds); });
    for (int n = 0; n < kKills; ++n) {
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 150));
      server->restart();
    }
  }
  EXPECT_EQ(log("role_%"), expected("role_granted", "role_revoked"));
  EXPECT_EQ(log("organisation_%"), expected("organisation_suspended", "organisation_restored"));
  EXPECT_EQ(database.sql().number("select count(*) from platform_roles where person_id = " + std::to_string(nour.id)),
            0);
  EXPECT_EQ(database.sql().number("select count(*) from organisations where state = 'published' and id = " +
                                  std::to_string(organisation)),
            1);
  EXPECT_EQ(
      database.sql().number(
          "select count(*) from organisation_history where action in ('suspended', 'restored') and organisation_id = " +
          std::to_string(organisation)),
      2 * kRounds);
}

TEST_F(ActsWhileTheServerDies, QuestionsAreAskedTakenDoneAndThankedForOnce) {
  constexpr int kQuestions = 20;
  std::mt19937 random(7);
  help();  // in peace, for comparison
  {
    std::jthread people([this] {
      for (int n = 1; n < kQuestions; ++n) help();
    });
    for (int n = 0; n < kKills; ++n) {
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 150));
      server->restart();
    }
  }
  const auto number = [&](const std::string& query) { return database.sql().number("select count(*) " + query); };
  const auto helper = std::to_string(amel.id);
  EXPECT_EQ(number("from questions"), kQuestions);
  EXPECT_EQ(number("from questions where state = 'done' and thanked_id = " + helper), kQuestions);
  EXPECT_EQ(number("from question_turns where person_id = " + helper), kQuestions);
  EXPECT_EQ(number("from question_offers"), 0);
  EXPECT_EQ(
      number("from (select distinct array_agg(is_note order by \"offset\") from messages group by conversation_id) d"),
      1)
      << "each log is as that of the one in peace";
  EXPECT_EQ(number("from (select 1 from messages group by conversation_id, \"offset\" having count(*) > 1) d"), 0);
}

}  // namespace
}  // namespace wasl::test
