// Searching messages and conversations: who finds what, by which filters, and that the index follows what becomes of messages.
#include "integration/media/upload.hpp"
#include "integration/messaging/search_town.hpp"

namespace wasl::test {
namespace {

using Offsets = std::vector<std::int64_t>;

class Search : public SearchTown {
 protected:
  void SetUp() override {
    alice = person("أمينة الطرابلسي");
    bob = person("Bilal Mansouri");
  }
  static std::string marked(const msg::FoundMessage& m, int i) {  // of excerpts in ASCII
    return m.excerpt().substr(m.highlights(i).start(), m.highlights(i).length());
  }
  static msg::SearchConversationsResponse conversations(const Person& p, const std::string& query) {
    msg::SearchConversationsRequest request;
    request.set_query(query);
    return http_of(p).call<msg::SearchConversationsResponse>(request);
  }
  Person alice, bob;
};

TEST_F(Search, FindsWhatWasSentNewestFirst) {
  const auto id = group(alice, {bob}, "Comité");
  const auto first = say(alice, id, "The budget of the project");
  say(bob, id, "Nothing of it");
  const auto second = say(bob, id, "projects, budgets");
  catch_up(alice, id);
  const auto found = search(bob, looking_for("budget project "));
  EXPECT_EQ(offsets(found), (Offsets{second, first}));
  const auto& m = found.messages(1);
  EXPECT_EQ(m.conversation_id(), id);
  EXPECT_EQ(m.author_id(), alice.id);
  EXPECT_EQ(m.excerpt(), "The budget of the project");
  ASSERT_EQ(m.highlights_size(), 2);
  EXPECT_EQ(marked(m, 0), "budget");
  EXPECT_EQ(marked(m, 1), "project");
  EXPECT_FALSE(found.similar());
  EXPECT_EQ(found.people_size(), 2);
  ASSERT_EQ(found.conversations_size(), 1);
  EXPECT_EQ(found.conversations(0).title(), "Comité");
}

TEST_F(Search, OnlyMembersFind) {
  const auto eve = person();
  const auto id = group(alice, {bob});
  const auto offset = say(alice, id, "confidentiel");
  catch_up(alice, id);
  EXPECT_EQ(find(bob, "confidentiel"), Offsets{offset});
  EXPECT_EQ(find(eve, "confidentiel"), Offsets{});
  EXPECT_EQ(find(eve, "confidentie"), Offsets{});
  auto by_author = looking_for("");
  by_author.set_author_id(alice.id);
  EXPECT_EQ(offsets(search(eve, by_author)), Offsets{});
  const auto there = http_of(eve).refusal(looking_for("confidentiel", id));
  EXPECT_EQ(there.reason(), "conversation_not_found");
  EXPECT_EQ(there.DebugString(), http_of(eve).refusal(looking_for("confidentiel", 987'654'321)).DebugString());
  EXPECT_EQ(conversations(eve, "Group").conversations_size(), 0);
  database().sql().rows("delete from conversation_members where conversation_id = " + std::to_string(id) +
                        " and person_id = " + std::to_string(bob.id));
  EXPECT_EQ(find(bob, "confidentiel"), Offsets{});
}

TEST_F(Search, NeedsASession) { EXPECT_EQ(HttpClient(port()).refusal(looking_for("x")).code(), v1::UNAUTHENTICATED); }

TEST_F(Search, FindsFilesByTheirNamesAndMessagesThatHaveSome) {
  const auto id = direct(alice, bob);
  const auto plain = say(alice, id, "le rapport arrive");
  auto request = send_request(id, "");
  request.add_attachment_ids(Uploader(port(), alice.token).upload("%PDF-1.4\n", "Rapport_annuel المحضر.pdf"));
  const auto file = http_of(alice).call<msg::SendMessageResponse>(request).offset();
  catch_up(alice, id);
  EXPECT_EQ(find(bob, "rapport"), (Offsets{file, plain}));
  EXPECT_EQ(find(bob, "محضر"), Offsets{file});
  EXPECT_EQ(find(bob, "annuel pdf"), Offsets{file});
  auto with_file = looking_for("rapport");
  with_file.set_has_attachment(true);
  const auto found = search(bob, with_file);
  EXPECT_EQ(offsets(found), Offsets{file});
  EXPECT_TRUE(found.messages(0).has_attachment());
  EXPECT_EQ(found.messages(0).excerpt(), "Rapport_annuel المحضر.pdf");
  with_file.set_query("");
  EXPECT_EQ(offsets(search(bob, with_file)), Offsets{file});
  http_of(alice).call<msg::DeleteMessageResponse>(delete_request(id, file));
  catch_up(alice, id);
  EXPECT_EQ(offsets(search(bob, with_file)), Offsets{});
}

TEST_F(Search, FollowsEditsAndDeletions) {
  const auto id = direct(alice, bob);
  const auto edited = say(alice, id, "rendez-vous lundi"), deleted = say(alice, id, "adresse secrète");
  catch_up(alice, id);
  EXPECT_EQ(find(bob, "lundi"), Offsets{edited});
  EXPECT_EQ(find(bob, "secrete"), Offsets{deleted});
  http_of(alice).call<msg::EditMessageResponse>(edit_request(id, edited, "rendez-vous mardi"));
  http_of(alice).call<msg::DeleteMessageResponse>(delete_request(id, deleted));
  EXPECT_EQ(find(bob, "lundi"), Offsets{}) << "at once: what is shown is looked at as it stands";
  EXPECT_EQ(find(bob, "secrete"), Offsets{});
  catch_up(alice, id);
  EXPECT_EQ(find(bob, "mardi"), Offsets{edited});
  EXPECT_EQ(find(bob, "rendez-vous"), Offsets{edited});
  EXPECT_EQ(database().sql().number("select count(*) from message_terms where conversation_id = " + std::to_string(id) +
                                    " and terms like '% secret%'"), 0);
}

TEST_F(Search, CatchesUpAfterARestart) {
  const auto id = direct(alice, bob);
  catch_up(alice, id);
  server().kill();
  // Written by another node, which died before it could index.
  database().sql().rows("with s as (update streams set head = head + 1 where kind = 2 and key = " + std::to_string(id) +
                        " returning head) insert into messages (conversation_id, \"offset\", author_id, client_id, text) select " +
                        std::to_string(id) + ", head, " + std::to_string(alice.id) + ", 4711, 'orphelin' from s");
  server().start();
  EXPECT_EVENTUALLY(find(bob, "orphelin").size() == 1);
}

TEST_F(Search, FiltersByConversationAuthorAndDate) {
  const auto one = group(alice, {bob}), two = direct(alice, bob);
  const auto a = say(alice, one, "filtre eau"), b = say(bob, one, "filtre eau");
  const auto c = say(bob, two, "filtre eau");
  catch_up(alice, one);
  catch_up(alice, two);
  EXPECT_EQ(search(alice, looking_for("filtre")).messages_size(), 3);
  EXPECT_EQ(find(alice, "filtre", one), (Offsets{b, a}));
  EXPECT_EQ(find(alice, "filtre", two), Offsets{c});
  auto request = looking_for("filtre", one);
  request.set_author_id(bob.id);
  EXPECT_EQ(offsets(search(alice, request)), Offsets{b});
  request.set_query("");
  EXPECT_EQ(offsets(search(alice, request)), Offsets{b}) << "by author alone";
  request = looking_for("filtre", one);
  const auto both = search(alice, request);
  ASSERT_EQ(both.messages_size(), 2);
  const auto at = both.messages(0).sent_at_ms();
  request.set_sent_from_ms(at + 1);
  EXPECT_EQ(offsets(search(alice, request)), Offsets{});
  request.set_sent_from_ms(at);
  ASSERT_FALSE(offsets(search(alice, request)).empty());
  EXPECT_EQ(offsets(search(alice, request)).front(), b);
  request.set_sent_from_ms(0);
  request.set_sent_before_ms(at);
  EXPECT_LE(offsets(search(alice, request)).size(), 1U);
  request.set_sent_before_ms(at + 1);
  EXPECT_EQ(offsets(search(alice, request)), (Offsets{b, a}));
}

TEST_F(Search, PagesMissAndRepeatNothingOverConversations) {
  std::vector<std::int64_t> groups;
  for (int i = 0; i < 4; ++i) groups.push_back(group(alice, {bob}));
  for (int i = 0; i < 25; ++i) say(i % 2 == 0 ? alice : bob, groups[static_cast<std::size_t>(i * 7 % 4)], "page " + std::to_string(i));
  for (const auto id : groups) catch_up(alice, id);
  std::vector<std::int64_t> times;
  std::set<std::pair<std::int64_t, std::int64_t>> seen;
  auto request = looking_for("page ");
  request.set_limit(4);
  do {
    const auto page = search(alice, request);
    EXPECT_LE(page.messages_size(), 4);
    for (const auto& m : page.messages()) {
      EXPECT_TRUE(seen.insert({m.conversation_id(), m.offset()}).second);
      times.push_back(m.sent_at_ms());
    }
    request.set_cursor(page.next_cursor());
  } while (!request.cursor().empty());
  EXPECT_EQ(seen.size(), 25U);
  EXPECT_TRUE(std::ranges::is_sorted(times, std::greater()));
}

TEST_F(Search, ALongConversationIsSearchedToItsBeginning) {
  const auto id = group(alice, {bob});
  const auto key = std::to_string(id);
  database().sql().rows("insert into messages (conversation_id, \"offset\", author_id, client_id, text, sent_at)"
                        " select " + key + ", i, " + std::to_string(alice.id) + ", i + 1000000,"
                        " case when i in (7, 9000) then 'aiguille' else 'foin' end, now() - interval '1 s' * (20000 - i)"
                        " from generate_series(2, 10000) i");
  database().sql().rows("update streams set head = 10000 where kind = 2 and key = " + key);
  EXPECT_EQ(run_wasl({"admin", "index-messages"}, {{"WASL_DATABASE", database().conninfo()}}).status, 0);
  EXPECT_EQ(find(bob, "aiguille", id), (Offsets{9000, 7}));
  EXPECT_EQ(find(bob, "aiguille foin"), Offsets{});
  ASSERT_EQ(find(bob, "foin").size(), 20U);
  EXPECT_EQ(find(bob, "foin").front(), 10000);
}

TEST_F(Search, WordsThatLookAlikeAreFoundWhereNothingElseIs) {
  const auto id = group(alice, {bob});
  const auto french = say(alice, id, "La coordination régionale"), arabic = say(alice, id, "التنسيقية الجهوية");
  catch_up(alice, id);
  const auto found = search(bob, looking_for("cordination regionnale ", id));
  EXPECT_TRUE(found.similar());
  ASSERT_EQ(offsets(found), Offsets{french});
  EXPECT_GT(found.messages(0).highlights_size(), 0);
  const auto found_arabic = search(bob, looking_for("التنصيقية ", id));
  EXPECT_TRUE(found_arabic.similar());
  EXPECT_EQ(offsets(found_arabic), Offsets{arabic});
  EXPECT_FALSE(search(bob, looking_for("coordination ", id)).similar());
  EXPECT_EQ(find(bob, "xylophone ", id), Offsets{});
  EXPECT_EQ(find(person(), "cordination "), Offsets{});
}

TEST_F(Search, NotesAreNotFound) {
  const auto id = group(alice, {bob}, "Bienvenue");
  catch_up(alice, id);
  auto request = looking_for("", id);
  request.set_author_id(alice.id);
  EXPECT_EQ(search(bob, request).messages_size(), 1);
}

TEST_F(Search, ConversationsAreFoundByTitleAndByName) {
  const auto id = group(alice, {bob}, "Réunions des bénévoles");
  const auto with = direct(alice, bob);
  const auto by_title = conversations(alice, "benevole reunion");
  ASSERT_EQ(by_title.conversations_size(), 1);
  EXPECT_EQ(by_title.conversations(0).id(), id);
  EXPECT_EQ(by_title.conversations(0).highlights_size(), 2);
  const auto by_name = conversations(alice, "mansou");
  ASSERT_EQ(by_name.conversations_size(), 1);
  ASSERT_EQ(by_name.people_size(), 1);
  EXPECT_EQ(by_name.conversations(0).id(), with);
  EXPECT_EQ(by_name.conversations(0).person_id(), bob.id);
  EXPECT_EQ(by_name.people(0).name(), "Bilal Mansouri");
  const auto by_arabic = conversations(bob, "طرابلسي");
  ASSERT_EQ(by_arabic.conversations_size(), 1);
  EXPECT_EQ(by_arabic.conversations(0).id(), with);
  EXPECT_EQ(conversations(alice, "").conversations_size(), 0);
}

TEST_F(Search, BadRequestsAreRefused) {
  EXPECT_EQ(http_of(alice).refusal(looking_for("")).reason(), "search.nothing_asked");
  EXPECT_EQ(http_of(alice).refusal(looking_for("؟!'&|:*")).reason(), "search.nothing_asked");
  EXPECT_EQ(http_of(alice).refusal(looking_for(std::string(101, 'x'))).reason(), "search.query_length");
  auto request = looking_for("x");
  request.set_cursor("1.2");
  EXPECT_EQ(http_of(alice).refusal(request).reason(), "cursor_malformed");
}

}  // namespace
}  // namespace wasl::test
