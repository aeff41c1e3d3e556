// The cost of a batch grows with its length, not with its square: no join of the statement that stores it loops over
// the batch once per row.
#include <gtest/gtest.h>

#include "messaging/committer.hpp"
#include "support/database.hpp"

namespace wasl::test {
namespace {

// Of a nested loop's two sides the second is run again for every row of the first.
constexpr auto kLoopsOverTheBatch =
    R"(strict $.** ? (@."Node Type" == "Nested Loop").Plans[1].**."Node Type" ? (@ == "CTE Scan"))";

std::string plan_of(storage::Connection& connection, const storage::Statement& statement) {
  pqxx::nontransaction tx(connection.raw);
  tx.exec("prepare batch as " + std::string(statement.sql));
  return tx.exec("explain (format json) execute batch('{}', '{}', '{}', '{}', '{}', '{}')")[0][0].as<std::string>();
}

std::int64_t loops_over_the_batch(storage::Connection& connection, const std::string& plan) {
  pqxx::nontransaction tx(connection.raw);
  return tx
      .exec_params("select count(*) from jsonb_path_query($1::jsonb, $2::jsonpath)", plan, kLoopsOverTheBatch)[0][0]
      .as<std::int64_t>();
}

TEST(SendPlan, JoinsTheBatchOnce) {
  Database database;
  storage::Connection connection(database.conninfo());
  messaging::set_up_for_sending(connection);
  const auto plan = plan_of(connection, messaging::send_statement());
  EXPECT_NE(plan.find("CTE Scan"), std::string::npos) << plan;
  EXPECT_EQ(loops_over_the_batch(connection, plan), 0) << plan;
}

TEST(SendPlan, ALoopWouldBeSeen) {
  Database database;
  storage::Connection connection(database.conninfo());
  const auto plan = plan_of(connection, {"loops", R"(
    with b as materialized (select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[])
      as t(a, b, c, d, e, f))
    select count(*) from b x join b y on x.a < y.a)"});
  EXPECT_EQ(loops_over_the_batch(connection, plan), 1) << plan;
}

}  // namespace
}  // namespace wasl::test
