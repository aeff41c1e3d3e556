// Roles, suspensions and the log of privileged acts.
#include "team.hpp"
#include "support/aside.hpp"
#include "wasl/directory/v1/directory.pb.h"
#include "wasl/directory/v1/verification.pb.h"

namespace wasl::test {
namespace {

namespace dir = ::wasl::directory::v1;

class Team : public TeamTown<Town> {
 protected:
  static std::vector<std::string> roles(const Person& p) {
    const auto me = http_of(p).call<acc::GetMeResponse>(acc::GetMeRequest{}).me();
    return {me.roles().begin(), me.roles().end()};
  }
  // People of the tests come by SQL.
  static void make_findable() { run_wasl({"admin", "demo", "/dev/null"}, {{"WASL_DATABASE", database().conninfo()}}); }
  static std::int64_t in_days(int days) {
    return database().sql().number("select (extract(epoch from now()) * 1000)::bigint") +
           std::int64_t{days} * 24 * 3600 * 1000;
  }
  static acc::SignInRequest signing_in(const Person& p, const std::string& password = kPassword) {
    acc::SignInRequest request;
    request.set_email(p.email);
    request.set_password(password);
    return request;
  }
  static acc::ExplainSuspensionRequest asking_why(const Person& p, const std::string& password = kPassword) {
    acc::ExplainSuspensionRequest request;
    request.set_email(p.email);
    request.set_password(password);
    return request;
  }
  static bool is_found(const Person& seeker, const std::string& name) {
    dir::FindPeopleRequest request;
    request.set_query(name);
    return http_of(seeker).call<dir::FindPeopleResponse>(request).people_size() > 0;
  }
  static acc::Account account(const Person& reader, const Person& whom) {
    acc::GetAccountRequest request;
    request.set_person_id(whom.id);
    return http_of(reader).call<acc::GetAccountResponse>(request).account();
  }
  static std::size_t mails_with(const Person& to, const std::string& text) {
    std::size_t found = 0;
    for (const auto& letter : Mailbox(server()).to(to.email)) found += letter.body.find(text) != std::string::npos;
    return found;
  }
  const HttpClient stranger{port()};
};

TEST_F(Team, ToEverybodyElseNoneOfItExists) {
  const auto zied = person(), whom = person();
  std::vector<Person> others{zied};
  for (const auto* role : {"verifier", "moderator", "specialist"}) others.push_back(with_role(role));
  auto nobody = whom;
  nobody.id = 999'999'999;
  acc::GetAccountRequest get;
  get.set_person_id(whom.id);
  for (const auto& other : others) {
    const auto http = http_of(other);
    EXPECT_EQ(http.refusal(acc::FindAccountsRequest{}).code(), v1::NOT_FOUND);
    EXPECT_EQ(http.refusal(acc::ListActsRequest{}).code(), v1::NOT_FOUND);
    EXPECT_EQ(http.refusal(acc::GetPeopleFiguresRequest{}).code(), v1::NOT_FOUND);
    EXPECT_EQ(http.refusal(get).reason(), "person_not_found");
    for (const auto& target : {whom, nobody}) {
      EXPECT_EQ(http.refusal(granting(target, "verifier")).reason(), "person_not_found");
      EXPECT_EQ(http.refusal(revoking(target, "verifier")).reason(), "person_not_found");
      EXPECT_EQ(http.refusal(suspending(target)).reason(), "person_not_found");
      EXPECT_EQ(http.refusal(lifting(target)).reason(), "person_not_found");
    }
  }
  EXPECT_EQ(stranger.refusal(acc::FindAccountsRequest{}).code(), v1::UNAUTHENTICATED);
  EXPECT_TRUE(roles(whom).empty());
  const auto admin = administrator();
  EXPECT_EQ(http_of(admin).refusal(granting(nobody, "verifier")).SerializeAsString(),
            http_of(zied).refusal(granting(whom, "verifier")).SerializeAsString());
}

TEST_F(Team, ARoleIsGrantedAndRevokedLiveWithItsEntryAndMail) {
  const auto admin = administrator("Amina"), nour = person("Nour");
  database().sql().rows("update people set language = 'ar' where id = " + std::to_string(nour.id));
  auto line = ws_of(nour);
  line.subscribe(person_stream(nour.id), 0);
  EXPECT_EQ(line.refusal(dir::ListReviewsRequest{}).reason(), "verification.verifiers_only");

  const auto granted = http_of(admin).call<acc::GrantRoleResponse>(granting(nour, "verifier"));
  EXPECT_EQ(granted.account().roles(0), "verifier");
  EXPECT_EQ(granted.account().card().name(), "Nour");
  ASSERT_TRUE(line.wait_closed());
  EXPECT_EQ(line.close_code(), 4002) << "come back, with what you may do now";

  auto back = ws_of(nour);
  back.subscribe(person_stream(nour.id), 0);
  ASSERT_TRUE(back.wait([&] { return !back.events(person_stream(nour.id)).empty(); }));
  acc::RolesChanged event;
  ASSERT_EQ(back.events(person_stream(nour.id)).back().type(), acc::EVENT_ROLES_CHANGED);
  ASSERT_TRUE(event.ParseFromString(back.events(person_stream(nour.id)).back().body()));
  EXPECT_EQ(std::vector<std::string>(event.roles().begin(), event.roles().end()), roles(nour));
  EXPECT_EQ(back.refusal(dir::ListReviewsRequest{}).code(), v1::OK);
  http_of(admin).call<acc::GrantRoleResponse>(granting(nour, "verifier"));  // once more: nothing

  http_of(admin).call<acc::RevokeRoleResponse>(revoking(nour, "verifier"));
  ASSERT_TRUE(back.wait_closed());
  EXPECT_EQ(http_of(nour).refusal(dir::ListReviewsRequest{}).reason(), "verification.verifiers_only");
  EXPECT_TRUE(roles(nour).empty());
  http_of(admin).call<acc::RevokeRoleResponse>(revoking(nour, "verifier"));  // once more: nothing
  EXPECT_EQ(acts(admin, acc::TARGET_PERSON, nour.id),
            (std::vector<std::string>{"role_granted verifier (she asked for it)" + by(admin),
                                      "role_revoked verifier (the year is over)" + by(admin)}));
  EXPECT_EVENTUALLY(mails_with(nour, "فريق التحقق") == 2U);
  EXPECT_EVENTUALLY(mails_with(nour, "the year is over") == 1U);
}

TEST_F(Team, AnOldSnapshotOfOnesRolesAndTheEventsMakeAFreshOne) {
  const auto admin = administrator(), nour = person();
  for (const auto* role : {"verifier", "moderator", "specialist", "administrator"})
    http_of(admin).call<acc::GrantRoleResponse>(granting(nour, role));
  http_of(admin).call<acc::RevokeRoleResponse>(revoking(nour, "moderator"));
  http_of(admin).call<acc::RevokeRoleResponse>(revoking(nour, "administrator"));
  const auto fresh = roles(nour);
  auto line = ws_of(nour);
  line.subscribe(person_stream(nour.id), 0);
  ASSERT_TRUE(line.wait_event(person_stream(nour.id), 6));
  const auto events = line.events(person_stream(nour.id));
  for (std::size_t since = 0; since < events.size(); ++since) {
    std::vector<std::string> held{"whatever it was"};
    for (auto i = since; i < events.size(); ++i) {
      acc::RolesChanged event;
      ASSERT_EQ(events[i].type(), acc::EVENT_ROLES_CHANGED);
      ASSERT_TRUE(event.ParseFromString(events[i].body()));
      held.assign(event.roles().begin(), event.roles().end());
    }
    EXPECT_EQ(held, fresh) << "from " << since;
  }
}

TEST_F(Team, WhatCannotBeGrantedOrRevokedIsRefusedByName) {
  const auto admin = administrator(), nour = person();
  const auto http = http_of(admin);
  const auto bad = [&](const google::protobuf::Message& request, const std::string& field, const std::string& reason) {
    const auto status = http.refusal(request);
    EXPECT_EQ(status.code(), v1::INVALID_ARGUMENT) << reason;
    EXPECT_EQ(status.field(), field);
    EXPECT_EQ(status.reason(), reason);
  };
  bad(granting(nour, "king"), "role", "accounts.bad_role");
  bad(revoking(nour, ""), "role", "accounts.bad_role");
  bad(granting(nour, "verifier", " \n "), "reason", "audit.bad_reason");
  bad(granting(nour, "verifier", std::string(1001, 'x')), "reason", "audit.bad_reason");
  bad(revoking(nour, "verifier", "x"), "reason", "audit.bad_reason");
  bad(suspending(nour, ""), "reason", "audit.bad_reason");
  bad(suspending(nour, "advertising", in_days(-1)), "until_ms", "accounts.bad_until");
  bad(suspending(nour, "advertising", in_days(4000)), "until_ms", "accounts.bad_until");
  bad(lifting(nour, ""), "reason", "audit.bad_reason");
  acc::FindAccountsRequest find;
  find.set_limit(101);
  bad(find, "limit", "accounts.bad_limit");
  find.set_limit(1);
  find.set_role("king");
  bad(find, "role", "accounts.bad_role");
  acc::ListActsRequest list;
  list.set_limit(101);
  bad(list, "limit", "accounts.bad_limit");
  list.set_limit(0);
  list.set_from_ms(-1);
  bad(list, "from_ms", "accounts.bad_filter");
  EXPECT_EQ(http.refusal(revoking(admin, "administrator")).reason(), "accounts.own_administrator");
  EXPECT_EQ(http.refusal(suspending(admin)).reason(), "accounts.yourself");
  const auto other = administrator();
  EXPECT_EQ(http.refusal(suspending(other)).reason(), "accounts.administrator");
  database().sql().rows("update people set confirmed_at = null where id = " + std::to_string(nour.id));
  EXPECT_EQ(http.refusal(granting(nour, "verifier")).reason(), "accounts.not_confirmed");
  EXPECT_TRUE(acts(admin, acc::TARGET_PERSON, nour.id).empty());
  EXPECT_TRUE(acts(admin, acc::TARGET_PERSON, other.id).empty());
}

// Each is refused, or done before the other: never both.
TEST_F(Team, OfTwoAdministratorsWhoRevokeEachOtherOneRemains) {
  for (int round = 0; round < 5; ++round) {
    const auto one = administrator(), two = administrator();
    const auto done = [](const Person& by, const Person& whom) {
      return http_of(by).refusal(revoking(whom, "administrator")).code() == v1::OK;
    };
    bool first = false;
    Aside meanwhile([&] { first = done(one, two); });
    const bool second = done(two, one);
    meanwhile.join();
    EXPECT_NE(first, second);
    EXPECT_EQ(
        database().sql().number("select count(*) from platform_roles where role = 'administrator' and person_id in (" +
                                std::to_string(one.id) + ", " + std::to_string(two.id) + ")"),
        1);
  }
}

TEST_F(Team, TheLastAdministratorStays) {
  database().sql().rows("delete from platform_roles where role = 'administrator'");
  const auto last = administrator();
  const Environment here{{"WASL_DATABASE", database().conninfo()}};
  const auto revoked = run_wasl({"admin", "revoke-role", last.email, "administrator"}, here);
  EXPECT_EQ(revoked.status, 1) << revoked.output;
  EXPECT_EQ(roles(last), std::vector<std::string>{"administrator"});
  EXPECT_TRUE(acts(last, acc::TARGET_PERSON, last.id).empty());
}

TEST_F(Team, WhatIsDoneOnTheCommandLineIsInTheLog) {
  const auto admin = administrator(), nour = person();
  const Environment here{{"WASL_DATABASE", database().conninfo()}};
  EXPECT_EQ(run_wasl({"admin", "grant-role", nour.email, "moderator"}, here).status, 0);
  EXPECT_EQ(run_wasl({"admin", "revoke-role", nour.email, "moderator", "left the team"}, here).status, 0);
  EXPECT_EQ(run_wasl({"admin", "suspend-person", nour.email, "advertising"}, here).status, 0);
  EXPECT_EQ(http_of(nour).refusal(acc::GetMeRequest{}).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(run_wasl({"admin", "lift-suspension", nour.email, "a mistake"}, here).status, 0);
  EXPECT_EQ(run_wasl({"admin", "suspend-person", nour.email, ""}, here).status, 1);
  EXPECT_EQ(run_wasl({"admin", "reset-password", nour.email}, here, "another good password\n").status, 0);
  EXPECT_EQ(acts(admin, acc::TARGET_PERSON, nour.id),
            (std::vector<std::string>{"role_granted moderator (on the command line) by the command line",
                                      "role_revoked moderator (left the team) by the command line",
                                      "person_suspended (advertising) by the command line",
                                      "person_restored (a mistake) by the command line",
                                      "password_set () by the command line"}));
}

TEST_F(Team, ASuspendedPersonIsOutAtOnceAndToldWhyAfterTheRightPassword) {
  const auto admin = administrator(), nour = person("Nourhene Suspendue"), friend_of = person();
  const auto talk = direct(friend_of, nour);
  make_findable();
  http_of(nour).call<msg::SendMessageResponse>(send_request(talk, "before"));
  auto line = ws_of(nour);
  ASSERT_TRUE(is_found(friend_of, "Nourhene"));
  const auto until = in_days(30);
  const auto account_then =
      http_of(admin).call<acc::SuspendPersonResponse>(suspending(nour, "advertising", until)).account();
  EXPECT_EQ(account_then.suspension().reason(), "advertising");
  EXPECT_EQ(account_then.suspension().until_ms(), until);

  ASSERT_TRUE(line.wait_closed());
  EXPECT_EQ(line.close_code(), 4100);
  EXPECT_EQ(http_of(nour).refusal(acc::GetMeRequest{}).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(stranger.refusal(signing_in(nour, "not the password")).reason(), "accounts.wrong_password");
  EXPECT_EQ(stranger.refusal(asking_why(nour, "not the password")).reason(), "accounts.wrong_password");
  EXPECT_EQ(stranger.refusal(signing_in(nour)).reason(), "accounts.suspended");
  const auto why = stranger.call<acc::ExplainSuspensionResponse>(asking_why(nour));
  EXPECT_EQ(why.suspension().reason(), "advertising");
  EXPECT_EQ(why.suspension().until_ms(), until);
  EXPECT_EQ(why.appeal_address(), "no-reply@localhost");
  EXPECT_FALSE(stranger.call<acc::ExplainSuspensionResponse>(asking_why(friend_of)).has_suspension());

  EXPECT_FALSE(is_found(friend_of, "Nourhene"));
  EXPECT_EQ(http_of(person()).refusal(direct_request(nour.id)).reason(), "person_not_found");
  EXPECT_EQ(texts(history(http_of(friend_of), talk)), std::vector<std::string>{"before"}) << "messages stay";
  EXPECT_EVENTUALLY(mails_with(nour, "no-reply@localhost") == 1U);
  EXPECT_EVENTUALLY(mails_with(nour, "advertising") == 1U);

  http_of(admin).call<acc::LiftSuspensionResponse>(lifting(nour));
  EXPECT_FALSE(account(admin, nour).has_suspension());
  EXPECT_FALSE(sign_in(port(), nour.email).empty());
  EXPECT_TRUE(is_found(friend_of, "Nourhene"));
  EXPECT_EQ(http_of(person()).refusal(direct_request(nour.id)).code(), v1::OK);
  http_of(admin).call<acc::LiftSuspensionResponse>(lifting(nour));  // once more: nothing
  EXPECT_EQ(acts(admin, acc::TARGET_PERSON, nour.id),
            (std::vector<std::string>{"person_suspended " + std::to_string(until) + " (advertising)" + by(admin),
                                      "person_restored (it was a mistake)" + by(admin)}));
}

TEST_F(Team, ASuspensionEndsByItself) {
  const auto admin = administrator(), nour = person();
  http_of(admin).call<acc::SuspendPersonResponse>(suspending(nour, "a day off", in_days(1)));
  EXPECT_EQ(stranger.refusal(signing_in(nour)).reason(), "accounts.suspended");
  database().sql().rows("update people set suspended_until = now() - interval '1 second' where id = " +
                        std::to_string(nour.id));
  EXPECT_FALSE(sign_in(port(), nour.email).empty());
  EXPECT_FALSE(account(admin, nour).has_suspension());
}

TEST_F(Team, ASuspendedVerifiersCasesWaitForOthersAndRolesWaitForTheirReturn) {
  const auto admin = administrator(), check = with_role("verifier");
  http_of(admin).call<acc::SuspendPersonResponse>(suspending(check));
  EXPECT_EQ(http_of(admin).refusal(granting(check, "moderator")).reason(), "accounts.is_suspended");
  http_of(admin).call<acc::RevokeRoleResponse>(revoking(check, "verifier"));
  http_of(admin).call<acc::LiftSuspensionResponse>(lifting(check));
  auto again = check;
  again.token = sign_in(port(), check.email);
  EXPECT_TRUE(roles(again).empty());
}

TEST_F(Team, PeopleAreFoundByNameAddressRoleAndSuspensionPageByPage) {
  const auto admin = administrator();
  const auto one = with_role("moderator", "Zohra Trouvable"), two = person("Zohra Trouvable"),
             three = person("Zohra Autre");
  const auto find = [&](const std::string& query, acc::AccountFilter filter = acc::ACCOUNT_FILTER_ALL,
                        const std::string& role = "", std::int64_t before = 0, std::uint32_t limit = 0) {
    acc::FindAccountsRequest request;
    request.set_query(query);
    request.set_filter(filter);
    request.set_role(role);
    request.set_before(before);
    request.set_limit(limit);
    std::vector<std::int64_t> ids;
    const auto answer = http_of(admin).call<acc::FindAccountsResponse>(request);
    for (const auto& a : answer.accounts()) ids.push_back(a.card().id());
    return ids;
  };
  using Ids = std::vector<std::int64_t>;
  make_findable();
  EXPECT_EQ(find("zohra"), (Ids{three.id, two.id, one.id}));
  EXPECT_EQ(find("zohra trouv"), (Ids{two.id, one.id}));
  EXPECT_EQ(find("zohra", acc::ACCOUNT_FILTER_ALL, "", 0, 2), (Ids{three.id, two.id}));
  EXPECT_EQ(find("zohra", acc::ACCOUNT_FILTER_ALL, "", two.id, 2), (Ids{one.id}));
  EXPECT_EQ(find(" " + two.email + " "), (Ids{two.id}));
  EXPECT_EQ(find("zohra", acc::ACCOUNT_FILTER_TEAM), (Ids{one.id}));
  EXPECT_EQ(find("zohra", acc::ACCOUNT_FILTER_ALL, "moderator"), (Ids{one.id}));
  EXPECT_EQ(find("zohra", acc::ACCOUNT_FILTER_ALL, "verifier"), Ids{});
  EXPECT_EQ(find("zohra", acc::ACCOUNT_FILTER_SUSPENDED), Ids{});
  http_of(admin).call<acc::SuspendPersonResponse>(suspending(three));
  EXPECT_EQ(find("zohra", acc::ACCOUNT_FILTER_SUSPENDED), (Ids{three.id}));
}

TEST_F(Team, TheLogIsFilteredAndPagedAndCannotBeChanged) {
  const auto admin = administrator(), other = administrator(), nour = person();
  for (const auto* role : {"verifier", "moderator", "specialist"})
    http_of(admin).call<acc::GrantRoleResponse>(granting(nour, role));
  http_of(other).call<acc::RevokeRoleResponse>(revoking(nour, "moderator"));
  const auto list = [&](auto filter) {
    acc::ListActsRequest request;
    request.set_target(acc::TARGET_PERSON);
    request.set_target_id(nour.id);
    filter(request);
    return http_of(admin).call<acc::ListActsResponse>(request);
  };
  EXPECT_EQ(list([&](auto& r) { r.set_actor_id(other.id); }).acts_size(), 1);
  EXPECT_EQ(list([&](auto& r) { r.set_act("role_granted"); }).acts_size(), 3);
  EXPECT_EQ(list([&](auto& r) { r.set_by_command_line(true); }).acts_size(), 0);
  EXPECT_EQ(list([&](auto& r) { r.set_from_ms(in_days(1)); }).acts_size(), 0);
  EXPECT_EQ(list([&](auto& r) { r.set_until_ms(in_days(1)); }).acts_size(), 4);
  const auto first = list([&](auto& r) { r.set_limit(3); });
  EXPECT_EQ(first.acts_size(), 3);
  EXPECT_TRUE(first.more());
  EXPECT_EQ(first.acts(0).act(), "role_revoked");
  EXPECT_EQ(first.acts(0).person().id(), nour.id);
  const auto second = list([&](auto& r) { r.set_limit(3), r.set_before(first.acts(2).id()); });
  EXPECT_EQ(second.acts_size(), 1);
  EXPECT_FALSE(second.more());
  EXPECT_EQ(second.acts(0).detail(), "verifier");
  for (const auto* change :
       {"update privileged_acts set reason = ''", "delete from privileged_acts", "truncate privileged_acts"})
    EXPECT_ANY_THROW(database().sql().rows(change)) << change;
}

TEST_F(Team, PeopleAreCounted) {
  const auto admin = administrator();
  const auto figures = http_of(admin).call<acc::GetPeopleFiguresResponse>(acc::GetPeopleFiguresRequest{});
  EXPECT_GE(figures.accounts(), figures.confirmed());
  EXPECT_GE(figures.confirmed(), figures.active());
  EXPECT_GE(figures.active(), 1U);
  EXPECT_GE(figures.team(), 1U);
}

}  // namespace
}  // namespace wasl::test
