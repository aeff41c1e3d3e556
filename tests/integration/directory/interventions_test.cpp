// What partners do where: written by their editors, read by everybody once the partner is published.
#include <limits>

#include "guild.hpp"
#include "wasl/directory/v1/interventions.pb.h"

namespace wasl::test {
namespace {

class Interventions : public Guild {
 protected:
  static std::int64_t partner(const Person& owner, bool publish = true) {
    auto p = profile("Fondation");
    p.set_kind(dir::ORGANISATION_PARTNER);
    const auto id = enter(owner, p).organisation_id();
    if (publish) set_state(id, "published");
    return id;
  }
  static void set_state(std::int64_t id, const std::string& state) {
    sql("update organisations set state = '" + state + "' where id = " + std::to_string(id));
  }
  static dir::SaveInterventionRequest project(std::int64_t organisation, const std::string& title = "Eau pour tous") {
    dir::SaveInterventionRequest request;
    request.set_client_id(random_id());
    auto& i = *request.mutable_intervention();
    i.set_organisation_id(organisation);
    i.mutable_title()->set_fr(title);
    i.set_country("TN");
    i.add_regions("TN-81");
    i.add_sectors("environment");
    i.set_from_month(202401);
    i.set_to_month(202512);
    i.set_amount(dir::AMOUNT_50K_TO_200K);
    return request;
  }
  static dir::Intervention save(const Person& p, const dir::SaveInterventionRequest& request) {
    return http_of(p).call<dir::SaveInterventionResponse>(request).intervention();
  }
  static dir::ListInterventionsRequest of(std::int64_t organisation) {
    dir::ListInterventionsRequest request;
    request.mutable_filter()->set_organisation_id(organisation);
    return request;
  }
  static dir::ListInterventionsResponse list(const dir::ListInterventionsRequest& request) {
    return HttpClient(port()).call<dir::ListInterventionsResponse>(request);
  }
  static std::vector<std::int64_t> ids(const dir::ListInterventionsResponse& page) {
    std::vector<std::int64_t> out;
    for (const auto& shown : page.interventions()) out.push_back(shown.intervention().id());
    return out;
  }
};

TEST_F(Interventions, AStrangerReadsWhatAnEditorWrote) {
  const auto owner = person(), editor = person();
  const auto id = partner(owner);
  seat(editor, id, "editor");
  auto request = project(id, "  Eau   <b>pour</b> tous ");
  request.mutable_intervention()->set_url("exemple.org/eau");
  request.mutable_intervention()->add_sectors("environment");
  const auto made = save(editor, request);
  EXPECT_EQ(made.title().fr(), "Eau <b>pour</b> tous") << "HTML is text";
  EXPECT_EQ(made.url(), "https://exemple.org/eau");
  EXPECT_EQ(made.sectors_size(), 1);
  EXPECT_EQ(save(editor, request).id(), made.id()) << "a retry makes no second one";
  const auto page = list(of(id));
  ASSERT_EQ(page.total(), 1U);
  EXPECT_EQ(page.interventions(0).partner().name().fr(), "Fondation");
  ASSERT_EQ(page.places_size(), 1);
  EXPECT_EQ(page.places(0).region(), "TN-81");
  EXPECT_EQ(page.places(0).partners(), 1U);
}

TEST_F(Interventions, OfPublishedPartnersOnly) {
  const auto owner = person(), other = person();
  const auto id = partner(owner, false);
  save(owner, project(id));
  EXPECT_EQ(HttpClient(port()).refusal(of(id)).reason(), "organisation_not_found");
  EXPECT_EQ(http_of(other).refusal(of(id)).reason(), "organisation_not_found");
  EXPECT_EQ(http_of(owner).call<dir::ListInterventionsResponse>(of(id)).total(), 1U) << "its people see it";
  set_state(id, "published");
  EXPECT_EQ(list(of(id)).total(), 1U);
  sql("update organisations set kind = 'association' where id = " + std::to_string(id));
  EXPECT_EQ(list(of(id)).total(), 0U);
}

TEST_F(Interventions, TheSecondEditorIsTold) {
  const auto owner = person();
  const auto id = partner(owner);
  auto request = project(id);
  const auto made = save(owner, request);
  *request.mutable_intervention() = made;
  request.mutable_intervention()->mutable_title()->set_fr("Premier");
  const auto first = save(owner, request);
  EXPECT_EQ(first.version(), made.version() + 1);
  request.mutable_intervention()->mutable_title()->set_fr("Second");
  const auto refusal = http_of(owner).refusal(request);
  EXPECT_EQ(refusal.code(), v1::ABORTED);
  EXPECT_EQ(refusal.reason(), "interventions.changed_meanwhile");
  EXPECT_EQ(list(of(id)).interventions(0).intervention().title().fr(), "Premier");
}

TEST_F(Interventions, RemovedOnceAndForAll) {
  const auto owner = person(), stranger = person();
  const auto id = partner(owner);
  const auto made = save(owner, project(id));
  dir::RemoveInterventionRequest remove;
  remove.set_organisation_id(id);
  remove.set_intervention_id(made.id());
  EXPECT_EQ(http_of(stranger).refusal(remove).code(), v1::PERMISSION_DENIED);
  for (int i = 0; i < 2; ++i) http_of(owner).call<dir::RemoveInterventionResponse>(remove);
  EXPECT_EQ(list(of(id)).total(), 0U);
  auto change = project(id);
  *change.mutable_intervention() = made;
  EXPECT_EQ(http_of(owner).refusal(change).reason(), "intervention_not_found");
}

TEST_F(Interventions, FoundByPlaceSectorYearAndAmount) {
  const auto owner = person();
  const auto id = partner(owner);
  const auto here = save(owner, project(id)).id();
  auto request = project(id, "Tout le pays");
  request.mutable_intervention()->clear_regions();
  request.mutable_intervention()->clear_to_month();
  request.mutable_intervention()->set_from_month(202606);
  request.mutable_intervention()->clear_amount();
  const auto everywhere = save(owner, request).id();
  request = project(id, "Ailleurs");
  auto& i = *request.mutable_intervention();
  i.set_country("MA");
  i.set_regions(0, "MA-06");
  i.set_sectors(0, "youth");
  i.set_amount(dir::AMOUNT_OVER_1M);
  i.set_from_month(202003);
  i.set_to_month(202106);
  const auto abroad = save(owner, request).id();
  const auto asked = [&](auto change) {
    auto question = of(id);
    change(*question.mutable_filter());
    auto found = ids(list(question));
    std::ranges::sort(found);
    return found;
  };
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(asked([](auto& f) { f.add_regions("TN-81"); }), (Ids{here, everywhere}));
  EXPECT_EQ(asked([](auto& f) { f.add_regions("TN-11"); }), (Ids{everywhere})) << "the whole country is there, too";
  EXPECT_EQ(asked([](auto& f) { f.add_countries("MA"); }), (Ids{abroad}));
  EXPECT_EQ(asked([](auto& f) { f.add_sectors("youth"); }), (Ids{abroad}));
  EXPECT_EQ(asked([](auto& f) { f.set_year(2025); }), (Ids{here}));
  EXPECT_EQ(asked([](auto& f) { f.set_year(2030); }), (Ids{everywhere})) << "no end is told";
  EXPECT_EQ(asked([](auto& f) { f.set_year(2021); }), (Ids{abroad}));
  EXPECT_EQ(asked([](auto& f) { f.add_amounts(dir::AMOUNT_OVER_1M); }), (Ids{abroad}));
  EXPECT_EQ(asked([](auto& f) { f.add_sectors("nothing-of-the-kind"); }), Ids{});
  const auto ordered = [&](dir::InterventionOrder order) {
    auto question = of(id);
    question.set_order(order);
    return ids(list(question));
  };
  EXPECT_EQ(ordered(dir::INTERVENTION_LATEST), (Ids{everywhere, here, abroad}));
  EXPECT_EQ(ordered(dir::INTERVENTION_EARLIEST), (Ids{abroad, here, everywhere}));
  EXPECT_EQ(ordered(dir::INTERVENTION_LARGEST), (Ids{abroad, here, everywhere}));
  EXPECT_EQ(ordered(dir::INTERVENTION_SMALLEST), (Ids{here, abroad, everywhere}));
}

TEST_F(Interventions, PagesInEveryOrderShowEachOnce) {
  const auto owner = person();
  const auto id = partner(owner);
  std::set<std::int64_t> all;
  for (int n = 0; n < 7; ++n) {
    auto request = project(id, "Projet " + std::to_string(n));
    request.mutable_intervention()->set_amount(static_cast<dir::AmountBand>(n % 3));
    request.mutable_intervention()->set_from_month(static_cast<std::uint32_t>(202401 + n / 2));
    all.insert(save(owner, request).id());
  }
  for (const auto order :
       {dir::INTERVENTION_LATEST, dir::INTERVENTION_EARLIEST, dir::INTERVENTION_LARGEST, dir::INTERVENTION_SMALLEST}) {
    auto question = of(id);
    question.set_order(order);
    question.set_limit(2);
    std::set<std::int64_t> seen;
    do {
      const auto page = list(question);
      for (const auto one : ids(page)) EXPECT_TRUE(seen.insert(one).second) << order;
      EXPECT_EQ(page.total(), question.cursor().empty() ? 7U : 0U);
      question.set_cursor(page.next_cursor());
    } while (!question.cursor().empty());
    EXPECT_EQ(seen, all) << order;
  }
}

TEST_F(Interventions, RefusalsNameTheFieldAndChangeNothing) {
  const auto owner = person(), member = person(), stranger = person();
  const auto id = partner(owner);
  seat(member, id, "member");
  const auto refused = [&](auto change, const char* reason, const char* field = nullptr) {
    auto request = project(id);
    change(*request.mutable_intervention());
    const auto refusal = http_of(owner).refusal(request);
    EXPECT_EQ(refusal.reason(), reason);
    if (field != nullptr) EXPECT_EQ(refusal.field(), field);
  };
  refused([](auto& i) { i.clear_title(); }, "interventions.title_missing", "title");
  refused([](auto& i) { i.mutable_title()->set_fr("x"); }, "interventions.title_missing", "title.fr");
  refused([](auto& i) { i.mutable_title()->set_ar(std::string(201, 'a')); }, "interventions.too_long", "title.ar");
  refused([](auto& i) { i.clear_country(); }, "interventions.bad_country", "country");
  refused([](auto& i) { i.set_country("XQ"); }, "interventions.bad_country", "country");
  refused([](auto& i) { i.add_regions("MA-06"); }, "interventions.bad_region", "regions[1]");
  refused([](auto& i) { i.clear_sectors(); }, "interventions.sector_missing", "sectors");
  refused([](auto& i) { i.add_sectors("sorcery"); }, "interventions.bad_sector", "sectors[1]");
  refused(
      [](auto& i) {
        for (int n = 0; n < 8; ++n) i.add_sectors("youth");
      },
      "interventions.too_many", "sectors");
  refused([](auto& i) { i.set_from_month(0); }, "interventions.bad_month", "from_month");
  refused([](auto& i) { i.set_from_month(202413); }, "interventions.bad_month", "from_month");
  refused([](auto& i) { i.set_to_month(999999); }, "interventions.bad_month", "to_month");
  refused([](auto& i) { i.set_to_month(202312); }, "interventions.bad_period", "to_month");
  refused([](auto& i) { i.set_amount(static_cast<dir::AmountBand>(9)); }, "interventions.bad_amount", "amount");
  refused([](auto& i) { i.set_url("javascript:alert(1)"); }, "interventions.bad_url", "url");
  refused([](auto& i) { i.set_organisation_id(1LL << 60); }, "organisation_not_found");
  EXPECT_EQ(http_of(member).refusal(project(id)).reason(), "organisations.editors_only");
  EXPECT_EQ(http_of(stranger).refusal(project(id)).reason(), "organisations.editors_only");
  EXPECT_EQ(HttpClient(port()).refusal(project(id)).code(), v1::UNAUTHENTICATED);
  auto nameless = project(id);
  nameless.clear_client_id();
  EXPECT_EQ(http_of(owner).refusal(nameless).reason(), "organisations.client_id");
  EXPECT_EQ(http_of(owner).refusal(project(published(owner, "Association"))).reason(), "interventions.not_a_partner");
  EXPECT_EQ(list(of(id)).total(), 0U);

  const auto misasked = [&](auto change, const char* reason) {
    auto question = of(id);
    change(question);
    EXPECT_EQ(HttpClient(port()).refusal(question).reason(), reason);
  };
  misasked([](auto& q) { q.mutable_filter()->set_year(1); }, "directory.bad_filter");
  misasked([](auto& q) { q.mutable_filter()->add_amounts(dir::AMOUNT_UNSPECIFIED); }, "directory.bad_filter");
  misasked([](auto& q) { q.set_order(static_cast<dir::InterventionOrder>(9)); }, "directory.bad_filter");
  misasked([](auto& q) { q.set_limit(101); }, "directory.bad_limit");
  misasked([](auto& q) { q.set_cursor("i1.202401.5"); }, "directory.bad_cursor");
  misasked([](auto& q) { q.set_cursor("nonsense"); }, "directory.bad_cursor");
}

TEST_F(Interventions, HostileFiltersAndNumbersAreAnsweredPlainly) {
  const auto owner = person(), other = person();
  const auto id = partner(owner), theirs = partner(other);
  const auto made = save(owner, project(id, std::string("Eau\0'; drop table \u202Einterventions", 40)));
  const auto sane = [](const auto& refusal) {
    return refusal.code() == v1::OK || refusal.code() == v1::INVALID_ARGUMENT || refusal.code() == v1::NOT_FOUND;
  };
  const HttpClient anybody(port());
  for (const auto& code : {std::string("a\0b", 3), std::string("\0", 1), std::string("{}"), std::string("\",\""),
                           std::string("\\"), std::string("NULL"), std::string("' or 1=1 --"), std::string("\u202E")}) {
    dir::ListInterventionsRequest request;
    request.mutable_filter()->add_sectors(code);
    EXPECT_TRUE(sane(anybody.refusal(request))) << code;
    *request.mutable_filter()->mutable_regions() = request.filter().sectors();
    *request.mutable_filter()->mutable_countries() = request.filter().sectors();
    EXPECT_TRUE(sane(anybody.refusal(request))) << code;
    auto write = project(id);
    write.mutable_intervention()->set_sectors(0, code);
    EXPECT_EQ(http_of(owner).refusal(write).field(), "sectors[0]") << code;
  }
  for (const auto number :
       {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}}) {
    EXPECT_EQ(anybody.refusal(of(number)).reason(), "organisation_not_found");
    auto change = project(id);
    change.mutable_intervention()->set_id(number);
    EXPECT_EQ(http_of(owner).refusal(change).reason(), "intervention_not_found");
  }
  for (const std::string cursor : {"i0.99999999999.1", "i0.1.99999999999999999999", "i0.-1.1", "i1.1.1", "i0.1.1x"}) {
    auto request = of(id);
    request.set_cursor(cursor);
    EXPECT_EQ(anybody.refusal(request).field(), "cursor") << cursor;
  }
  auto moved = project(theirs);
  moved.mutable_intervention()->set_id(made.id());
  moved.mutable_intervention()->set_version(made.version());
  EXPECT_EQ(http_of(other).refusal(moved).reason(), "intervention_not_found") << "of another partner";
  sql("update organisations set kind = 'association' where id = " + std::to_string(id));
  EXPECT_EQ(list(of(id)).total(), 0U) << "no partner any more";
  sql("update organisations set kind = 'partner', state_before = state, state = 'suspended', suspended_at = now() "
      "where id = " +
      std::to_string(id));
  EXPECT_EQ(anybody.refusal(of(id)).reason(), "organisation_not_found");
  EXPECT_EQ(http_of(owner).refusal(project(id)).reason(), "organisations.suspended");
}

TEST_F(Interventions, FiveHundredOfOnePartnerAtMost) {
  const auto owner = person();
  const auto id = partner(owner);
  save(owner, project(id));
  sql("insert into interventions (organisation_id, title_fr, country, sectors, from_month)"
      " select " +
      std::to_string(id) + ", 'Projet ' || n, 'TN', '{youth}', 202401 from generate_series(1, 499) n");
  EXPECT_EQ(http_of(owner).refusal(project(id)).reason(), "interventions.full");
  EXPECT_EQ(list(of(id)).total(), 500U);
}

}  // namespace
}  // namespace wasl::test
