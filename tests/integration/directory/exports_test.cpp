// What people take away from the directory: files and a list to be printed, of whom, and how often.
#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "guild.hpp"

namespace wasl::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ExportFiles : public Guild {
 protected:
  static HttpResponse get(const Person& reader, const std::string& target, const std::string& method = "GET") {
    std::map<std::string, std::string> headers;
    if (!reader.token.empty()) headers["Authorization"] = "Bearer " + reader.token;
    return http(port(), {method, target, std::move(headers)});
  }
  static std::int64_t publish(const dir::Profile& profile) {
    const auto id = enter(person(), profile).organisation_id();
    sql("update organisations set state = 'published', verified_at = now(), confirmed_at = now() where id = " +
        std::to_string(id));
    return id;
  }
  // Those of one test, by a word of their own.
  static std::string word() { return "Zz" + std::to_string(random_id() % 1'000'000'000'000); }

  static HttpResponse eventually(const Person& reader, const std::string& target, const std::string& part) {
    EXPECT_EVENTUALLY(get(reader, target).body.find(part) !=
                      std::string::npos);  // the catalogue is a second behind at most
    return get(reader, target);
  }
  static google::protobuf::Struct json_of(const std::string& text) {
    google::protobuf::Struct out;
    const auto read = google::protobuf::util::JsonStringToMessage(text, &out);
    EXPECT_TRUE(read.ok()) << read << text;
    return out;
  }
  static std::size_t lines(const std::string& text) { return static_cast<std::size_t>(std::ranges::count(text, '\n')); }
};

TEST_F(ExportFiles, AreForThoseWhoAreSignedIn) {
  for (const auto* target :
       {"/directory/export.csv", "/directory/export.json", "/directory/export.geojson", "/directory/print"}) {
    EXPECT_EQ(get({}, target).status, 401) << target;
    EXPECT_EQ(get(person(), target).status, 200) << target;
    EXPECT_EQ(get(person(), target, "POST").status, 405) << target;
    const auto head = get(person(), target, "HEAD");
    EXPECT_EQ(head.status, 200) << target;
    EXPECT_EQ(head.body, "");
  }
  for (const auto* odd :
       {"/directory/export.xml", "/directory/export.", "/directory/export.csv/x", "/directory/printx"})
    EXPECT_EQ(get(person(), odd).status, 404) << odd;
}

TEST_F(ExportFiles, GoByEveryFilterOfTheList) {
  const auto mine = word();
  auto p = profile(mine + " un");
  p.mutable_locality()->set_fr("Métouia");
  p.mutable_size()->set_staff(dir::COUNT_1_TO_9);
  p.mutable_size()->set_volunteers(dir::COUNT_10_TO_49);
  p.mutable_size()->set_budget(dir::BUDGET_5K_TO_20K);
  publish(p);
  publish(profile(mine + " deux"));
  const auto reader = person();
  const auto all = "/directory/export.csv?q=" + mine;
  const auto whole = eventually(reader, all, "deux");
  EXPECT_EQ(lines(whole.body), 3U);
  for (const auto* filter :
       {"&locality=TN-81%3Ametouia", "&locality=TN-81%3AM%C3%A9touia", "&staff=2", "&volunteers=3", "&budget=2"}) {
    const auto file = get(person(), all + filter);
    EXPECT_THAT(file.body, HasSubstr(mine + " un")) << filter;
    EXPECT_THAT(file.body, Not(HasSubstr(mine + " deux"))) << filter;
  }
  for (const auto* wrong : {"&locality=-", "&staff=9", "&volunteers=x", "&budget=6"})
    EXPECT_EQ(get(person(), all + wrong).status, 400) << wrong;
}

TEST_F(ExportFiles, ATableHasWhatTheListHasAndNoFormulas) {
  const auto mine = word();
  auto evil = profile("=HYPERLINK(\"http://evil\") " + mine);
  evil.set_president("+1\u202E");
  evil.set_registration_number("＝1+1");
  evil.mutable_mission()->set_fr("a \"quoted\", line\nand another");
  const auto id = publish(evil);
  auto elsewhere = profile(mine + " ailleurs");
  elsewhere.set_region("TN-61");
  publish(elsewhere);
  const auto draft = enter(person(), profile(mine + " brouillon")).organisation_id();
  const auto reader = person();
  const auto target = "/directory/export.csv?q=" + mine;
  const auto file = eventually(reader, target, "ailleurs");
  EXPECT_EQ(file.status, 200);
  EXPECT_THAT(file.header("content-type"), HasSubstr("text/csv"));
  EXPECT_THAT(file.header("content-disposition"), HasSubstr("attachment; filename=\"wasl-directory.csv\""));
  EXPECT_THAT(file.header("cache-control"), HasSubstr("no-store"));
  EXPECT_EQ(file.header("x-content-type-options"), "nosniff");
  EXPECT_TRUE(file.body.starts_with("\xEF\xBB\xBFkind,name.ar,name.fr,name.en,"));
  EXPECT_THAT(file.body, HasSubstr("\"'=HYPERLINK(\"\"http://evil\"\") " + mine + "\""));
  EXPECT_THAT(file.body, HasSubstr(",'+1,"));
  EXPECT_THAT(file.body, HasSubstr(",'＝1+1,"));
  EXPECT_THAT(file.body, HasSubstr("\"a \"\"quoted\"\", line\nand another\""));
  EXPECT_THAT(file.body, HasSubstr("/o/" + std::to_string(id) + ","));
  EXPECT_THAT(file.body, Not(HasSubstr("/o/" + std::to_string(draft) + ",")));
  EXPECT_EQ(lines(file.body), 4U) << "the header, two rows, and a line within a cell: " << file.body;
  const auto there = get(reader, target + "&region=TN-61").body;
  EXPECT_EQ(lines(there), 2U) << there;
  EXPECT_EQ(lines(get(reader, target + "&locality=TN-81%3Anowhere").body), 1U);
  EXPECT_EQ(lines(get(reader, target + "&budget=5").body), 1U);
  EXPECT_EQ(lines(get(reader, target + "&region=TN-61&sector=health").body), 1U) << "nothing is a header alone";
}

TEST_F(ExportFiles, ContactsForMembersLeaveOnlyWithThoseWhoVerify) {
  const auto mine = word();
  publish(profile(mine));
  const auto member = Town::person(), check = verifier();
  for (const auto* format : {"csv", "json"}) {
    const auto target = "/directory/export." + std::string(format) + "?q=" + mine;
    const auto seen = eventually(member, target, mine).body;
    EXPECT_THAT(seen, HasSubstr("bureau@oasis.tn")) << "what is public";
    EXPECT_THAT(seen, Not(HasSubstr("75 123 456"))) << "members see it one by one";
    EXPECT_THAT(get(check, target).body, HasSubstr("75 123 456"));
  }
  EXPECT_THAT(get(member, "/directory/export.csv?q=" + mine).body, Not(HasSubstr(",phone,")));
  EXPECT_THAT(get(check, "/directory/export.csv?q=" + mine).body, HasSubstr(",phone,"));
  EXPECT_THAT(get(check, "/directory/print?q=" + mine).body, Not(HasSubstr("75 123 456"))) << "paper lies about";
}

TEST_F(ExportFiles, MapsHaveWhatHasAPlace) {
  const auto mine = word();
  auto placed = profile(mine + " </script>\"");
  placed.mutable_place()->set_latitude(33.9);
  placed.mutable_place()->set_longitude(-10.1);
  const auto id = publish(placed);
  publish(profile(mine + " nowhere"));
  const auto reader = person();
  const auto file = eventually(reader, "/directory/export.geojson?q=" + mine, mine);
  EXPECT_THAT(file.header("content-type"), HasSubstr("application/geo+json"));
  const auto data = json_of(file.body);
  EXPECT_EQ(data.fields().at("type").string_value(), "FeatureCollection");
  ASSERT_EQ(data.fields().at("features").list_value().values_size(), 1);
  const auto& feature = data.fields().at("features").list_value().values(0).struct_value().fields();
  EXPECT_EQ(feature.at("id").number_value(), static_cast<double>(id));
  const auto& coordinates = feature.at("geometry").struct_value().fields().at("coordinates").list_value();
  EXPECT_EQ(coordinates.values(0).number_value(), -10.1) << "longitude first";
  EXPECT_EQ(coordinates.values(1).number_value(), 33.9);
  EXPECT_EQ(feature.at("properties").struct_value().fields().at("name").string_value(), mine + " </script>\"");
  EXPECT_EQ(json_of(get(reader, "/directory/export.json?q=" + mine).body)
                .fields()
                .at("organisations")
                .list_value()
                .values_size(),
            2);
  EXPECT_EQ(json_of(get(reader, "/directory/export.json?q=qqqqwwww").body)
                .fields()
                .at("organisations")
                .list_value()
                .values_size(),
            0);
}

TEST_F(ExportFiles, WhatIsNoFilterIsRefusedByName) {
  const auto reader = person();
  for (const auto& [query, field] :
       std::vector<std::pair<std::string, std::string>>{{"kind=golf", "kind"},
                                                        {"members=9", "members"},
                                                        {"volunteers=x", "volunteers"},
                                                        {"budget=6", "budget"},
                                                        {"order=best+of", "order"},
                                                        {"q=" + std::string(101, 'a'), "query"},
                                                        {"region=" + std::string(200, 'x'), "regions"}}) {
    const auto refused = get(reader, "/directory/export.csv?" + query);
    EXPECT_EQ(refused.status, 400) << query;
    EXPECT_EQ(status_of(refused).field(), field) << query;
  }
  EXPECT_EQ(get(reader, "/directory/export.csv?q=%FF%FE").status, 400) << "no UTF-8";
}

TEST_F(ExportFiles, ManyCome) {
  const auto mine = word();
  sql("insert into organisations (kind, name_fr, state, region, confirmed_at) select 'association', '" + mine +
      " ' || n, 'published', 'TN-61', now() from generate_series(1, 1200) n");
  const auto reader = person();
  const auto target = "/directory/export.csv?order=name&q=" + mine;
  EXPECT_EVENTUALLY(lines(get(reader, target).body) == 1201U);
  const auto page = get(reader, "/directory/print?lang=fr&q=" + mine).body;
  EXPECT_THAT(page, HasSubstr("Organisations : 1200"));
  EXPECT_TRUE(page.ends_with("</html>\n"));
}

TEST_F(ExportFiles, APageToPrintGoesByRegionThenSector) {
  const auto mine = word();
  auto a = profile(mine + " un"), b = profile(mine + " deux <script>"), c = profile(mine + " trois");
  a.set_region("TN-81");
  b.set_region("TN-11");
  c.set_region("TN-11");
  c.clear_sectors();
  c.add_sectors("culture");
  for (const auto& p : {a, b, c}) publish(p);
  const auto reader = person();
  const auto answer = eventually(reader, "/directory/print?lang=fr&q=" + mine, "trois");
  EXPECT_THAT(answer.header("content-type"), HasSubstr("text/html"));
  EXPECT_THAT(answer.header("content-security-policy"), HasSubstr("style-src 'self'"));
  EXPECT_THAT(answer.body, Not(HasSubstr("<script")));
  const auto at = [&](const std::string& part) {
    EXPECT_THAT(answer.body, HasSubstr(part));
    return answer.body.find(part);
  };
  EXPECT_LT(at("<h2>Tunis</h2>"), at("<h2>Gabès</h2>"));
  EXPECT_LT(at("trois"), at("<h2>Gabès</h2>"));
  EXPECT_LT(at("<h2>Gabès</h2>"), at(mine + " un"));
  EXPECT_LT(at("deux &lt;script&gt;"), at("<h2>Gabès</h2>"));
  EXPECT_THAT(get(reader, "/directory/print?lang=ar&q=" + mine).body, HasSubstr("<html lang=\"ar\" dir=\"rtl\">"));
}

class FewExports : public Guild {
 protected:
  static void SetUpTestSuite() { found({{"WASL_RATE_SCALE", "1"}}); }
};

TEST_F(FewExports, AMinuteForEachPerson) {
  const auto ask = [](const Person& reader) {
    return http(port(), {"GET", "/directory/export.csv", {{"Authorization", "Bearer " + reader.token}}});
  };
  const auto greedy = person(), other = person();
  int taken = 0;
  auto answer = ask(greedy);
  for (; answer.status == 200 && taken < 20; answer = ask(greedy)) ++taken;
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(status_of(answer).reason(), "rate_limited");
  EXPECT_LE(taken, 6);
  EXPECT_GT(taken, 0);
  EXPECT_EQ(ask(other).status, 200);
}

}  // namespace
}  // namespace wasl::test
