#include "messaging/search/query.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::messaging::search {
namespace {

std::string reason_of(const v1::SearchMessagesRequest& request) {
  try {
    query(request);
  } catch (const Refused& r) {
    return r.reason();
  }
  return "";
}

v1::SearchMessagesRequest of(const std::string& words) {
  v1::SearchMessagesRequest request;
  request.set_query(words);
  return request;
}

TEST(SearchQuery, AsksForEveryWordInAnyOfItsForms) {
  EXPECT_EQ(tsquery(query(of("projets x "))), "('%projets'|'%projet')&('%x')");
  EXPECT_EQ(tsquery(query(of("proj"))), "('%proj'|'%proj':*)");
}

TEST(SearchQuery, FiltersAreKeys) {
  auto request = of("eau ");
  request.set_author_id(7);
  request.set_has_attachment(true);
  EXPECT_EQ(tsquery(query(request)), "('%eau')&('%@7')&('%#file')");
  request.set_query("");
  EXPECT_EQ(tsquery(query(request)), "('%@7')&('%#file')");
}

TEST(SearchQuery, SignsInWordsAreHarmless) {
  EXPECT_EQ(tsquery(query(of("x'y:* | !z % \\ "))), "('%x')&('%y')&('%z')");
  EXPECT_EQ(reason_of(of("'%|&!:*")), "search.nothing_asked");
}

TEST(SearchQuery, IsBounded) {
  EXPECT_EQ(reason_of(of("")), "search.nothing_asked");
  EXPECT_EQ(reason_of(of(std::string(101, 'a'))), "search.query_length");
  EXPECT_EQ(reason_of(of("1 2 3 4 5 6 7 8 9 10 11")), "search.query_words");
  EXPECT_EQ(reason_of(of("\xff")), "not_utf8");
  auto request = of("x");
  request.set_limit(101);
  EXPECT_EQ(reason_of(request), "limit_range");
  request.set_limit(0);
  request.set_sent_from_ms(-1);
  EXPECT_EQ(reason_of(request), "search.bad_date");
  request.set_sent_from_ms(std::int64_t{1} << 60);
  EXPECT_EQ(reason_of(request), "search.bad_date");
}

TEST(SearchQuery, ReadsItsOwnCursorsOnly) {
  auto request = of("x");
  request.set_cursor(cursor({5, 6, 7}));
  EXPECT_EQ(query(request).after, (Place{5, 6, 7}));
  for (const auto* bad : {"5", "5.6", "5.6.", "5.6.7.", "5.6.x", "a", ".", "..", "5.6.7 ", "99999999999999999999.1.1"}) {
    request.set_cursor(bad);
    EXPECT_EQ(reason_of(request), "cursor_malformed") << bad;
  }
}

}  // namespace
}  // namespace wasl::messaging::search
